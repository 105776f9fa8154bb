namespace Sim;

/// <summary>A gate: what a suite expects of its cases.</summary>
public sealed record Expectation
{
    /// <summary>The expectation as the user wrote it, on one line.</summary>
    public required string Text { get; init; }

    /// <summary>Quantifier.</summary>
    public required Quantifier Quantifier { get; init; }

    /// <summary>The condition.</summary>
    public required Condition Condition { get; init; }

    /// <summary>Which quantile, 0 to 1, for <see cref="Sim.Quantifier.Quantile"/>: nearest rank from the worst side is avoided by ranking value-wise ascending.</summary>
    public double Quantile { get; init; }

    /// <summary>For <see cref="Sim.Quantifier.FailureRate"/>: the limit of the failure rate and the confidence; null otherwise.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>Cases it speaks about; empty means all.</summary>
    public IReadOnlyList<CaseFilter> Where { get; init; } = [];

    /// <summary>Least number of applicable cases, at least 1.</summary>
    public int MinCases { get; init; } = 1;

    /// <summary>Line in the suite, 0 when unknown.</summary>
    public int Line { get; init; }
}
