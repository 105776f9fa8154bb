using System.Globalization;

namespace Sim.Reports.Comparing;

/// <summary>A run, or a file of accepted results, as far as comparing needs it.</summary>
internal sealed record ComparedRun
{
    /// <summary>What it is, for people, without anything that depends on the machine.</summary>
    public required string Name { get; init; }

    /// <summary>True for accepted results: they hold only the metrics that expectations name.</summary>
    public bool Accepted { get; init; }

    /// <summary>The cases, ids unique.</summary>
    public required IReadOnlyList<ComparedRow> Rows { get; init; }

    /// <summary>Names of the suites that it is about.</summary>
    public required IReadOnlySet<string> Suites { get; init; }

    /// <summary>Ids of planned cases without a result.</summary>
    public IReadOnlySet<string> Missing { get; init; } = new HashSet<string>();

    /// <summary>Ids of planned cases that another shard holds.</summary>
    public IReadOnlySet<string> Elsewhere { get; init; } = new HashSet<string>();

    /// <summary>True when only some of the suites' cases were planned (a filter): what is not there was not removed.</summary>
    public bool Filtered { get; init; }

    /// <summary>A run by its report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="options">Digest of the options of an assessor of a suite, empty for none; the suite first.</param>
    /// <param name="elsewhere">Planned cases of other shards.</param>
    public static ComparedRun Of(RunReport report, Func<string, string, string> options, IReadOnlySet<string> elsewhere) => new()
    {
        Name = $"{string.Join(", ", report.Identity.Suites)}, Sim {report.Identity.SimVersion}, plan {report.Identity.PlanSha256[..Math.Min(8, report.Identity.PlanSha256.Length)]}",
        Rows = [.. report.Cases.Select(c => ComparedRow.Of(c, assessor => options(c.Suite, assessor)))],
        Suites = report.Identity.Suites.ToHashSet(StringComparer.Ordinal),
        Missing = report.Missing.ToHashSet(StringComparer.Ordinal),
        Elsewhere = elsewhere,
        Filtered = report.Identity.Switches.ContainsKey("filter") || report.Identity.Switches.ContainsKey("rerun_failed"),
    };

    /// <summary>Accepted results.</summary>
    /// <param name="cases">What is accepted.</param>
    /// <param name="file">The file's name without its folder.</param>
    public static ComparedRun Of(IReadOnlyList<AcceptedCase> cases, string file) => new()
    {
        Name = string.Create(
            CultureInfo.InvariantCulture,
            $"{file}, {cases.Count} accepted {(cases.Count == 1 ? "case" : "cases")}{(cases.Count > 0 ? $", the last of {cases.Max(c => c.Date):yyyy-MM-dd}" : "")}"),
        Accepted = true,
        Rows = [.. cases.Select(c => c.Row)],
        Suites = cases.Select(c => c.Row.Suite).ToHashSet(StringComparer.Ordinal),
    };

    /// <summary>True when the case may be called removed if it is not here.</summary>
    public bool Lacks(string caseId, string suite) => !Filtered && Suites.Contains(suite) && !Missing.Contains(caseId) && !Elsewhere.Contains(caseId);
}
