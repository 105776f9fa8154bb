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
}
