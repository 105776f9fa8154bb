using Sim.Reports.Comparing;

namespace Sim.Host.Comparing;

/// <summary>A kind of difference that makes a run fail.</summary>
/// <param name="Word">As the user writes it.</param>
/// <param name="Count">How often a comparison has it.</param>
internal sealed record FailOn(string Word, Func<RunComparison, int> Count)
{
    // Where nothing changed, at most one comparison in twenty has any metric that says it did.
    private const double Significant = 0.05;

    private static readonly FailOn[] Known =
    [
        new("regressed", c => ComparisonText.Count(c, CaseChange.Regressed)),
        new("not-comparable", c => ComparisonText.Count(c, CaseChange.NotComparable)),
        new("removed", c => ComparisonText.Count(c, CaseChange.Removed)),
        new("new", c => ComparisonText.Count(c, CaseChange.New)),
        new("worse", c => c.Cases.Count(one => one.Change == CaseChange.Regressed || one.Metrics.Any(m => m.Worse))),
        new("significant", c => c.Statistics.Count(s => s.AdjustedPValue <= Significant && s.Worse > s.Better)),
    ];

    /// <summary>The words, for help.</summary>
    public static string Words { get; } = string.Join(", ", Known.Select(k => k.Word));

    /// <summary>Reads "regressed,removed".</summary>
    /// <exception cref="InputException">An unknown word.</exception>
    public static IReadOnlyList<FailOn> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Select(word => Array.Find(Known, k => k.Word == word)
            ?? throw new InputException($"--fail-on: found '{word}', expected {Words}, or several with commas"))];
}
