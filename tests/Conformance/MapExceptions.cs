namespace Sim.Tests;

/// <summary>Findings about maps that lie in the files' own data: docs/map-exceptions.csv, columns file, rule, lane, reason.</summary>
internal static class MapExceptions
{
    /// <summary>File, rule and lane of each line. Every line gives a reason.</summary>
    public static IReadOnlyList<(string File, string Rule, string Lane)> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(GoldenData.RepositoryRoot(), "docs", "map-exceptions.csv"));
        Assert.Equal("file,rule,lane,reason", lines[0]);
        var entries = new List<(string File, string Rule, string Lane)>();
        foreach (string line in lines.Skip(1).Where(l => l.Length > 0))
        {
            string[] cells = line.Split(',', 4);
            Assert.True(cells.Length == 4 && cells.All(c => c.Length > 0), $"docs/map-exceptions.csv: '{line}' needs file, rule, lane and reason");
            entries.Add((cells[0], cells[1], cells[2]));
        }

        return entries;
    }

    /// <summary>
    /// Holds findings against the list and against the files' own data. Fails for a finding that the data do not explain, listed or not, and for a
    /// line about a present file that no longer occurs. What the data explain but nobody has listed yet is printed as the line to add.
    /// </summary>
    /// <param name="present">The files that were read; lines about others say nothing here.</param>
    /// <param name="found">File, rule and lane of each finding, with how an independent reading explains it; null where it does not.</param>
    /// <param name="output">Where to print.</param>
    public static void Hold(IReadOnlySet<string> present, IReadOnlyDictionary<(string File, string Rule, string Lane), string?> found, ITestOutputHelper output)
    {
        var listed = Read().Where(e => present.Contains(e.File)).ToHashSet();
        Assert.True(found.All(f => f.Value is not null), "found in the map, but not in the file's own data:\n"
            + string.Join('\n', found.Where(f => f.Value is null).Select(f => $"{f.Key.File},{f.Key.Rule},{f.Key.Lane}").Order(StringComparer.Ordinal)));
        var stale = listed.Where(e => !found.ContainsKey(e)).Select(e => $"{e.File},{e.Rule},{e.Lane}").ToList();
        Assert.True(stale.Count == 0, "docs/map-exceptions.csv lists what no longer occurs:\n" + string.Join('\n', stale));
        foreach (var (key, why) in found.Where(f => !listed.Contains(f.Key)).OrderBy(f => f.Key))
        {
            output.WriteLine($"add to docs/map-exceptions.csv: {key.File},{key.Rule},{key.Lane},\"{why}\"");
        }
    }
}
