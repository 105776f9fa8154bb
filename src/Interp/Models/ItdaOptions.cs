namespace Sim.Interp;

/// <summary>How an ITDA grows.</summary>
/// <param name="K">Atoms of a token.</param>
/// <param name="Threshold">An activation whose error exceeds it becomes an atom. Not negative.</param>
public sealed record ItdaOptions(int K, double Threshold)
{
    /// <summary>What the error is.</summary>
    public ItdaError Error { get; init; }

    /// <summary>Most atoms; 0 for no limit. Batches after that change nothing.</summary>
    public int MaxAtoms { get; init; }
}
