namespace Sim.Numerics.Search;

/// <summary>What is known of a row beside its whole numbers.</summary>
/// <param name="Step">Value of 1; 0 where all is zero.</param>
/// <param name="Norm">At least the norm of the row.</param>
/// <param name="Lost">At least the norm of the difference between the row and its whole numbers times <paramref name="Step"/>.</param>
internal readonly record struct Quantised(float Step, float Norm, float Lost);
