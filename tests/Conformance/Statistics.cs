using System.Text.Json;
using Sim.Numerics;

namespace Sim.Tests;

/// <summary>Intervals, numbers of runs and significance tests against scipy.</summary>
[Trait("Topic", "criticality")]
public sealed class Statistics(ITestOutputHelper output)
{
    private const double Tolerance = 1e-9;
    private const double PTolerance = 1e-8;

    [Fact]
    public void Every_interval_number_of_runs_and_p_value_equals_scipy()
    {
        using var json = GoldenData.GoldenJson("criticality", "statistics.json");
        var report = new VectorReport();
        Check(json.RootElement, report);
        report.Conclude(output);
    }

    [Fact]
    public void Rare_event_truths_of_the_normal_distribution_are_its_tails()
    {
        using var json = GoldenData.GoldenJson("criticality", "statistics.json");
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("rare_event_truth").EnumerateArray())
        {
            report.Case();
            double at = VectorReport.Number(item, item.TryGetProperty("z", out _) ? "z" : item.TryGetProperty("b", out _) ? "b" : "r");
            double tail = Pinned.NormalCdf(-at);
            double truth = item.TryGetProperty("r", out _) ? Pinned.Exp(-at * at / 2)
                : item.GetProperty("name").GetString()!.Contains("10 iid", StringComparison.Ordinal) ? -Pinned.Expm1(10 * Pinned.Log1p(-tail))
                : tail;
            report.Near($"{item.GetProperty("name").GetString()} at {at}", VectorReport.Number(item, "p"), truth, Tolerance, 0);
        }

        report.Conclude(output);
    }

    internal static void Check(JsonElement root, VectorReport report)
    {
        foreach (var item in root.GetProperty("binomial_ci").EnumerateArray())
        {
            report.Case();
            long k = item.GetProperty("k").GetInt64(), n = item.GetProperty("n").GetInt64();
            double confidence = VectorReport.Number(item, "confidence");
            string where = $"{k} of {n} at {confidence}";
            Interval("clopper_pearson", Intervals.ClopperPearson(k, n, confidence));
            Interval("wilson", Intervals.Wilson(k, n, confidence));
            Interval("wilson_cc", Intervals.Wilson(k, n, confidence, corrected: true));
            Interval("jeffreys", Intervals.Jeffreys(k, n, confidence));
            report.Near($"{where} one-sided", VectorReport.Number(item, "one_sided_upper_clopper"), Intervals.ClopperPearsonUpper(k, n, confidence), Tolerance, 1e-12);

            void Interval(string name, IntervalEstimate found)
            {
                double[] expected = VectorReport.Numbers(item.GetProperty(name));
                report.Near($"{where} {name} low", expected[0], found.Low!.Value, Tolerance, 1e-12);
                report.Near($"{where} {name} high", expected[1], found.High!.Value, Tolerance, 1e-12);
            }
        }

        foreach (var item in root.GetProperty("required_runs").EnumerateArray())
        {
            report.Case();
            double target = VectorReport.Number(item, "p_target"), confidence = VectorReport.Number(item, "confidence");
            long failures = item.GetProperty("failures").GetInt64();
            report.Same($"runs for {target} at {confidence} with {failures}", item.GetProperty("n").GetInt64(), Intervals.RunsRequired(target, confidence, failures) ?? 0);
        }

        int index = 0;
        foreach (var item in root.GetProperty("contingency").EnumerateArray())
        {
            report.Case();
            var table = item.GetProperty("table");
            long Cell(int row, int column) => table[row][column].GetInt64();
            P("mcnemar_exact_p", ExactTests.McNemar(Cell(0, 1), Cell(1, 0)));
            P("fisher_p", ExactTests.Fisher(Cell(0, 0), Cell(0, 1), Cell(1, 0), Cell(1, 1)));
            index++;

            void P(string name, SignificanceResult found) => report.Near($"table {index} {name}", VectorReport.Number(item, name), found.P, PTolerance, 0);
        }

        index = 0;
        foreach (var item in root.GetProperty("two_sample").EnumerateArray())
        {
            report.Case();
            double[] x = VectorReport.Numbers(item.GetProperty("x")), y = VectorReport.Numbers(item.GetProperty("y"));
            Both("mannwhitney_u", "mannwhitney_p_asymptotic", RankTests.MannWhitney(x, y));
            Both("ks_stat", "ks_p_exact", RankTests.KolmogorovSmirnov(x, y));
            int pairs = Math.Min(12, Math.Min(x.Length, y.Length));
            Both("wilcoxon_first12_stat", "wilcoxon_first12_p_exact", RankTests.Wilcoxon(x.AsSpan(0, pairs), y.AsSpan(0, pairs), untied: true));
            index++;

            void Both(string statistic, string p, SignificanceResult found)
            {
                report.Near($"samples {index} {statistic}", VectorReport.Number(item, statistic), found.Statistic, Tolerance, 1e-12);
                report.Near($"samples {index} {p}", VectorReport.Number(item, p), found.P, PTolerance, 0);
            }
        }
    }
}
