namespace Sim.Storyboards;

/// <summary>Changes weather, light or the road's surface.</summary>
public sealed record EnvironmentAction : GlobalAction
{
    /// <summary>What holds from now on; parts that are null stay as they are.</summary>
    public required StoryEnvironment Environment { get; init; }
}
