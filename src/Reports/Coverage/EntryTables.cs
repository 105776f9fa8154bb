namespace Sim.Reports.Coverage;

/// <summary>Coverage of the parameters of an entry, or of a part of one.</summary>
internal static class EntryTables
{
    private const int MaxMissingCases = 50;

    /// <summary>Builds it.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="part">The part.</param>
    /// <param name="cases">Cases of the entry, sorted by id.</param>
    /// <param name="grade">Collects the goals.</param>
    /// <returns>Null when no parameter takes more than one value.</returns>
    public static EntryCoverage? Of(Suite suite, CaseEntry entry, EntryPart part, IReadOnlyList<CaseRow> cases, Grade grade)
    {
        var bins = Bins(suite.Coverage, entry.Name, part);
        if (bins.Count == 0)
        {
            return null;
        }

        var own = cases.Where(c => CoverageReports.Counts(c) && part.Holds(c.Result.Case.Key)).ToList();
        var cells = own.ConvertAll(c => Cells(bins, c.Result.Case.Key));
        int goal = suite.Coverage?.Goal ?? 0;
        var parameters = new List<ParameterCoverage>();
        for (int p = 0; p < bins.Count; p++)
        {
            parameters.Add(Histogram(bins[p], p, own, cells, goal));
            for (int b = 0; b < bins[p].Count && goal > 0; b++)
            {
                grade.Add((double)parameters[p].Bins[b].Cases / goal);
            }
        }

        var space = Space(suite.Coverage, bins);
        var ways = Enumerable.Range(1, CoverageGoals.MaxStrength).Select(t => WayCounter.Count(space, bins, t, cells)).OfType<WayCoverage>().ToList();
        if (suite.Coverage?.Strength is { } strength && ways.Find(w => w.Strength == Math.Min(strength, bins.Count)) is { Feasible: > 0 } wanted)
        {
            grade.Add((double)wanted.Covered / wanted.Feasible);
        }

        return new EntryCoverage
        {
            Entry = entry.Name,
            Suite = suite.Name,
            Source = part.Source,
            Parameters = parameters,
            Ways = ways,
            Dispersion = Dispersion.Of(bins, own),
            MissingCases = MissingEntries.Of(suite, entry, part, own, MaxMissingCases),
        };
    }

    /// <summary>The parameters of a part that take more than one value, sorted by name.</summary>
    public static List<ParameterBins> Bins(CoverageGoals? goals, string entry, EntryPart part)
    {
        var bins = new List<ParameterBins>();
        foreach (var domain in part.Domains.OrderBy(d => d.Name, StringComparer.Ordinal))
        {
            var declared = goals?.Parameters.FirstOrDefault(c => c.Parameter == domain.Name && Wildcard.Matches(c.Entry, entry));
            if (ParameterBins.Of(domain, declared) is { Count: > 1 } found)
            {
                bins.Add(found);
            }
        }

        return bins;
    }

    /// <summary>The combinations that can occur.</summary>
    public static FeasibleSpace Space(CoverageGoals? goals, IReadOnlyList<ParameterBins> bins) =>
        FeasibleSpace.Of([.. bins.Select(b => b.Labels)], [.. bins.Select(b => b.Name)], goals?.Exclude ?? []);

    /// <summary>Bin of each parameter of a case, -1 where it is in none.</summary>
    public static int[] Cells(IReadOnlyList<ParameterBins> bins, CaseKey key)
    {
        var cells = new int[bins.Count];
        for (int p = 0; p < cells.Length; p++)
        {
            cells[p] = key.Parameters.TryGetValue(bins[p].Name, out string? text) ? bins[p].Find(text) : -1;
        }

        return cells;
    }

    private static ParameterCoverage Histogram(ParameterBins bins, int parameter, List<CaseRow> own, List<int[]> cells, int goal)
    {
        var cases = new int[bins.Count + 1];
        var failed = new int[bins.Count + 1];
        for (int i = 0; i < own.Count; i++)
        {
            if (own[i].Result.Case.Key.Parameters.ContainsKey(bins.Name))
            {
                int at = cells[i][parameter] < 0 ? bins.Count : cells[i][parameter];
                cases[at]++;
                failed[at] += CoverageReports.Fails(own[i]) ? 1 : 0;
            }
        }

        var list = bins.Labels.Select((label, b) => new CoverageBin(label, cases[b], failed[b]) { Goal = goal }).ToList();
        if (cases[^1] > 0)
        {
            list.Add(new CoverageBin("elsewhere", cases[^1], failed[^1]));
        }

        return new ParameterCoverage(bins.Name, list);
    }
}
