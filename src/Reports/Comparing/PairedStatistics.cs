using Sim.Numerics;

namespace Sim.Reports.Comparing;

/// <summary>
/// Paired tests over the cases of two runs (criticality-and-reports §9): McNemar for the verdicts, Wilcoxon for each metric, Holm over all of them. Pure.
/// </summary>
internal static class PairedStatistics
{
    /// <summary>The name of the test of verdicts.</summary>
    public const string Verdict = "verdict";

    /// <summary>Pairs that differ, below which no split is rarer than one in twenty: 2 · 2⁻⁵ = 0.0625.</summary>
    public const int MinDiffering = 6;

    /// <summary>
    /// The tests. Where a case may give other numbers when it runs again, every metric that differs anywhere is tested; else a difference is a fact and no
    /// chance, and only what differs in at least <see cref="MinDiffering"/> pairs is tested. Both conditions look at how many pairs differ and never at which way, so
    /// the tests keep their level.
    /// </summary>
    /// <param name="pairs">Comparable cases before and now.</param>
    /// <param name="allowed">Differences of metrics that count as none; null for none.</param>
    public static IReadOnlyList<ComparedStatistic> Of(IReadOnlyList<(ComparedRow Before, ComparedRow After)> pairs, IReadOnlyList<AllowedDelta>? allowed = null)
    {
        allowed ??= [];
        int least = pairs.Any(p => p.Before.Stochastic || p.After.Stochastic) ? 1 : MinDiffering;
        var found = new List<ComparedStatistic>();
        if (Verdicts(pairs) is { } verdicts && verdicts.Worse + verdicts.Better >= least)
        {
            found.Add(verdicts);
        }

        var columns = new Dictionary<string, Column>(StringComparer.Ordinal);
        var order = new List<Column>();
        foreach (var (before, after) in pairs)
        {
            var old = before.Metrics.ToDictionary(m => m.Name, StringComparer.Ordinal);
            foreach (var metric in after.Metrics)
            {
                if (metric.Value.HasValue && metric.Worse is { } worse && old.TryGetValue(metric.Name, out var earlier) && earlier.Value.HasValue)
                {
                    if (!columns.TryGetValue(metric.Name, out var column))
                    {
                        order.Add(column = columns[metric.Name] = new Column(metric.Name, worse));
                    }

                    bool none = AllowedDelta.Covers(allowed, metric.Name, earlier.Value, metric.Value);
                    column.Add(earlier.Value.Value!.Value, none ? earlier.Value.Value!.Value : metric.Value.Value!.Value);
                }
            }
        }

        found.AddRange(order.Where(c => c.Differing >= least).Select(c => c.Test()));
        double[] adjusted = Holm.Adjust([.. found.Select(f => f.PValue)]);
        return [.. found.Select((f, i) => f with { AdjustedPValue = adjusted[i] })];
    }

    // Known fails too. Errors, refused cases and those that were not run are no evidence.
    private static ComparedStatistic? Verdicts(IReadOnlyList<(ComparedRow Before, ComparedRow After)> pairs)
    {
        int count = 0, worse = 0, better = 0;
        foreach (var (before, after) in pairs)
        {
            if (Failed(before.Verdict) is { } was && Failed(after.Verdict) is { } now)
            {
                count++;
                worse += !was && now ? 1 : 0;
                better += was && !now ? 1 : 0;
            }
        }

        return count == 0 ? null : new()
        {
            Name = Verdict,
            Test = "McNemar exact",
            Pairs = count,
            Worse = worse,
            Better = better,
            PValue = ExactTests.McNemar(better, worse).P,
            AdjustedPValue = 1,
        };
    }

    private static bool? Failed(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Passed => false,
        CaseVerdict.Failed or CaseVerdict.Known => true,
        _ => null,
    };

    private sealed class Column(string name, WorseDirection direction)
    {
        private readonly List<double> _before = [];
        private readonly List<double> _after = [];
        private int _pairs;
        private int _worse;

        public int Differing => _before.Count;

        // Pairs without a difference are no evidence of a direction.
        public void Add(double before, double after)
        {
            _pairs++;
            if (before != after)
            {
                _before.Add(before);
                _after.Add(after);
                _worse += after > before == (direction == WorseDirection.Higher) ? 1 : 0;
            }
        }

        public ComparedStatistic Test() => new()
        {
            Name = name,
            Test = "Wilcoxon signed-rank",
            Pairs = _pairs,
            Worse = _worse,
            Better = Differing - _worse,
            PValue = SignedRanks.P([.. _before], [.. _after]),
            AdjustedPValue = 1,
        };
    }
}
