namespace Sim.Plugins.Sdk;

/// <summary>Another actor at one instant.</summary>
/// <param name="Index">Index in <see cref="DriverTask.Actors"/>.</param>
/// <param name="State">State, box centre, world frame.</param>
public readonly record struct ObservedActor(int Index, ActorState State);
