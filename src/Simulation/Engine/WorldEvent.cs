namespace Sim.Simulation.Engine;

/// <summary>Something that happened to an actor in the last step.</summary>
/// <param name="Kind">What.</param>
/// <param name="Actor">Index of the actor.</param>
/// <param name="Lane">Index of the lane it concerns, or -1.</param>
internal readonly record struct WorldEvent(WorldEventKind Kind, int Actor, int Lane = -1);
