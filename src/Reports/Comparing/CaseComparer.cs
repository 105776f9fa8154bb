using System.Globalization;

namespace Sim.Reports.Comparing;

/// <summary>Compares one case of two runs. Pure.</summary>
internal static class CaseComparer
{
    private const int MaxNamed = 3;

    /// <summary>What changed, or null when nothing did.</summary>
    /// <param name="before">The case in the baseline.</param>
    /// <param name="after">The case now.</param>
    /// <param name="allowed">Differences of metrics that count for nothing.</param>
    /// <param name="within">How many metrics differ by no more than that.</param>
    public static ComparedCase? Compare(ComparedRow before, ComparedRow after, IReadOnlyList<AllowedDelta> allowed, out int within)
    {
        var metrics = before.Metrics.Count == 0 || after.Metrics.Count == 0 ? [] : Changes(before.Metrics, after.Metrics, allowed);
        within = metrics.Count(m => m.Allowed);
        var (change, reason) = Judge(before, after, [.. metrics.Where(m => !m.Allowed)]);
        return change is null ? null : new ComparedCase
        {
            Case = after.Case,
            Change = change.Value,
            Before = before.Verdict,
            After = after.Verdict,
            Reason = reason,
            Metrics = metrics,
        };
    }

    /// <summary>What makes the numbers of two cases different things; empty when they can be held against each other.</summary>
    public static IReadOnlyList<string> Incomparable(ComparedRow before, ComparedRow after)
    {
        var reasons = new List<string>();
        if (!SameScenario(before.Scenario, after.Scenario))
        {
            reasons.Add("the scenario is another one");
        }

        foreach (var (name, version) in before.Assessors)
        {
            if (after.Assessors.TryGetValue(name, out string? now) && now != version)
            {
                (string was, string wasOptions) = Split(version);
                (string @is, string isOptions) = Split(now);
                reasons.Add(was != @is ? $"assessor {name} has version {@is}, it had {was}" : wasOptions != isOptions ? $"assessor {name} has other options" : $"assessor {name} is another one");
            }
        }

        var versions = after.Metrics.ToDictionary(m => m.Name, m => m.Version, StringComparer.Ordinal);
        foreach (var metric in before.Metrics)
        {
            if (versions.TryGetValue(metric.Name, out int now) && now != metric.Version)
            {
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"metric {metric.Name} has version {now}, it had {metric.Version}"));
            }
        }

        return reasons;
    }

    /// <summary>Passed, known, failed, error from best to worst; null for verdicts that say nothing about the driver.</summary>
    public static int? Rank(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Passed => 0,
        CaseVerdict.Known => 1,
        CaseVerdict.Failed => 2,
        CaseVerdict.Error => 3,
        _ => null,
    };

    private static (CaseChange? Change, string Reason) Judge(ComparedRow before, ComparedRow after, IReadOnlyList<MetricChange> metrics)
    {
        if (Rank(before.Verdict) is not { } was || Rank(after.Verdict) is not { } now)
        {
            return before.Verdict == after.Verdict
                ? OtherWhy(before, after) is { } other ? (CaseChange.Changed, other) : (null, "")
                : (CaseChange.NotComparable, Sentence($"{CaseText.Verdict(before.Verdict)} before, {CaseText.Verdict(after.Verdict)} now", after.Why ?? ""));
        }

        if (Incomparable(before, after) is { Count: > 0 } reasons)
        {
            return (CaseChange.NotComparable, Some(reasons, "; "));
        }

        if (was != now)
        {
            string why = after.Why is { Length: > 0 } text ? text : after.Violates is { Count: > 0 } violated ? "violates " + Some(violated, "; ") : "";
            return (now > was ? CaseChange.Regressed : CaseChange.Fixed, Sentence(
                $"{CaseText.Verdict(before.Verdict)} before, {CaseText.Verdict(after.Verdict)} now", why.Length > 0 ? why : MetricsText(metrics)));
        }

        string[] parts = [Expectations(before.Violates, after.Violates), OtherWhy(before, after) ?? "", MetricsText(metrics)];
        string changed = string.Join("; ", parts.Where(p => p.Length > 0));
        return changed.Length > 0 ? (CaseChange.Changed, changed) : (null, "");
    }

    private static List<MetricChange> Changes(IReadOnlyList<ComparedMetric> before, IReadOnlyList<ComparedMetric> after, IReadOnlyList<AllowedDelta> allowed)
    {
        var old = before.ToDictionary(m => m.Name, StringComparer.Ordinal);
        var changes = new List<MetricChange>();
        foreach (var metric in after)
        {
            if (!old.Remove(metric.Name, out var earlier))
            {
                changes.Add(new(metric.Name, metric.Unit, null, Brief(metric.Value), false));
            }
            else if (metric.Version != earlier.Version || !MeasuredOrder.Same(earlier.Value, metric.Value))
            {
                bool within = metric.Version == earlier.Version && AllowedDelta.Covers(allowed, metric.Name, earlier.Value, metric.Value);
                bool comparable = !within && metric.Version == earlier.Version && (metric.Worse ?? earlier.Worse) is not null;
                changes.Add(new(metric.Name, metric.Unit, Brief(earlier.Value), Brief(metric.Value), comparable && MeasuredOrder.Compare(earlier.Value, metric.Value, (metric.Worse ?? earlier.Worse)!.Value) > 0) { Allowed = within });
            }
        }

        changes.AddRange(before.Where(m => old.ContainsKey(m.Name)).Select(m => new MetricChange(m.Name, m.Unit, Brief(m.Value), null, false)));
        return changes;
    }

    // Actors and inputs stand in the case itself.
    private static Measured<double> Brief(Measured<double> value) => value with { Actors = [], Inputs = [] };

    private static string MetricsText(IReadOnlyList<MetricChange> metrics)
    {
        if (metrics.Count == 0)
        {
            return "";
        }

        var first = metrics.FirstOrDefault(m => m.Worse) ?? metrics[0];
        string text = first switch
        {
            { Before: null } => $"{first.Name} is new",
            { After: null } => $"{first.Name} is gone",
            { Before: { } before, After: { } after } => $"{first.Name} {Values(before, after, first.Unit)}{(first.Worse ? " (worse)" : "")}",
        };
        int others = metrics.Count - 1, worse = metrics.Count(m => m.Worse) - (first.Worse ? 1 : 0);
        return others == 0 ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text}; {others} other metric{(others == 1 ? "" : "s")} differ{(others == 1 ? "s" : "")}{(worse > 0 ? $", {worse} of them worse" : "")}");
    }

    // Values that look alike when rounded are written in full.
    private static string Values(Measured<double> before, Measured<double> after, string unit)
    {
        string was = MetricText.Of(before, unit), now = MetricText.Of(after, unit);
        return was != now || !before.HasValue || !after.HasValue ? $"{was} → {now}"
            : string.Create(CultureInfo.InvariantCulture, $"{before.Value!.Value:R} → {after.Value!.Value:R} {unit}").TrimEnd();
    }

    private static string Expectations(IReadOnlyList<string>? before, IReadOnlyList<string>? after)
    {
        if (before is null || after is null)
        {
            return "";
        }

        var more = after.Except(before, StringComparer.Ordinal).ToList();
        var less = before.Except(after, StringComparer.Ordinal).ToList();
        return more.Count > 0 ? "now also violates " + Some(more, "; ") : less.Count > 0 ? "no more violates " + Some(less, "; ") : "";
    }

    private static string? OtherWhy(ComparedRow before, ComparedRow after) =>
        before.Why is { } was && after.Why is { } now && was != now ? $"another reason: {(now.Length > 0 ? now : "none")}" : null;

    private static string Sentence(string text, string why) => why.Length > 0 ? $"{text}: {why}" : text;

    private static string Some(IReadOnlyList<string> texts, string separator) =>
        string.Join(separator, texts.Take(MaxNamed)) + (texts.Count > MaxNamed ? string.Create(CultureInfo.InvariantCulture, $"{separator}and {texts.Count - MaxNamed} more") : "");

    // An accepted result keeps the first digits only; a result without a scenario says nothing about it.
    private static bool SameScenario(string a, string b) => a.Length == 0 || b.Length == 0 || a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal);

    private static (string Version, string Options) Split(string assessor)
    {
        int at = assessor.LastIndexOf('~');
        return at < 0 ? (assessor, "") : (assessor[..at], assessor[(at + 1)..]);
    }
}
