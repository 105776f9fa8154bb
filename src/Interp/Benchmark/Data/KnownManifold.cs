namespace Sim.Interp.Benchmark;

/// <summary>A curved set of points that some of the true directions span, such as a circle.</summary>
/// <param name="First">The first of its directions.</param>
/// <param name="Dimensions">How many directions span it.</param>
public readonly record struct KnownManifold(int First, int Dimensions);
