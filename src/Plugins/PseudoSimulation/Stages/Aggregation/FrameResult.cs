using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>What became of one frame of either stage: the input of aggregation. Immutable.</summary>
public sealed record FrameResult
{
    /// <summary>The frame's name, unique.</summary>
    public required string Token { get; init; }

    /// <summary>The log that it comes from; one-stage aggregation looks for neighbours in the same log.</summary>
    public string Log { get; init; } = "";

    /// <summary>Absolute time of its sample 0, µs.</summary>
    public long StartTimeUs { get; init; }

    /// <summary>Rear axle at sample 0, world.</summary>
    public Vector2d Start { get; init; }

    /// <summary>Last pose of the plan as submitted, world.</summary>
    public Vector2d PlanEnd { get; init; }

    /// <summary>Sub-scores after the human filter.</summary>
    public SubScores Scores { get; init; }

    /// <summary>Simulated states, <see cref="Horizon.Samples"/>, for extended comfort and the simulated end.</summary>
    public ReadOnlyMemory<EgoState> States { get; init; }

    /// <summary>Why there is no result; null when there is one. A failed frame fails what it is part of.</summary>
    public string? Failure { get; init; }

    /// <summary>A frame without a result.</summary>
    public static FrameResult Failed(string token, string reason) => new() { Token = token, Failure = reason };
}
