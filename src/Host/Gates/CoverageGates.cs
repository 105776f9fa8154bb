using System.Globalization;
using Sim.Reports.Coverage;
using Sim.Reports.Requirements;

namespace Sim.Host.Gates;

/// <summary>Evaluates the gates on coverage of a suite. Pure.</summary>
internal static class CoverageGates
{
    /// <summary>Evaluates them.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="rows">Its cases.</param>
    /// <param name="missing">Its planned cases without a result.</param>
    /// <param name="evidence">What the other gates say about each case.</param>
    /// <param name="filtered">True when a filter left only some of its cases.</param>
    public static IEnumerable<GateEvaluation> Evaluate(
        Suite suite, IReadOnlyList<CaseRow> rows, IReadOnlyList<MissingCase> missing, IReadOnlyDictionary<string, CaseEvidence> evidence, bool filtered)
    {
        if (suite.ExpectCoverage.Count == 0)
        {
            yield break;
        }

        var coverage = CoverageReports.Build([suite], rows);
        var trace = suite.ExpectCoverage.Any(e => e.Item == CoverageItem.Requirements) ? RequirementTracer.Of([suite], rows, missing, evidence) : null;
        foreach (var gate in suite.ExpectCoverage)
        {
            var (share, found) = Share(gate.Item, coverage, trace);
            var outcome = share is null ? GateOutcome.Empty : share >= gate.AtLeast ? GateOutcome.Passed : GateOutcome.Failed;

            // Further cases can only add to what is covered, so a bound that is met stays met.
            bool open = outcome != GateOutcome.Passed && (missing.Count > 0 || filtered);
            yield return new GateEvaluation(
                new GateResult
                {
                    Text = gate.Text,
                    Suite = suite.Name,
                    Line = gate.Line,
                    Outcome = outcome,
                    Message = found + (!open ? "" : missing.Count > 0
                        ? string.Create(CultureInfo.InvariantCulture, $"; open: {missing.Count} planned {(missing.Count == 1 ? "case has" : "cases have")} no result")
                        : "; open: not all cases were selected"),
                    Selected = rows.Count,
                    Applicable = rows.Count(CoverageReports.Counts),
                },
                !open);
        }
    }

    private static (double? Share, string Found) Share(CoverageItem item, CoverageReport? coverage, RequirementTrace? trace)
    {
        switch (item)
        {
            case CoverageItem.Odd:
                return coverage?.Odd is { ExposureShare: { } exposure } odd
                    ? (exposure, string.Create(CultureInfo.InvariantCulture, $"{Reports.Coverage.Share.Percent(exposure)} of the exposure, {odd.Covered} of {odd.Combinations} combinations"))
                    : (null, "no operational design domain is declared");
            case CoverageItem.Grade:
                return coverage?.Grade is { } grade ? (grade, $"grade {Reports.Coverage.Share.Percent(grade)}") : (null, "no goal is stated");
            case CoverageItem.Requirements:
                var declared = trace?.Requirements.Where(r => r.Source.Length > 0).ToList() ?? [];
                return Count(declared.Count(r => r.Verdict is not (RequirementVerdict.Untested or RequirementVerdict.Open)), declared.Count, "requirements");
            default:
                var ways = coverage?.Entries.SelectMany(e => e.Ways).Where(w => w.Strength == 1 + (int)item).ToList() ?? [];
                return Count(ways.Sum(w => w.Covered), ways.Sum(w => w.Feasible), item.ToString().ToLowerInvariant());
        }
    }

    private static (double? Share, string Found) Count(long covered, long all, string what) => all == 0
        ? (null, $"there are no {what}")
        : ((double)covered / all, string.Create(CultureInfo.InvariantCulture, $"{covered} of {all} {what} ({Reports.Coverage.Share.Percent((double)covered / all)})"));
}
