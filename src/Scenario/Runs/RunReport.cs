namespace Sim;

/// <summary>What <c>report.json</c> holds (versioned): the whole run in a form that every writer starts from.</summary>
public sealed record RunReport
{
    /// <summary>Version of this format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Identity of the run.</summary>
    public required RunIdentity Identity { get; init; }

    /// <summary>Exit code that the run deserves.</summary>
    public required int ExitCode { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Verdict { get; init; }

    /// <summary>Cases, sorted by id.</summary>
    public required IReadOnlyList<CaseRow> Cases { get; init; }

    /// <summary>Where the suites' entries stand, in the suites' order.</summary>
    public IReadOnlyList<EntryPlace> Entries { get; init; } = [];

    /// <summary>Gates in the suites' order.</summary>
    public required IReadOnlyList<GateResult> Gates { get; init; }

    /// <summary>Waivers in the suites' order.</summary>
    public IReadOnlyList<WaiverResult> Waivers { get; init; } = [];

    /// <summary>Cases that ran as several replicas, sorted; empty when each ran once.</summary>
    public IReadOnlyList<ReplicaGroup> Replicas { get; init; } = [];

    /// <summary>Ids of planned cases without a result (missing shard, time budget), sorted.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Failures of one kind together, the worst first; passed cases are in none.</summary>
    public IReadOnlyList<FailureCluster> Clusters { get; init; } = [];

    /// <summary>What people decided about kinds of failures, sorted by signature.</summary>
    public IReadOnlyList<TriageNote> Triage { get; init; } = [];

    /// <summary>What the cases cover, or null when nobody asked.</summary>
    public CoverageReport? Coverage { get; init; }

    /// <summary>Requirements and their cases, or null when no suite names any.</summary>
    public RequirementTrace? Requirements { get; init; }

    /// <summary>The run beside a baseline, or null when there is none.</summary>
    public RunComparison? Comparison { get; init; }

    /// <summary>How the metrics of the run's assessors are defined, in the assessors' order.</summary>
    public IReadOnlyList<AssessorMethods> Methods { get; init; } = [];
}
