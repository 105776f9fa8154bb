namespace Sim.Storyboards;

/// <summary>Follows a trajectory.</summary>
public sealed record FollowTrajectoryAction : PrivateAction
{
    /// <summary>The trajectory.</summary>
    public required StoryTrajectory Trajectory { get; init; }

    /// <summary>True: exactly (position); false: as well as it can (follow).</summary>
    public bool FollowPosition { get; init; } = true;

    /// <summary>Distance on the trajectory where it begins, m, not negative (1.1).</summary>
    public double InitialOffsetM { get; init; }

    /// <summary>How the trajectory's times are used; null: not at all, only its path.</summary>
    public TrajectoryTiming? Timing { get; init; }
}
