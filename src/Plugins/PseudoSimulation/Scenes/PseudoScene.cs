using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>All that scoring one plan needs (specs/pseudo-simulation.md §3). Immutable, safe for concurrent use.</summary>
public sealed record PseudoScene
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute time of sample 0, µs.</summary>
    public required long TimeUs { get; init; }

    /// <summary>The ego at sample 0.</summary>
    public required EgoState Ego { get; init; }

    /// <summary>The ego's box.</summary>
    public required EgoShape Shape { get; init; }

    /// <summary>Past states in order of time, the last at <see cref="TimeUs"/>; empty when there are none.</summary>
    public IReadOnlyList<HistorySample> History { get; init; } = [];

    /// <summary>The road.</summary>
    public required SceneMap Map { get; init; }

    /// <summary>Everybody else as logged, interpolated to 10 Hz (§3.1), in order of first appearance.</summary>
    public required IReadOnlyList<SceneObject> Objects { get; init; }

    /// <summary>Ids of connectors with a red light at each of <see cref="Horizon.Samples"/> samples (§3.2); empty when there are no lights.</summary>
    public IReadOnlyList<IReadOnlyList<string>> RedConnectors { get; init; } = [];

    /// <summary>The human's 8 future poses relative to the ego's rear axle; null when there is none (then no human filter).</summary>
    public IReadOnlyList<Pose2d>? HumanPlan { get; init; }

    /// <summary>The reference proposal, <see cref="Horizon.Samples"/> absolute rear-axle poses; null: PDM-Closed makes it.</summary>
    public IReadOnlyList<Pose2d>? Reference { get; init; }
}
