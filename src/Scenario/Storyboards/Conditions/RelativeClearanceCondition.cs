namespace Sim.Storyboards;

/// <summary>No entity is within a stretch of lanes around the entity (1.2).</summary>
public sealed record RelativeClearanceCondition : EntityCondition
{
    /// <summary>True: lanes of the opposite direction count too.</summary>
    public bool OppositeLanes { get; init; }

    /// <summary>Stretch ahead, m, not negative.</summary>
    public double ForwardM { get; init; }

    /// <summary>Stretch behind, m, not negative.</summary>
    public double BackwardM { get; init; }

    /// <summary>True: between the boxes; false: between the reference points.</summary>
    public bool Freespace { get; init; }

    /// <summary>Lanes relative to the entity's; empty: all.</summary>
    public IReadOnlyList<RelativeLaneRange> Lanes { get; init; } = [];

    /// <summary>The entities that count; empty: all.</summary>
    public IReadOnlyList<string> EntityIds { get; init; } = [];
}
