namespace Sim.Interp.Benchmark;

/// <summary>What a trained model came to on fresh tokens.</summary>
/// <param name="Recovery">Mean |cosine| of true directions with features of their own, MCC. For manifolds the capture of their subspaces.</param>
/// <param name="Recovered">Share of true directions with a |cosine| of 0.9 or more. For manifolds the restricted R² of eight features.</param>
/// <param name="Codes">Mean |correlation| of true codes with codes of their own.</param>
/// <param name="Unexplained">FVU.</param>
/// <param name="Dead">Share of features that no token has.</param>
/// <param name="Active">Mean number of codes of a token, L0.</param>
public sealed record BenchmarkMeasures(double Recovery, double Recovered, double Codes, double Unexplained, double Dead, double Active);
