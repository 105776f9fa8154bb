using System.Globalization;

namespace Sim.Reports;

/// <summary>One-sentence answers about a case, the same in every report.</summary>
internal static class CaseText
{
    /// <summary>A verdict in words.</summary>
    public static string Verdict(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Passed => "passed",
        CaseVerdict.Failed => "failed",
        CaseVerdict.Known => "known",
        CaseVerdict.Error => "error",
        CaseVerdict.Refused => "refused",
        _ => "not run",
    };

    /// <summary>Number of cases with a verdict; planned cases without a result count as not run.</summary>
    public static int Count(RunReport report, CaseVerdict verdict) =>
        report.Cases.Count(c => c.Verdict == verdict) + (verdict == CaseVerdict.NotRun ? Missing(report).Count : 0);

    /// <summary>Planned cases that the report has no row for.</summary>
    public static IReadOnlyList<string> Missing(RunReport report)
    {
        if (report.Missing.Count == 0)
        {
            return [];
        }

        var known = report.Cases.Select(c => c.Result.Case.Id).ToHashSet(StringComparer.Ordinal);
        return [.. report.Missing.Where(m => !known.Contains(m))];
    }

    /// <summary>A date as year-month-day.</summary>
    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Why a case has its verdict; empty when it simply passed.</summary>
    public static string Reason(CaseRow row)
    {
        if (row.Result.Reason.Length > 0)
        {
            return row.Result.Reason;
        }

        return row.Violates.Count == 0 ? "" : "violates " + string.Join("; ", row.Violates);
    }

    /// <summary>The first sentence of evidence, or empty.</summary>
    public static string Evidence(CaseResult result)
    {
        foreach (var assessment in result.Assessments)
        {
            if (assessment.Evidence.Count > 0)
            {
                return assessment.Evidence[0].Text;
            }
        }

        return "";
    }

    /// <summary>The highest severity over the assessors, or -1 when none ranks.</summary>
    public static double Severity(CaseResult result)
    {
        double severity = -1;
        foreach (var assessment in result.Assessments)
        {
            severity = Math.Max(severity, assessment.Severity ?? -1);
        }

        return severity;
    }

    /// <summary>The metric that the highest severity comes from, or empty.</summary>
    public static string LeadingMetric(CaseResult result)
    {
        double severity = -1;
        string leading = "";
        foreach (var assessment in result.Assessments)
        {
            if (assessment.Severity > severity)
            {
                (severity, leading) = (assessment.Severity.Value, assessment.LeadingMetric ?? "");
            }
        }

        return leading;
    }

    private static int Elevated(CaseResult result) => result.Assessments.Count == 0 ? 0 : result.Assessments.Max(a => a.ElevatedMetrics);

    /// <summary>Cases that people should look at, worst first: errors, failures, known, refused, then by severity; ties by the number of elevated metrics, then by id.</summary>
    public static IReadOnlyList<CaseRow> WorstFirst(IEnumerable<CaseRow> rows) =>
        [.. rows.OrderBy(r => Rank(r.Verdict)).ThenByDescending(r => Severity(r.Result)).ThenByDescending(r => Elevated(r.Result)).ThenBy(r => r.Result.Case.Id, StringComparer.Ordinal)];

    /// <summary>How far a case can be reproduced, in plain words; empty when nothing was run.</summary>
    public static string Reproducible(CaseResult result) => result.End is null ? "" : result.Reproducibility switch
    {
        Reproducibility.FromRecording when result.RecordingSha256.Length == 0 => "from the recording, which was not kept",
        _ => Reproducible(result.Reproducibility),
    };

    /// <summary>The same of a kind.</summary>
    public static string Reproducible(Reproducibility reproducibility) => reproducibility switch
    {
        Reproducibility.Bit => "to the bit",
        Reproducibility.FromRecording => "from the recording",
        _ => "statistically",
    };

    /// <summary>Replicas that are not in a metric's mean, by state; empty when all are.</summary>
    public static string Others(ReplicaMetric metric)
    {
        (int Count, string Word)[] states = [(metric.TooLate, "too late"), (metric.NoConflict, "no conflict"), (metric.NotApplicable, "not applicable"), (metric.Failed, "failed")];
        return string.Join(", ", states.Where(s => s.Count > 0).Select(s => $"{MetricText.Whole((ulong)s.Count)} {s.Word}"));
    }

    private static int Rank(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Error => 0,
        CaseVerdict.Failed => 1,
        CaseVerdict.Known => 2,
        CaseVerdict.Refused => 3,
        CaseVerdict.NotRun => 4,
        _ => 5,
    };
}
