namespace Sim;

/// <summary>A state at a time of the scenario.</summary>
/// <param name="TimeUs">Time since the scenario's start, µs.</param>
/// <param name="State">State at that time.</param>
public readonly record struct TimedState(long TimeUs, ActorState State);
