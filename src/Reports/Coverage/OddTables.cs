namespace Sim.Reports.Coverage;

/// <summary>Coverage of the operational design domain.</summary>
internal static class OddTables
{
    /// <summary>Holes that are listed.</summary>
    public const int MaxHoles = 100;

    /// <summary>Builds it.</summary>
    /// <param name="suites">Suites.</param>
    /// <param name="rows">Cases sorted by id.</param>
    /// <returns>Null when no suite declares one and no case has a tag.</returns>
    public static OddCoverage? Of(IReadOnlyList<Suite> suites, IReadOnlyList<CaseRow> rows) =>
        suites.Any(s => s.Odd.Count > 0) ? Declared(suites, rows) : Found(rows);

    /// <summary>A combination as a text.</summary>
    public static string Key(int[] values) => string.Join(',', values);

    private static OddCoverage Declared(IReadOnlyList<Suite> suites, IReadOnlyList<CaseRow> rows)
    {
        var domain = OddDomain.Of(suites);
        int wanted = suites.Select(s => s.Coverage?.OddRuns ?? 1).Max();
        var cells = new Dictionary<string, Cell>(StringComparer.Ordinal);
        var outside = new List<OddOutsider>();
        var untagged = new List<string>();
        var singles = domain.Dimensions.Select(d => new int[d.Values.Count]).ToArray();
        foreach (var row in rows)
        {
            var at = new int[domain.Dimensions.Count];
            string? stray = null;
            bool lacks = false;
            for (int d = 0; d < at.Length; d++)
            {
                string? tag = Tag(row.Result, domain.Dimensions[d].Name);
                at[d] = tag is null ? -1 : Find(domain.Dimensions[d], tag);
                lacks |= tag is null;
                stray ??= tag is not null && at[d] < 0 ? $"{domain.Dimensions[d].Name} = {tag}" : null;
            }

            if (stray is not null)
            {
                outside.Add(new OddOutsider(row.Result.Case.Id, $"{stray} is not declared", row.Verdict));
                continue;
            }

            if (!lacks && domain.Space.Violates(at))
            {
                outside.Add(new OddOutsider(row.Result.Case.Id, "the suite excludes this combination", row.Verdict));
                continue;
            }

            if (lacks)
            {
                untagged.Add(row.Result.Case.Id);
            }

            if (CoverageReports.Counts(row))
            {
                for (int d = 0; d < at.Length; d++)
                {
                    if (at[d] >= 0)
                    {
                        singles[d][at[d]]++;
                    }
                }

                if (!lacks)
                {
                    var cell = cells.TryGetValue(Key(at), out var known) ? known : cells[Key(at)] = new Cell(at);
                    cell.Cases++;
                    cell.Failed += CoverageReports.Fails(row) ? 1 : 0;
                }
            }
        }

        var sorted = cells.Values.OrderBy(c => c, Comparer<Cell>.Create((a, b) => a.Values.AsSpan().SequenceCompareTo(b.Values))).ToList();
        var covered = sorted.Where(c => c.Cases >= wanted).ToList();
        var holes = OddHoles.First(domain, covered.Select(c => Key(c.Values)).ToHashSet(StringComparer.Ordinal), MaxHoles);
        return new OddCoverage
        {
            Declared = true,
            Dimensions = [.. domain.Dimensions.Select((d, i) => new OddDimension(d.Name, [.. d.Values.Select((v, j) => new OddValue(v.Value, v.Share, singles[i][j]))]))],
            Wanted = wanted,
            Combinations = domain.Combinations,
            Covered = covered.Count,
            ExposureShare = covered.Count == domain.Combinations ? 1 : Math.Min(1, covered.Sum(c => domain.ShareOf(c.Values))),
            Cells = [.. sorted.Select(c => new OddCell(Names(domain, c.Values), c.Cases, c.Failed, domain.ShareOf(c.Values)))],
            Holes = [.. holes.Select(h => Names(domain, h))],
            HolesLeftOut = domain.Combinations - covered.Count - holes.Count,
            Outside = outside,
            Untagged = untagged,
        };
    }

    // Without a declaration there is nothing to measure against: the tags are shown as they are.
    private static OddCoverage? Found(IReadOnlyList<CaseRow> rows)
    {
        string[] names = [.. rows.SelectMany(r => r.Result.Odd.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            return null;
        }

        var counting = rows.Where(CoverageReports.Counts).ToList();
        var dimensions = names.Select(name => new OddDimension(name, [.. rows.Select(r => r.Result.Odd.GetValueOrDefault(name)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(value => new OddValue(value, 0, counting.Count(r => r.Result.Odd.GetValueOrDefault(name) == value)))])).ToList();
        var cells = counting.Where(r => r.Result.Odd.Count == names.Length)
            .GroupBy(r => string.Join('\n', r.Result.Odd.Values), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new OddCell(Ordered.Copy(g.First().Result.Odd), g.Count(), g.Count(CoverageReports.Fails), 0)).ToList();
        return new OddCoverage
        {
            Declared = false,
            Dimensions = dimensions,
            Cells = cells,
            Untagged = [.. rows.Where(r => r.Result.Odd.Count < names.Length).Select(r => r.Result.Case.Id)],
        };
    }

    // A parameter named like a dimension tags the case where its entry does not.
    private static string? Tag(CaseResult result, string name) =>
        result.Odd.TryGetValue(name, out string? tag) ? tag : result.Case.Key.Parameters.GetValueOrDefault(name);

    private static int Find(DeclaredOdd dimension, string tag)
    {
        for (int v = 0; v < dimension.Values.Count; v++)
        {
            if (dimension.Values[v].Value == tag)
            {
                return v;
            }
        }

        return -1;
    }

    private static IReadOnlyDictionary<string, string> Names(OddDomain domain, int[] values) =>
        Ordered.Copy(values.Select((v, d) => KeyValuePair.Create(domain.Dimensions[d].Name, domain.Dimensions[d].Values[v].Value)));

    private sealed class Cell(int[] values)
    {
        public int[] Values { get; } = values;

        public int Cases { get; set; }

        public int Failed { get; set; }
    }
}
