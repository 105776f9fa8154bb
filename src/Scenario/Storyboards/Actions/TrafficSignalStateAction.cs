namespace Sim.Storyboards;

/// <summary>Makes a traffic light show a state.</summary>
public sealed record TrafficSignalStateAction : GlobalAction
{
    /// <summary>Id of the signal in the road network.</summary>
    public required string SignalId { get; init; }

    /// <summary>State as the file has it.</summary>
    public required string State { get; init; }
}
