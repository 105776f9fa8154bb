namespace Sim.Reports.Coverage;

/// <summary>Holds what a suite wants covered against what its cases are, before anything runs.</summary>
internal static class CoverageCheck
{
    /// <summary>Checks a planned suite.</summary>
    /// <exception cref="InputException">A parameter, dimension or value that nothing has.</exception>
    public static void Require(Suite suite)
    {
        foreach (var gate in suite.ExpectCoverage)
        {
            if (Lack(gate.Item, suite) is { } lack)
            {
                throw new InputException($"expectation '{gate.Text}' of suite '{suite.Name}': {lack}", null, gate.Line);
            }
        }

        if (suite.Coverage is not { } goals)
        {
            return;
        }

        foreach (var classes in goals.Parameters)
        {
            string[] names = [.. suite.Cases.Where(c => Wildcard.Matches(classes.Entry, c.Name)).SelectMany(c => c.Parts).SelectMany(p => p.Domains).Select(d => d.Name).Distinct(StringComparer.Ordinal)];
            if (!names.Contains(classes.Parameter))
            {
                throw Error(suite, $"no case of '{classes.Entry}' has the parameter '{classes.Parameter}'; {Nearest.Hint(classes.Parameter, names)}");
            }
        }

        var values = Values(suite);
        foreach (var (name, value) in goals.Exclude.SelectMany(e => e))
        {
            if (!values.TryGetValue(name, out var known))
            {
                throw Error(suite, $"'exclude' names '{name}', which is neither a parameter with several values nor a dimension of odd; {Nearest.Hint(name, values.Keys)}");
            }

            if (!known.Any(k => FeasibleSpace.Same(k, value)))
            {
                throw Error(suite, $"'exclude' names {name}: {value}, which does not occur; {Nearest.Hint(value, known)}");
            }
        }
    }

    private static string? Lack(CoverageItem item, Suite suite) => item switch
    {
        CoverageItem.Odd => suite.Odd.Count == 0 ? "the suite declares no operational design domain; add odd: { light: [day, night] }" : null,
        CoverageItem.Grade => suite.Coverage is { } c && (c.Strength ?? c.Goal ?? (suite.Odd.Count > 0 ? c.OddRuns : null)) is not null ? null : "the suite states no goal; add coverage: { strength: 2 }",
        CoverageItem.Requirements => suite.Requirements.Count == 0 ? "the suite declares no requirements; add requirements: FILE.csv" : null,
        _ => suite.Cases.Any(c => c.Parts.Any(p => EntryTables.Bins(suite.Coverage, c.Name, p).Count > (int)item)) ? null
            : $"no entry has {(item == CoverageItem.Values ? "a parameter" : item == CoverageItem.Pairs ? "two parameters" : "three parameters")} with several values",
    };

    private static SortedDictionary<string, List<string>> Values(Suite suite)
    {
        var values = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var odd in suite.Odd)
        {
            values[odd.Name] = [.. odd.Values.Select(v => v.Value)];
        }

        foreach (var bins in suite.Cases.SelectMany(c => c.Parts.SelectMany(p => EntryTables.Bins(suite.Coverage, c.Name, p))))
        {
            if (!values.TryGetValue(bins.Name, out var known))
            {
                values[bins.Name] = known = [];
            }

            known.AddRange(bins.Labels);
        }

        return values;
    }

    private static InputException Error(Suite suite, string message) => new($"coverage of the suite '{suite.Name}': {message}");
}
