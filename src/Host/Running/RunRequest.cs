using Sim.Host.Comparing;
using Sim.Host.Planning;
using Sim.Plugins.Sdk;

namespace Sim.Host.Running;

/// <summary>A run as the user asked for it.</summary>
internal sealed record RunRequest
{
    /// <summary>The plan.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>The run folder.</summary>
    public required string Out { get; init; }

    /// <summary>How to work.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Which part, or null for all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Earlier wall times for balanced shards, or null.</summary>
    public IReadOnlyDictionary<string, double>? EarlierSeconds { get; init; }

    /// <summary>Continues a run that is there.</summary>
    public bool Resume { get; init; }

    /// <summary>Today, for waivers.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>What the run is compared with, or null.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>Keeps secrets out of results.</summary>
    public SecretMask Mask { get; init; } = SecretMask.None;

    /// <summary>Notes about failures (a triage file) to keep in the run folder; null leaves what is there.</summary>
    public byte[]? Triage { get; init; }

    /// <summary>The report writers, or null for the usual ones.</summary>
    public IReadOnlyList<IReportWriter>? Writers { get; init; }

    /// <summary>Files of the suites as the user named them, by name.</summary>
    public IReadOnlyDictionary<string, string> SuiteFiles { get; init; } = Ordered.Empty;

    /// <summary>Told what a person who debugs the driver should know; null when nobody does.</summary>
    public Action<string>? Debugging { get; init; }

    /// <summary>Ids of this folder.</summary>
    public IReadOnlySet<string> Mine()
    {
        var ids = Plan.Cases.Select(c => c.Case.Id).ToList();
        return Shard?.Select(ids, EarlierSeconds) ?? ids.ToHashSet(StringComparer.Ordinal);
    }
}
