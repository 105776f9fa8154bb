namespace Sim.Plugins.Retrieval.Tags;

/// <summary>What an actor sees of another from its own line at one instant. Plain value.</summary>
/// <param name="Seen">False when the other is not there or far away.</param>
/// <param name="AheadM">How far ahead, centre to centre along the line, m.</param>
/// <param name="LeftM">How far to the left of the line, m.</param>
/// <param name="TurnedRad">Angle between the two directions, rad, not negative.</param>
internal readonly record struct Sight(bool Seen, double AheadM, double LeftM, double TurnedRad)
{
    /// <summary>Nothing.</summary>
    public static Sight None => default;
}
