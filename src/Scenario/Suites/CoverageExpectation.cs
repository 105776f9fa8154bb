namespace Sim;

/// <summary>A gate on what the cases of a suite cover.</summary>
/// <param name="Text">As the user wrote it, on one line.</param>
/// <param name="Item">What it speaks about.</param>
/// <param name="AtLeast">Least share, 0 to 1.</param>
public sealed record CoverageExpectation(string Text, CoverageItem Item, double AtLeast)
{
    /// <summary>Line in the suite, 0 when unknown.</summary>
    public int Line { get; init; }
}
