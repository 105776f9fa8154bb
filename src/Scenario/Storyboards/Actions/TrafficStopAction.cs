namespace Sim.Storyboards;

/// <summary>Ends a source, a sink or a swarm (1.1).</summary>
public sealed record TrafficStopAction : GlobalAction
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }
}
