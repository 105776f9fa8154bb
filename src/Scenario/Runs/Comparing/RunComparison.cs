namespace Sim;

/// <summary>A run beside another one, or beside an accepted baseline.</summary>
public sealed record RunComparison
{
    /// <summary>What it is compared with, for people: suites, version of Sim, the first digits of the plan's hash.</summary>
    public required string Against { get; init; }

    /// <summary>True when that is a file of accepted results, which holds no recordings.</summary>
    public required bool Accepted { get; init; }

    /// <summary>What else differs: versions, inputs, seeds, expectations, each in words; empty for accepted results.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>
    /// Cases that are not the same in both, the worst change first (the order of <see cref="CaseChange"/>), then by the verdict now, those with a worse
    /// metric before others, then by id.
    /// </summary>
    public required IReadOnlyList<ComparedCase> Cases { get; init; }

    /// <summary>Differences of metrics that count for nothing, each as written: "min_ttc: 0.1 s".</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>How many metrics of how many cases differ within <see cref="Allowed"/>, all cases together.</summary>
    public int WithinAllowed { get; init; }

    /// <summary>How many cases are equal in verdict and metrics, differences within <see cref="Allowed"/> aside.</summary>
    public required int Same { get; init; }

    /// <summary>Statistics over the cases that both have; empty when there are too few.</summary>
    public IReadOnlyList<ComparedStatistic> Statistics { get; init; } = [];
}
