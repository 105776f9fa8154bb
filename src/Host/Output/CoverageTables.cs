using System.Globalization;
using Sim.Plugins.Sdk;
using Sim.Reports.Coverage;

namespace Sim.Host.Output;

/// <summary>Coverage for people.</summary>
internal static class CoverageTables
{
    /// <summary>Writes it.</summary>
    /// <param name="coverage">The coverage, or null when there is none.</param>
    /// <param name="missing">True to list what is missing.</param>
    /// <param name="strength">Missing combinations of so many parameters; null for pairs, or values where an entry has one parameter.</param>
    /// <param name="output">Where.</param>
    public static void Write(CoverageReport? coverage, bool missing, int? strength, TextWriter output)
    {
        if (coverage is null)
        {
            output.WriteLine("no case has parameters, tags or outcomes: there is nothing to cover");
            return;
        }

        Entries(coverage.Entries, output);
        Domain(coverage.Odd, output);
        if (coverage.Behaviour is { } behaviour)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"outcomes: {behaviour.Cells.Count} of {behaviour.Size} cells, new-cell rate {Share.Percent(behaviour.NewCellRate)}"));
        }

        if (missing)
        {
            Missing(coverage, strength, output);
        }

        if (CoverageReports.Line(coverage) is { Length: > 0 } line)
        {
            output.WriteLine(line);
        }
    }

    private static void Entries(IReadOnlyList<EntryCoverage> entries, TextWriter output)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var table = new TextTable("entry", "parameters", "values", "pairs", "triples", "largest gap");
        foreach (var entry in entries)
        {
            string Way(int strength) => entry.Ways.FirstOrDefault(w => w.Strength == strength) is { } way
                ? string.Create(CultureInfo.InvariantCulture, $"{way.Covered} of {way.Feasible}")
                : "";
            table.Add(
                entry.Source.Length > 0 ? $"{entry.Entry} ({entry.Source})" : entry.Entry,
                string.Join(", ", entry.Parameters.Select(p => p.Name)), Way(1), Way(2), Way(3),
                entry.Dispersion is { } dispersion ? dispersion.ToString("0.###", CultureInfo.InvariantCulture) : "");
        }

        table.Write(output);
    }

    private static void Domain(OddCoverage? odd, TextWriter output)
    {
        if (odd is null)
        {
            return;
        }

        var table = new TextTable("domain", "value", odd.Declared ? "exposure" : "", "cases");
        foreach (var dimension in odd.Dimensions)
        {
            foreach (var value in dimension.Values)
            {
                table.Add(dimension.Name, value.Name, odd.Declared ? Share.Percent(value.Exposure) : "", value.Cases.ToString(CultureInfo.InvariantCulture));
            }
        }

        table.Write(output);
        foreach (var outsider in odd.Outside.Take(10))
        {
            output.WriteLine($"outside the domain: {outsider.Case}: {outsider.Reason}");
        }

        if (odd.Outside.Count > 10)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {odd.Outside.Count - 10} more outside"));
        }

        if (odd.Untagged.Count > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{odd.Untagged.Count} {(odd.Untagged.Count == 1 ? "case lacks" : "cases lack")} a tag and {(odd.Untagged.Count == 1 ? "covers" : "cover")} no combination"));
        }
    }

    private static void Missing(CoverageReport coverage, int? strength, TextWriter output)
    {
        foreach (var entry in coverage.Entries)
        {
            if (entry.Ways.LastOrDefault(w => w.Strength <= (strength ?? 2)) is { } way)
            {
                List(entry.Entry, way.Missing, way.MissingLeftOut, output);
            }
        }

        if (coverage.Odd is { Declared: true } odd)
        {
            List("domain", odd.Holes, odd.HolesLeftOut, output);
        }
    }

    private static void List(string what, IReadOnlyList<IReadOnlyDictionary<string, string>> combinations, long leftOut, TextWriter output)
    {
        if (combinations.Count == 0)
        {
            return;
        }

        var table = new TextTable("missing", "");
        foreach (var combination in combinations)
        {
            table.Add(what, string.Join(", ", combination.Select(c => $"{c.Key} = {c.Value}")));
        }

        table.Write(output);
        if (leftOut > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {leftOut} more"));
        }
    }
}
