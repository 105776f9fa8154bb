namespace Sim.Storyboards;

/// <summary>The entity has been at the end of a road for a time.</summary>
public sealed record EndOfRoadCondition : EntityCondition
{
    /// <summary>For how long, s, not negative.</summary>
    public double DurationS { get; init; }
}
