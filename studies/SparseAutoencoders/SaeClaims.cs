using System.Globalization;
using System.Text;
using Sim.Interp.Benchmark;

namespace Sim.Studies.SparseAutoencoders;

/// <summary>What papers claim of a variant on a structure, held against the table. Pure.</summary>
internal static class SaeClaims
{
    private static readonly (string Structure, string Family)[] Claims =
    [
        ("hierarchical", BenchmarkVariant.Pursuit), ("correlated", BenchmarkVariant.Pursuit), ("bidirectional", BenchmarkVariant.EitherSign), ("compositional", BenchmarkVariant.Polynomial),
    ];

    /// <summary>A row for each claim and measure: the best of the claim's family against the best variant with a linear encoder that rectifies, by means over repetitions.</summary>
    public static string Table(IReadOnlyList<BenchmarkResult> results)
    {
        var text = new StringBuilder("| structure | measure | claimed best | best of it | best linear encoder | claim holds |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach ((string structure, string family) in Claims)
        {
            BenchmarkResult[] own = Of(results, structure, v => v.Family == family), others = Of(results, structure, v => v.HasLinearEncoder);
            if (own.Length == 0 || others.Length == 0)
            {
                continue;
            }

            Row(text, structure, family, "MCC", own, others, m => m.Recovery, 1);
            Row(text, structure, family, "correlation of codes", own, others, m => m.Codes, 1);
            Row(text, structure, family, "FVU", own, others, m => m.Unexplained, -1);
        }

        return text.ToString();
    }

    private static BenchmarkResult[] Of(IReadOnlyList<BenchmarkResult> results, string structure, Func<BenchmarkVariant, bool> takes) =>
        [.. results.Where(r => r.Structure == structure && takes(r.Variant) && r.Scores.All(s => s.Measures is not null))];

    // A difference counts where no repetition of the one comes up to any of the other.
    private static void Row(StringBuilder text, string structure, string family, string name, BenchmarkResult[] own, BenchmarkResult[] others, Func<BenchmarkMeasures, double> measure, int sign)
    {
        double Mean(BenchmarkResult r) => sign * r.Scores.Average(s => measure(s.Measures!));
        BenchmarkResult mine = own.MaxBy(Mean)!, theirs = others.MaxBy(Mean)!;
        double worst = mine.Scores.Min(s => sign * measure(s.Measures!)), best = theirs.Scores.Max(s => sign * measure(s.Measures!));
        string holds = worst > best ? "yes" : Mean(mine) > Mean(theirs) ? "on average" : "no";
        text.Append(CultureInfo.InvariantCulture, $"| {structure} | {name} | {family} | {SaeTables.Title(mine.Variant)}: {SaeTables.Cell(mine, measure)} | {SaeTables.Title(theirs.Variant)}: {SaeTables.Cell(theirs, measure)} | {holds} |\n");
    }
}
