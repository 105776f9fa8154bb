namespace Sim.Storyboards;

/// <summary>Puts a traffic light programme into a phase.</summary>
public sealed record TrafficSignalControllerAction : GlobalAction
{
    /// <summary>The controller.</summary>
    public required string Controller { get; init; }

    /// <summary>The phase.</summary>
    public required string Phase { get; init; }
}
