namespace Sim.Storyboards;

/// <summary>The entity has gone a distance since it appeared.</summary>
public sealed record TraveledDistanceCondition : EntityCondition
{
    /// <summary>m, not negative.</summary>
    public required double ValueM { get; init; }
}
