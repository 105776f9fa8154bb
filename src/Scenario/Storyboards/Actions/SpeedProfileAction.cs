namespace Sim.Storyboards;

/// <summary>Changes the speed through several targets (1.2).</summary>
public sealed record SpeedProfileAction : PrivateAction
{
    /// <summary>The entity that the speeds are relative to; null: absolute.</summary>
    public string? EntityId { get; init; }

    /// <summary>True: the profile is followed exactly; false: within the constraints.</summary>
    public bool FollowPosition { get; init; } = true;

    /// <summary>Limits; null: the entity's performance.</summary>
    public DynamicConstraints? Constraints { get; init; }

    /// <summary>Targets in order, at least one.</summary>
    public required IReadOnlyList<SpeedProfileEntry> Entries { get; init; }
}
