namespace Sim.Interp.Benchmark;

/// <summary>A number by which a variant comes to the wanted number of codes, such as the weight of a penalty. The benchmark searches it on held-out tokens.</summary>
/// <param name="Low">Least value, above 0.</param>
/// <param name="High">Greatest value.</param>
/// <param name="Raises">Whether more of it gives more codes; a penalty gives fewer.</param>
public sealed record BenchmarkKnob(double Low, double High, bool Raises = false);
