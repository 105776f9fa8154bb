namespace Sim.Maps;

/// <summary>One phase of a traffic light.</summary>
/// <param name="State">What it shows.</param>
/// <param name="DurationUs">How long, µs, positive.</param>
public sealed record SignalPhase(SignalState State, long DurationUs);
