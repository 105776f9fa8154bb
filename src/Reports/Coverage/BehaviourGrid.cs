using System.Security.Cryptography;
using System.Text;

namespace Sim.Reports.Coverage;

/// <summary>The grid of outcomes: smallest time to collision, smallest lateral gap, largest deceleration.</summary>
internal static class BehaviourGrid
{
    private const string TimeToCollision = "min_ttc";

    private static readonly double[] TtcEdges = [0, 0.5, 1, 1.5, 2, 3, 5];
    private static readonly double[] GapEdges = [0.25, 0.5, 1, 1.5, 2];
    private static readonly double[] DecelEdges = [8, 6, 4, 2, 1];

    private static readonly BehaviourAxis[] Axes =
    [
        new(TimeToCollision, "s", ["0 s", "up to 0.5 s", "0.5..1 s", "1..1.5 s", "1.5..2 s", "2..3 s", "3..5 s", "above 5 s", "no conflict", "not measured"]),
        new("min_lateral_gap", "m", ["below 0.25 m", "0.25..0.5 m", "0.5..1 m", "1..1.5 m", "1.5..2 m", "2 m and more", "nobody beside"]),
        new("max_deceleration", "m/s^2", ["8 m/s^2 and more", "6..8 m/s^2", "4..6 m/s^2", "2..4 m/s^2", "1..2 m/s^2", "below 1 m/s^2", "not measured"]),
    ];

    /// <summary>The grid, or null when no case tells anything.</summary>
    /// <param name="rows">Cases sorted by id.</param>
    public static BehaviourCoverage? Of(IReadOnlyList<CaseRow> rows)
    {
        var told = rows.Where(CoverageReports.Counts).Select(r => (r.Result.Case.Id, Bins: Bins(r.Result))).Where(c => c.Bins is not null).ToList();
        if (told.Count == 0)
        {
            return null;
        }

        var cells = told.GroupBy(c => Key(c.Bins!)).OrderBy(g => g.Key)
            .Select(g => new BehaviourCell(g.First().Bins!, g.Count(), g.Select(c => c.Id).Min(StringComparer.Ordinal)!)).ToList();
        var alone = cells.Where(c => c.Cases == 1).Select(c => c.Example).ToHashSet(StringComparer.Ordinal);
        var last = told.Select(c => c.Id).OrderBy(Hash, StringComparer.Ordinal).TakeLast((told.Count + 4) / 5).ToList();
        return new BehaviourCoverage
        {
            Axes = Axes,
            Cells = cells,
            Size = Axes.Aggregate(1, (size, axis) => size * axis.Labels.Count),
            NewCellRate = (double)last.Count(alone.Contains) / last.Count,
        };
    }

    // An order that has nothing to do with how cases are named, and the same on every machine.
    private static string Hash(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private static int Key(int[] bins) => (bins[0] * Axes[1].Labels.Count + bins[1]) * Axes[2].Labels.Count + bins[2];

    private static int[]? Bins(CaseResult result)
    {
        var metric = result.Assessments.SelectMany(a => a.Metrics).FirstOrDefault(m => m.Name == TimeToCollision);
        if (metric is null && result.Ending is null)
        {
            return null;
        }

        int gap = result.Ending?.MinLateralGapM is { } lateral ? GapEdges.Count(e => lateral >= e) : Axes[1].Labels.Count - 1;
        int decel = result.Ending is { } ending ? DecelEdges.Count(e => ending.MaxDecelMps2 < e) : Axes[2].Labels.Count - 1;
        return [Ttc(metric), gap, decel];
    }

    private static int Ttc(Metric? metric) => metric?.Value.State switch
    {
        MeasuredState.Value => TtcEdges.Count(e => metric.Value.Value > e),
        MeasuredState.TooLate => 0,
        MeasuredState.NoConflict => Axes[0].Labels.Count - 2,
        _ => Axes[0].Labels.Count - 1,
    };
}
