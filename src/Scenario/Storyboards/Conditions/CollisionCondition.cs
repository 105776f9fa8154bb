namespace Sim.Storyboards;

/// <summary>The entity touches another.</summary>
public sealed record CollisionCondition : EntityCondition
{
    /// <summary>The other entity (or selection); null: by type.</summary>
    public string? EntityId { get; init; }

    /// <summary>Kind of the other when no entity is named; null with an entity.</summary>
    public StoryboardEntityKind? ByKind { get; init; }
}
