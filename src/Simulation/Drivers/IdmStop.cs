namespace Sim.Simulation.Drivers;

/// <summary>A place on a path to stop at.</summary>
/// <param name="S">Arc length, m.</param>
/// <param name="Light">Index of the light that decides, in the map's order of lights, or -1: always.</param>
internal readonly record struct IdmStop(double S, int Light);
