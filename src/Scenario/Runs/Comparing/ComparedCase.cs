namespace Sim;

/// <summary>What changed in one case.</summary>
public sealed record ComparedCase
{
    /// <summary>Its id.</summary>
    public required string Case { get; init; }

    /// <summary>How it changed.</summary>
    public required CaseChange Change { get; init; }

    /// <summary>Verdict before, or null when it is new.</summary>
    public CaseVerdict? Before { get; init; }

    /// <summary>Verdict now, or null when it was removed.</summary>
    public CaseVerdict? After { get; init; }

    /// <summary>One sentence: what made it so.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Metrics that differ, in the order of the assessments.</summary>
    public IReadOnlyList<MetricChange> Metrics { get; init; } = [];
}
