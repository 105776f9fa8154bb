namespace Sim.Reports.Comparing;

/// <summary>Holds a run against another one, or against accepted results. Pure: same runs, same comparison.</summary>
internal static class RunComparer
{
    /// <summary>Compares.</summary>
    /// <param name="before">The baseline.</param>
    /// <param name="now">This run.</param>
    /// <param name="allowed">Differences of metrics that count for nothing; null for none.</param>
    public static RunComparison Compare(ComparedRun before, ComparedRun now, IReadOnlyList<AllowedDelta>? allowed = null)
    {
        allowed ??= [];
        int allWithin = 0;
        var old = before.Rows.ToDictionary(r => r.Case, StringComparer.Ordinal);
        var cases = new List<(ComparedCase Case, bool Worse)>();
        var pairs = new List<(ComparedRow Before, ComparedRow After)>();
        int same = 0;
        foreach (var row in now.Rows)
        {
            if (!old.Remove(row.Case, out var earlier))
            {
                cases.Add((Alone(row, before.Missing.Contains(row.Case)), false));
                continue;
            }

            var after = before.Accepted ? Like(row, earlier) : row;
            var changed = CaseComparer.Compare(earlier, after, allowed, out int within);
            allWithin += within;
            if (changed is not null)
            {
                cases.Add((changed, changed.Metrics.Any(m => m.Worse)));
            }
            else
            {
                same++;
            }

            if (CaseComparer.Incomparable(earlier, after).Count == 0)
            {
                pairs.Add((earlier, after));
            }
        }

        foreach (var row in before.Rows.Where(r => old.ContainsKey(r.Case)))
        {
            if (now.Missing.Contains(row.Case))
            {
                cases.Add((new ComparedCase { Case = row.Case, Change = CaseChange.NotComparable, Before = row.Verdict, After = CaseVerdict.NotRun, Reason = "planned, without a result in this run" }, false));
            }
            else if (now.Lacks(row.Case, row.Suite))
            {
                cases.Add((new ComparedCase { Case = row.Case, Change = CaseChange.Removed, Before = row.Verdict, Reason = "not in this run" }, false));
            }
        }

        return new RunComparison
        {
            Against = before.Name,
            Accepted = before.Accepted,
            Cases =
            [
                .. cases.OrderBy(c => c.Case.Change).ThenBy(c => c.Case.After is { } verdict ? -(CaseComparer.Rank(verdict) ?? -1) : 1).ThenByDescending(c => c.Worse)
                    .ThenBy(c => c.Case.Case, StringComparer.Ordinal).Select(c => c.Case),
            ],
            Same = same,
            Allowed = [.. allowed.Select(a => a.Text)],
            WithinAllowed = allWithin,
            Statistics = PairedStatistics.Of(pairs, allowed),
        };
    }

    private static ComparedCase Alone(ComparedRow row, bool missingBefore) => missingBefore
        ? new() { Case = row.Case, Change = CaseChange.NotComparable, Before = CaseVerdict.NotRun, After = row.Verdict, Reason = "planned, without a result in the baseline" }
        : new() { Case = row.Case, Change = CaseChange.New, After = row.Verdict, Reason = "not in the baseline" };

    // Accepted results hold only some metrics, and only the assessors that gave them.
    private static ComparedRow Like(ComparedRow row, ComparedRow accepted)
    {
        var names = accepted.Metrics.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        return row with { Metrics = [.. row.Metrics.Where(m => names.Contains(m.Name))] };
    }
}
