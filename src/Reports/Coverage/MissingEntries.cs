using System.Globalization;
using System.Text;
using Sim.Formats.Yaml;

namespace Sim.Reports.Coverage;

/// <summary>Writes what is missing as entries of a suite: one case each.</summary>
internal static class MissingEntries
{
    /// <summary>The entries as YAML, for the end of <c>cases:</c>; empty when nothing is missing.</summary>
    /// <param name="suites">Suites as the store keeps them.</param>
    /// <param name="rows">Cases with their verdicts.</param>
    /// <param name="strength">Combinations of so many parameters; null for what each suite wants, pairs where it does not say.</param>
    public static string Yaml(IReadOnlyList<Suite> suites, IReadOnlyList<CaseRow> rows, int? strength)
    {
        var text = new StringBuilder();
        foreach (var suite in suites)
        {
            foreach (var entry in suite.Cases)
            {
                int number = 0;
                var cases = rows.Where(r => r.Suite == suite.Name && r.Result.Case.Entry == entry.Name && CoverageReports.Counts(r)).ToList();
                foreach (var part in entry.Parts)
                {
                    var bins = EntryTables.Bins(suite.Coverage, entry.Name, part);
                    var own = cases.Where(c => part.Holds(c.Result.Case.Key)).Select(c => EntryTables.Cells(bins, c.Result.Case.Key)).ToList();
                    var points = bins.Count == 0 ? [] : MissingPoints.Of(EntryTables.Space(suite.Coverage, bins), strength ?? suite.Coverage?.Strength ?? 2, own);
                    if (points.Count > 0 && part.Source.Length > 0)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"  # {One(entry.Name)}: {points.Count} more of {One(part.Source)}; name it in an entry of its own to have them written here\n");
                        continue;
                    }

                    foreach (int[] point in points)
                    {
                        Write(text, entry, ++number, [.. point.Select((v, d) => (bins[d].Name, bins[d].Samples[v]))]);
                    }
                }
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, CaseEntry entry, int number, IReadOnlyList<(string Name, string Value)> point)
    {
        string suffix = string.Create(CultureInfo.InvariantCulture, $"-missing-{number}");
        text.Append("  - name: ").Append(YamlText.Scalar(entry.Name[..Math.Min(entry.Name.Length, 100 - suffix.Length)] + suffix)).Append('\n');
        if (entry.Covers.Count > 0)
        {
            text.Append("    covers: [").AppendJoin(", ", entry.Covers.Select(YamlText.Scalar)).Append("]\n");
        }

        if (entry.Odd.Count > 0)
        {
            text.Append("    odd: { ").AppendJoin(", ", entry.Odd.Select(o => $"{YamlText.Scalar(o.Key)}: {YamlText.Scalar(o.Value)}")).Append(" }\n");
        }

        text.Append("    from: { ");
        foreach (var setting in entry.From.Entries.Where(e => e.Key is not ("with" or "sample")))
        {
            text.Append(YamlText.Scalar(setting.Key)).Append(": ").Append(Flow(setting.Value)).Append(", ");
        }

        var fixedValues = (entry.From.Find("with")?.Entries ?? []).Where(e => point.All(p => p.Name != e.Key)).Select(e => $"{YamlText.Scalar(e.Key)}: {Flow(e.Value)}");
        text.Append("with: { ").AppendJoin(", ", fixedValues.Concat(point.Select(p => $"{YamlText.Scalar(p.Name)}: {YamlText.Scalar(p.Value)}"))).Append(" } }\n");
    }

    private static string Flow(Setting value) => value.Kind switch
    {
        SettingKind.Null => "null",
        SettingKind.List => $"[{string.Join(", ", value.Items.Select(Flow))}]",
        SettingKind.Map => $"{{ {string.Join(", ", value.Entries.Select(e => $"{YamlText.Scalar(e.Key)}: {Flow(e.Value)}"))} }}",
        _ => YamlText.Scalar(value.Raw),
    };

    private static string One(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
