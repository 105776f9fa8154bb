namespace Sim.Interp.Evaluating;

/// <summary>Features whose share of tokens lies in a decade or half of one. Dead features are in none.</summary>
/// <param name="Log10From">Decimal logarithm of the share below the bin, excluded.</param>
/// <param name="Log10To">That of the largest share, included.</param>
/// <param name="Features">How many features.</param>
public sealed record DensityBin(double Log10From, double Log10To, int Features);
