using Sim.Maps;

namespace Sim.Plugins.Sdk;

/// <summary>A traffic light at one instant.</summary>
/// <param name="Id">Its id in the map.</param>
/// <param name="State">What it shows.</param>
public readonly record struct ObservedSignal(string Id, SignalState State);
