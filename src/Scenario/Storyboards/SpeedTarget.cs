namespace Sim.Storyboards;

/// <summary>A target speed, absolute or relative to an entity.</summary>
public sealed record SpeedTarget
{
    /// <summary>The entity it is relative to; null: absolute.</summary>
    public string? EntityId { get; init; }

    /// <summary>m/s; with <see cref="Factor"/> a factor.</summary>
    public required double Value { get; init; }

    /// <summary>True: the entity's speed times the value; false: plus the value.</summary>
    public bool Factor { get; init; }

    /// <summary>True: goes on for ever, following the entity's speed.</summary>
    public bool Continuous { get; init; }
}
