using System.Globalization;

namespace Sim.Reports.Comparing;

/// <summary>A comparison in words, the same wherever people read it.</summary>
internal static class ComparisonText
{
    /// <summary>The worst changes first, as in <see cref="CaseChange"/>.</summary>
    public static IReadOnlyList<CaseChange> All { get; } = [.. Enum.GetValues<CaseChange>().Order()];

    /// <summary>A change in words.</summary>
    public static string Word(CaseChange change) => change == CaseChange.NotComparable ? "not comparable" : change.ToString().ToLowerInvariant();

    /// <summary>How many cases changed so.</summary>
    public static int Count(RunComparison comparison, CaseChange change) => comparison.Cases.Count(c => c.Change == change);

    /// <summary>One sentence: "against smoke, Sim 0.1, plan 0123abcd: 2 regressed, 1 fixed, 9 the same".</summary>
    public static string Line(RunComparison comparison)
    {
        var parts = All.Select(c => (Count: Count(comparison, c), Word: Word(c))).Where(p => p.Count > 0)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count} {p.Word}"))
            .Append(string.Create(CultureInfo.InvariantCulture, $"{comparison.Same} the same"));
        string within = comparison.WithinAllowed > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({comparison.WithinAllowed} {(comparison.WithinAllowed == 1 ? "metric differs" : "metrics differ")} by no more than allowed)") : "";
        return $"against {comparison.Against}: {string.Join(", ", parts)}{within}";
    }

    /// <summary>A statistic in one sentence.</summary>
    public static string Of(ComparedStatistic statistic) => string.Create(
        CultureInfo.InvariantCulture,
        $"{statistic.Name}: worse in {statistic.Worse} and better in {statistic.Better} of {statistic.Pairs} pairs, p = {MetricText.Number(statistic.AdjustedPValue)} ({statistic.Test}, after Holm)");
}
