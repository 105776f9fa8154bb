using Sim.Reports.Comparing;

namespace Sim.Tests.Reports;

/// <summary>Rows made by hand.</summary>
internal static class ComparedRows
{
    public static ComparedRow Row(string id, CaseVerdict verdict = CaseVerdict.Passed, params IReadOnlyList<ComparedMetric> metrics) => new()
    {
        Case = id,
        Suite = "s",
        Verdict = verdict,
        Why = "",
        Violates = verdict == CaseVerdict.Failed ? ["all: min_ttc >= 1.5 s"] : [],
        Scenario = new string('a', 64),
        Assessors = Ordered.Copy([new("criticality", "2")]),
        Metrics = metrics,
    };

    public static ComparedMetric Ttc(double value, int version = 1) => new("min_ttc", version, Measured.Of(value), "criticality", "s", WorseDirection.Lower);

    public static ComparedMetric Ttc(Measured<double> value) => new("min_ttc", 1, value, "criticality", "s", WorseDirection.Lower);

    public static ComparedMetric Decel(double value) => new("max_decel", 1, Measured.Of(value), "criticality", "m/s²", WorseDirection.Higher);

    public static ComparedRun Run(params IReadOnlyList<ComparedRow> rows) => new() { Name = "s, Sim 1", Rows = rows, Suites = new HashSet<string> { "s" } };
}
