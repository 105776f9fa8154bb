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

    /// <summary>Gates in the suites' order.</summary>
    public required IReadOnlyList<GateResult> Gates { get; init; }

    /// <summary>Waivers in the suites' order.</summary>
    public IReadOnlyList<WaiverResult> Waivers { get; init; } = [];

    /// <summary>Cases that ran as several replicas, sorted; empty when each ran once.</summary>
    public IReadOnlyList<ReplicaGroup> Replicas { get; init; } = [];

    /// <summary>Ids of planned cases without a result (missing shard, time budget), sorted.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
