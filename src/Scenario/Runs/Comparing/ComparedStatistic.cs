namespace Sim;

/// <summary>A paired test over the cases that both runs have.</summary>
public sealed record ComparedStatistic
{
    /// <summary>The metric, or "verdict".</summary>
    public required string Name { get; init; }

    /// <summary>The test: "McNemar exact" or "Wilcoxon signed-rank".</summary>
    public required string Test { get; init; }

    /// <summary>Pairs that both runs measured.</summary>
    public required int Pairs { get; init; }

    /// <summary>Pairs that got worse.</summary>
    public required int Worse { get; init; }

    /// <summary>Pairs that got better.</summary>
    public required int Better { get; init; }

    /// <summary>Two-sided probability under no change, 0 to 1.</summary>
    public required double PValue { get; init; }

    /// <summary>The same after Holm's correction over all statistics of the comparison.</summary>
    public required double AdjustedPValue { get; init; }
}
