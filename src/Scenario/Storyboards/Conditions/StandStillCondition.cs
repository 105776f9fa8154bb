namespace Sim.Storyboards;

/// <summary>The entity has stood for a time.</summary>
public sealed record StandStillCondition : EntityCondition
{
    /// <summary>For how long, s, not negative.</summary>
    public double DurationS { get; init; }
}
