namespace Sim;

/// <summary>One value or class of values, and the cases in it.</summary>
/// <param name="Label">The value ("50 km/h") or class ("20..30 km/h").</param>
/// <param name="Cases">Cases that were assessed.</param>
/// <param name="Failed">Those of them that failed, or are known to fail.</param>
public sealed record CoverageBin(string Label, int Cases, int Failed)
{
    /// <summary>How many cases the suite wants here; 0 when it does not say.</summary>
    public int Goal { get; init; }
}
