namespace Sim.Storyboards;

/// <summary>Along a trajectory (1.1).</summary>
public sealed record TrajectoryPosition : StoryPosition
{
    /// <summary>The trajectory.</summary>
    public required StoryTrajectory Trajectory { get; init; }

    /// <summary>Along it, m, not negative.</summary>
    public required double AlongM { get; init; }

    /// <summary>Across it, m, positive to the left.</summary>
    public double AcrossM { get; init; }
}
