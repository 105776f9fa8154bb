using System.Globalization;
using System.Text;
using Sim.Formats.Yaml;

namespace Sim.Reports.Coverage;

/// <summary>Writes what is missing as entries of a suite: one case each. They are named after the entry that they complete, NAME-missing-1, and count for its coverage.</summary>
internal static class MissingEntries
{
    private const string Mark = "-missing-";
    private const int MaxName = 100;

    /// <summary>The entries as YAML, for the end of <c>cases:</c>; empty when nothing is missing.</summary>
    /// <param name="suites">Suites as the store keeps them.</param>
    /// <param name="rows">Cases with their verdicts.</param>
    /// <param name="strength">Combinations of so many parameters; null for what each suite wants, pairs where it does not say.</param>
    public static string Yaml(IReadOnlyList<Suite> suites, IReadOnlyList<CaseRow> rows, int? strength)
    {
        var text = new StringBuilder();
        foreach (var suite in suites)
        {
            var owners = Owners(suite);
            foreach (var entry in suite.Cases)
            {
                var cases = rows.Where(r => r.Suite == suite.Name && owners.GetValueOrDefault(r.Result.Case.Entry) == entry.Name && CoverageReports.Counts(r)).ToList();
                int number = Last(suite, entry);
                foreach (var part in entry.Parts)
                {
                    number = Write(text, suite, entry, part, cases, strength, MissingPoints.MaxPoints, number);
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The entries of one part, as a report shows them.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="part">The part.</param>
    /// <param name="cases">Cases that count for the entry.</param>
    /// <param name="most">Most entries.</param>
    public static string Of(Suite suite, CaseEntry entry, EntryPart part, IReadOnlyList<CaseRow> cases, int most)
    {
        var text = new StringBuilder();
        Write(text, suite, entry, part, cases, null, most, Last(suite, entry));
        return text.ToString();
    }

    /// <summary>For each entry of a suite the one whose coverage its cases count for: itself, or the one that it completes by its name.</summary>
    public static IReadOnlyDictionary<string, string> Owners(Suite suite)
    {
        var byStart = new Dictionary<string, string>(StringComparer.Ordinal);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in suite.Cases)
        {
            int at = entry.Name.LastIndexOf(Mark, StringComparison.Ordinal);
            bool completes = at > 0 && at + Mark.Length < entry.Name.Length && entry.Name.AsSpan(at + Mark.Length).IndexOfAnyExceptInRange('0', '9') < 0;
            string? owner = !completes ? null : suite.Cases.FirstOrDefault(e => e.Name != entry.Name && Start(e.Name, entry.Name[at..]) == entry.Name[..at])?.Name;
            owners[entry.Name] = owner ?? entry.Name;
        }

        return owners;
    }

    // Names that a suite has already are not given again.
    private static int Last(Suite suite, CaseEntry entry)
    {
        int last = 0;
        foreach (var other in suite.Cases)
        {
            int at = other.Name.LastIndexOf(Mark, StringComparison.Ordinal);
            if (at > 0 && Start(entry.Name, other.Name[at..]) == other.Name[..at] && int.TryParse(other.Name.AsSpan(at + Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                last = Math.Max(last, number);
            }
        }

        return last;
    }

    private static string Start(string entry, string suffix) => entry[..Math.Min(entry.Length, Math.Max(0, MaxName - suffix.Length))];

    private static int Write(StringBuilder text, Suite suite, CaseEntry entry, EntryPart part, IReadOnlyList<CaseRow> cases, int? strength, int most, int number)
    {
        var bins = EntryTables.Bins(suite.Coverage, entry.Name, part);
        var own = cases.Where(c => part.Holds(c.Result.Case.Key)).Select(c => EntryTables.Cells(bins, c.Result.Case.Key)).ToList();
        var points = bins.Count == 0 ? [] : MissingPoints.Of(EntryTables.Space(suite.Coverage, bins), strength ?? suite.Coverage?.Strength ?? 2, own, most);
        if (points.Count > 0 && part.Source.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  # {One(entry.Name)}: {(points.Count == most ? $"{most} or" : points.Count.ToString(CultureInfo.InvariantCulture))} more of {One(part.Source)}; name it in an entry of its own to have them written here\n");
            return number;
        }

        foreach (int[] point in points)
        {
            Write(text, entry, ++number, [.. point.Select((v, d) => (bins[d].Name, bins[d].Samples[v]))]);
        }

        return number;
    }

    private static void Write(StringBuilder text, CaseEntry entry, int number, IReadOnlyList<(string Name, string Value)> point)
    {
        string suffix = string.Create(CultureInfo.InvariantCulture, $"{Mark}{number}");
        text.Append("  - name: ").Append(YamlText.Scalar(Start(entry.Name, suffix) + suffix)).Append('\n');
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
