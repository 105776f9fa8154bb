namespace Sim.Storyboards;

/// <summary>The entity has been off the road for a time.</summary>
public sealed record OffroadCondition : EntityCondition
{
    /// <summary>For how long, s, not negative.</summary>
    public double DurationS { get; init; }
}
