namespace Sim.Storyboards;

/// <summary>A path in space, possibly with times.</summary>
public sealed record StoryTrajectory
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>True: its end leads to its start.</summary>
    public bool Closed { get; init; }

    /// <summary>Its shape.</summary>
    public required TrajectoryShape Shape { get; init; }
}
