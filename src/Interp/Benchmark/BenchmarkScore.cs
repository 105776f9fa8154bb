namespace Sim.Interp.Benchmark;

/// <summary>One training in the table.</summary>
/// <param name="Seed">Which of the repetitions, from 0.</param>
/// <param name="Rate">The learning rate that was taken.</param>
/// <param name="Knob">The knob's value; 0 where there is none.</param>
/// <param name="Measures">What the model came to on fresh tokens; null where the training came to numbers that are not finite.</param>
public sealed record BenchmarkScore(int Seed, double Rate, double Knob, BenchmarkMeasures? Measures);
