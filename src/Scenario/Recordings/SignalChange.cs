using Sim.Maps;

namespace Sim;

/// <summary>A light changes.</summary>
/// <param name="Step">Step from which it shows the state.</param>
/// <param name="State">The state.</param>
public sealed record SignalChange(int Step, SignalState State);
