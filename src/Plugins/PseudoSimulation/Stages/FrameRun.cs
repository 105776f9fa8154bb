using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>What became of one frame: the plan and its score.</summary>
public sealed record FrameRun
{
    /// <summary>The frame's name.</summary>
    public required string Token { get; init; }

    /// <summary>Time of its sample 0, µs since the recording's start.</summary>
    public required long TimeUs { get; init; }

    /// <summary>Rear axle of the ego at sample 0.</summary>
    public required Pose2d StartPose { get; init; }

    /// <summary>The start of stage two; null in stage one.</summary>
    public StartState? Start { get; init; }

    /// <summary>The plan: 8 poses relative to the ego's rear axle; empty when it failed.</summary>
    public IReadOnlyList<Pose2d> Plan { get; init; } = [];

    /// <summary>How often the driver was asked.</summary>
    public int DriverCalls { get; init; }

    /// <summary>How many sensor frames the driver was shown.</summary>
    public int SensorFrames { get; init; }

    /// <summary>The score; null when there is no plan.</summary>
    public SceneScore? Score { get; init; }

    /// <summary>The score of NAVSIM v1 (log replay, no filter); in stage one only.</summary>
    public PdmsScore? Pdms { get; init; }

    /// <summary>Why there is no score; empty when there is one.</summary>
    public string Failure { get; init; } = "";

    internal TestFrame Frame { get; init; } = null!;

    internal FrameResult ToResult() => Score is null
        ? FrameResult.Failed(Token, Failure)
        : new FrameResult
        {
            Token = Token,
            StartTimeUs = TimeUs,
            Start = StartPose.Position,
            PlanEnd = StartPose.PointToWorld(Plan[^1].Position),
            Scores = Score.Final,
            States = Score.States.ToArray(),
        };
}
