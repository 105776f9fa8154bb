using Sim.Numerics;

namespace Sim.Host.Gates;

/// <summary>Puts the replicas of each case together. Pure.</summary>
internal static class ReplicaGroups
{
    /// <summary>The groups of at least two replicas, sorted by the id that names them.</summary>
    public static IReadOnlyList<ReplicaGroup> Of(IEnumerable<CaseRow> rows)
    {
        // A case without replicas of its own is named by itself; only further replicas need another id.
        var replicated = rows.Where(r => r.Result.Case.Replica > 0).Select(r => First(r.Result.Case)).ToHashSet(StringComparer.Ordinal);
        return replicated.Count == 0 ? [] :
        [
            .. rows.Select(r => (Name: r.Result.Case.Replica == 0 ? r.Result.Case.Id : First(r.Result.Case), Row: r))
                .Where(r => replicated.Contains(r.Name))
                .GroupBy(r => r.Name, r => r.Row, StringComparer.Ordinal)
                .Where(g => g.Skip(1).Any())
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Group(g.Key, [.. g.OrderBy(r => r.Result.Case.Replica)])),
        ];
    }

    private static string First(Case replica) => CaseId.Of(replica.Entry, replica.Key, 0);

    private static ReplicaGroup Group(string name, List<CaseRow> rows)
    {
        int passed = rows.Count(r => r.Verdict == CaseVerdict.Passed);
        int evaluated = rows.Count(r => r.Verdict is CaseVerdict.Passed or CaseVerdict.Failed or CaseVerdict.Known);
        return new ReplicaGroup
        {
            Case = name,
            Cases = [.. rows.Select(r => r.Result.Case.Id)],
            Reproducibility = rows.Max(r => r.Result.Reproducibility),
            Passed = passed,
            Evaluated = evaluated,
            PassRate = evaluated == 0 ? null : Intervals.Share(passed, evaluated),
            Metrics =
            [
                .. rows.SelectMany(r => r.Result.Assessments.SelectMany(a => a.Metrics.Select(m => (a.Assessor, Metric: m))))
                    .GroupBy(m => (m.Assessor, m.Metric.Name))
                    .Select(g => Metric(g.Key.Assessor, [.. g.Select(m => m.Metric)])),
            ],
        };
    }

    private static ReplicaMetric Metric(string assessor, List<Metric> metrics)
    {
        int In(MeasuredState state) => metrics.Count(m => m.Value.State == state);
        return new ReplicaMetric
        {
            Assessor = assessor,
            Name = metrics[0].Name,
            Unit = metrics[0].Unit,
            Values = In(MeasuredState.Value),
            NoConflict = In(MeasuredState.NoConflict),
            TooLate = In(MeasuredState.TooLate),
            NotApplicable = In(MeasuredState.NotApplicable),
            Failed = In(MeasuredState.Failed),
            Mean = Intervals.Mean([.. metrics.Where(m => m.Value.HasValue).Select(m => m.Value.Value!.Value)]),
        };
    }
}
