using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>Significance tests and intervals that comparisons and replicas use.</summary>
internal sealed class StatisticsSelfTest : ISelfTest
{
    private const string Counting = "counted by hand";

    /// <inheritdoc/>
    public string Name => "statistics";

    /// <inheritdoc/>
    public string Description => "McNemar, Fisher, Wilcoxon, Mann-Whitney, Kolmogorov-Smirnov, Holm, binomial intervals, numbers of runs.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken)
    {
        var whole = Intervals.ClopperPearson(0, 20);
        var wilson = Intervals.Wilson(5, 10);
        double z = 1.95996398454005423552;
        double half = z * Math.Sqrt((0.25 / 10) + (z * z / 400)) / (1 + (z * z / 10));
        return
        [
            SelfCheck.OfNumber("McNemar, 1 against 5", 14.0 / 64, ExactTests.McNemar(1, 5).P, 1e-14, Counting + ": 2 (1 + 6) of 2^6"),
            SelfCheck.OfNumber("Fisher, tea tasting", 34.0 / 70, ExactTests.Fisher(3, 1, 1, 3).P, 1e-13, Counting + ": 34 of C(8, 4), Fisher 1935"),
            SelfCheck.OfNumber("Fisher, all right", 2.0 / 70, ExactTests.Fisher(4, 0, 0, 4).P, 1e-14, Counting + ": 2 of C(8, 4)"),
            SelfCheck.OfNumber("Wilcoxon, six that rise", 2.0 / 64, RankTests.Wilcoxon([1, 2, 3, 4, 5, 6], new double[6]).P, 1e-14, Counting + ": 2 of 2^6"),
            SelfCheck.OfNumber("Wilcoxon, the least falls", 4.0 / 64, RankTests.Wilcoxon([-1, 2, 3, 4, 5, 6], new double[6]).P, 1e-14, Counting + ": 4 of 2^6"),
            SelfCheck.OfNumber("Wilcoxon with ties", 2 * NormalTail(6 / Math.Sqrt(315 / 24.0)), RankTests.Wilcoxon([-1, 1, 2, 2, 2], new double[5]).P, 1e-9, "normal approximation by hand, ranks 1.5 1.5 4 4 4"),
            SelfCheck.OfNumber("Mann-Whitney", 2 * NormalTail(4.5 / Math.Sqrt(8)), RankTests.MannWhitney([1, 2, 4], [3, 5, 6, 7]).P, 1e-9, "U = 1 of 12, variance 8, by hand"),
            SelfCheck.OfNumber("Kolmogorov-Smirnov, apart", 0.1, RankTests.KolmogorovSmirnov([1, 2, 3], [4, 5, 6]).P, 1e-14, Counting + ": 2 of C(6, 3) paths"),
            SelfCheck.OfNumbers("Holm", [0.03, 0.06, 0.06], [.. Holm.Adjust([0.01, 0.04, 0.03])], 1e-14, "by hand, Holm 1979"),
            SelfCheck.OfNumber("Clopper-Pearson, 0 of 20, upper", -Pinned.Expm1(Pinned.Log(0.025) / 20), whole.High!.Value, 1e-12, "closed form 1 - (alpha/2)^(1/n)"),
            SelfCheck.OfNumbers("Wilson, 5 of 10", [0.5 - half, 0.5 + half], [wilson.Low!.Value, wilson.High!.Value], 1e-12, "closed form, Wilson 1927"),
            SelfCheck.OfNumber("runs for 1 % at 95 % without a failure", 299, Intervals.RunsRequired(0.01) ?? 0, 0, "closed form log 0.05 / log 0.99, rounded up"),
        ];
    }

    // Upper tail of the normal distribution by its continued fraction (Abramowitz and Stegun 26.2.14): another way than the one that is checked.
    private static double NormalTail(double x)
    {
        double fraction = x;
        for (int k = 400; k >= 1; k--)
        {
            fraction = x + (k / fraction);
        }

        return Pinned.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) / fraction;
    }
}
