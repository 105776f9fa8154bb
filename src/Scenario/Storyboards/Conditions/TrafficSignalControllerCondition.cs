namespace Sim.Storyboards;

/// <summary>A traffic light programme is in a phase.</summary>
public sealed record TrafficSignalControllerCondition : TriggerCondition
{
    /// <summary>The controller.</summary>
    public required string Controller { get; init; }

    /// <summary>The phase.</summary>
    public required string Phase { get; init; }
}
