namespace Sim.Storyboards;

/// <summary>A traffic light shows a state.</summary>
public sealed record TrafficSignalCondition : TriggerCondition
{
    /// <summary>Id of the signal in the road network.</summary>
    public required string SignalId { get; init; }

    /// <summary>State as the file has it.</summary>
    public required string State { get; init; }
}
