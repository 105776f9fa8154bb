namespace Sim.Storyboards;

/// <summary>What one traffic light shows.</summary>
/// <param name="SignalId">Id of the signal in the road network.</param>
/// <param name="State">State as the file has it, e.g. "off;off;on" or "green".</param>
public sealed record SignalControllerState(string SignalId, string State);
