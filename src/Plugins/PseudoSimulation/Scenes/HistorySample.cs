namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>The ego at a past instant.</summary>
/// <param name="TimeUs">Absolute time, µs.</param>
/// <param name="State">State, rear axle.</param>
public readonly record struct HistorySample(long TimeUs, EgoState State);
