namespace Sim;

/// <summary>What the cases of a run cover (criticality-and-reports §11). Only cases that were assessed count as covering.</summary>
public sealed record CoverageReport
{
    /// <summary>Entries with parameters, in the suites' order.</summary>
    public IReadOnlyList<EntryCoverage> Entries { get; init; } = [];

    /// <summary>The operational design domain, or null when no suite declares one and no case has a tag.</summary>
    public OddCoverage? Odd { get; init; }

    /// <summary>What happened in the cases, or null when no case tells.</summary>
    public BehaviourCoverage? Behaviour { get; init; }

    /// <summary>Mean over all items with a goal of min(hits / goal, 1), 0 to 1; null when no suite states a goal.</summary>
    public double? Grade { get; init; }
}
