using System.Globalization;

namespace Sim.Reports.Failures;

/// <summary>
/// Puts failures of one kind together (criticality-and-reports §11): equal signature first, and within it approaches that look alike. Pure, any thread; the
/// order of the rows, passing rows and the way the run was split change nothing. The steps and their limits: docs/failures.md.
/// </summary>
internal static class FailureClusters
{
    /// <summary>Mean distance of two groups of approaches up to which they are one cluster, m (<see cref="ApproachShape"/>).</summary>
    public const double ThresholdM = 4;

    /// <summary>Most cases of one signature that are compared each with each; the others join the nearest cluster.</summary>
    public const int MaxCompared = 256;

    /// <summary>The clusters, worst first: by verdict, severity, number of cases, id.</summary>
    /// <param name="rows">Rows of the report.</param>
    /// <param name="subject">Whose failures they are, for the titles, e.g. "idm" or "the ego".</param>
    public static IReadOnlyList<FailureCluster> Of(IEnumerable<CaseRow> rows, string subject)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var clusters = new List<FailureCluster>();
        var kinds = rows.Where(r => FailureSignatures.IsFailure(r.Verdict)).Select(r => (Signature: FailureSignatures.Of(r), Row: r))
            .GroupBy(f => f.Signature.Id, StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            var signature = kind.First().Signature;
            var members = kind.Select(k => new Member(k.Row, k.Row.Result.Status == CaseStatus.Assessed && k.Row.Verdict != CaseVerdict.Error ? ApproachShape.Of(k.Row.Result.Ending?.Approach ?? []) : null))
                .OrderBy(m => m.Id, StringComparer.Ordinal).ToList();
            var groups = Split(members);
            for (int g = 0; g < groups.Count; g++)
            {
                clusters.Add(Make(signature, groups[g], g, groups.Count, subject));
            }
        }

        return [.. clusters.OrderBy(c => Rank(c.Verdict)).ThenByDescending(c => c.Severity).ThenByDescending(c => c.Cases.Count).ThenBy(c => c.Id, StringComparer.Ordinal)];
    }

    private static FailureCluster Make(FailureSignature signature, Group group, int number, int count, string subject)
    {
        var rows = group.Members.Select(m => m.Row).ToList();
        var verdict = rows.Select(r => r.Verdict).MinBy(Rank);
        return new FailureCluster
        {
            Id = number == 0 ? signature.Id : string.Create(CultureInfo.InvariantCulture, $"{signature.Id}-{number + 1}"),
            Signature = signature,
            Title = FailureTitles.Of(signature, count > 1 ? group.Medoid.Row.Result.Ending?.Approach : null, subject),
            Representative = group.Medoid.Id,
            Cases = [.. group.Members.Select(m => m.Id)],
            Verdict = verdict,
            Severity = rows.Max(r => CaseText.Severity(r.Result)),
        };
    }

    // Members come sorted by id and so do the groups, by their first member.
    private static List<Group> Split(List<Member> members)
    {
        var without = members.Where(m => m.Shape is null).ToList();
        var groups = new List<Group>();
        if (without.Count > 0)
        {
            groups.Add(new Group(without, without[0]));
        }

        var open = members.Where(m => m.Shape is not null).ToList();
        while (open.Count > 0)
        {
            var compared = Sample(open);
            var found = Compare(compared);
            var chosen = compared.ToHashSet();
            var left = new List<Member>();
            foreach (var member in open.Where(m => !chosen.Contains(m)))
            {
                var nearest = found.MinBy(g => g.Medoid.Shape!.DistanceTo(member.Shape!))!;
                if (nearest.Medoid.Shape!.DistanceTo(member.Shape!) <= ThresholdM)
                {
                    nearest.Members.Add(member);
                }
                else
                {
                    left.Add(member);
                }
            }

            groups.AddRange(found);
            open = left;
        }

        foreach (var group in groups)
        {
            group.Members.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        }

        groups.Sort((a, b) => string.CompareOrdinal(a.Members[0].Id, b.Members[0].Id));
        return groups;
    }

    // Evenly over the ids, which are sorted by parameters within a family more often than not.
    private static List<Member> Sample(List<Member> open) =>
        open.Count <= MaxCompared ? open : [.. Enumerable.Range(0, MaxCompared).Select(i => open[(int)((long)i * open.Count / MaxCompared)])];

    private static List<Group> Compare(List<Member> members)
    {
        int n = members.Count;
        var distances = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int k = i + 1; k < n; k++)
            {
                distances[i * n + k] = distances[k * n + i] = members[i].Shape!.DistanceTo(members[k].Shape!);
            }
        }

        int[] roots = AverageLinkage.Of([.. distances], n, ThresholdM);
        return
        [
            .. Enumerable.Range(0, n).GroupBy(i => roots[i]).OrderBy(g => g.Key).Select(g =>
            {
                int[] items = [.. g];
                int medoid = items.MinBy(i => items.Sum(k => distances[i * n + k]));
                return new Group([.. items.Select(i => members[i])], members[medoid]);
            }),
        ];
    }

    private static int Rank(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Error => 0,
        CaseVerdict.Failed => 1,
        CaseVerdict.Known => 2,
        _ => 3,
    };

    private sealed record Member(CaseRow Row, ApproachShape? Shape)
    {
        public string Id => Row.Result.Case.Id;
    }

    private sealed record Group(List<Member> Members, Member Medoid);
}
