using System.Globalization;

namespace Sim.Formats.Yaml;

/// <summary>Reads <c>odd:</c> and <c>coverage:</c> of a suite.</summary>
internal static class CoverageReader
{
    private const int MaxDimensions = 16;
    private const int MaxValues = 100;
    private const int MaxItems = 1000;

    /// <summary>The declared operational design domain.</summary>
    public static IReadOnlyList<DeclaredOdd> Odd(Setting value)
    {
        if (value.Kind != SettingKind.Map || value.Entries.Count == 0)
        {
            throw value.Error($"'odd' is {SettingReader.Describe(value)}; write a map of dimensions to values: {{ light: [day, night], road: {{ urban: 0.7, rural: 0.3 }} }}");
        }

        if (value.Entries.Count > MaxDimensions)
        {
            throw value.Error(string.Create(CultureInfo.InvariantCulture, $"'odd' has {value.Entries.Count} dimensions; at most {MaxDimensions} are allowed"));
        }

        return [.. value.Entries.Select(e => new DeclaredOdd(e.Key, Shares(e.Key, e.Value)))];
    }

    /// <summary>What shall be covered.</summary>
    /// <param name="value">The map.</param>
    /// <param name="entries">Names of the suite's entries.</param>
    public static CoverageGoals Goals(Setting value, IReadOnlyList<string> entries)
    {
        var table = SuiteKeys.Coverage;
        var reader = table.Open(value);
        var goals = new CoverageGoals
        {
            Strength = reader.Int("strength", 1, CoverageGoals.MaxStrength),
            OddRuns = reader.Int("odd_runs", 1, 1_000_000),
            Goal = reader.Int("goal", 1, 1_000_000),
            Parameters = reader.Optional("parameters") is { } parameters ? Classes(parameters, entries) : [],
            Exclude = [.. Few(reader.List("exclude") ?? [], value).Select(Exclusion)],
        };
        table.Done(reader);
        return goals;
    }

    private static IReadOnlyList<Setting> Few(IReadOnlyList<Setting> items, Setting place) => items.Count <= MaxItems
        ? items
        : throw place.Error(string.Create(CultureInfo.InvariantCulture, $"found {items.Count} items; at most {MaxItems} are allowed"));

    private static List<OddShare> Shares(string name, Setting value)
    {
        List<(Setting Place, string Text, double Weight)> weights = value.Kind switch
        {
            SettingKind.Scalar => [(value, Scalar(value, name), 1.0)],
            SettingKind.List => [.. value.Items.Select(i => (i, Scalar(i, name), 1.0))],
            SettingKind.Map => [.. value.Entries.Select(e => (e.Value, e.Key, Weight(e.Value, e.Key)))],
            _ => [],
        };
        if (weights.Count is 0 or > MaxValues)
        {
            throw value.Error(string.Create(CultureInfo.InvariantCulture, $"the dimension '{name}' has {weights.Count} values; write 1 to {MaxValues}"));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, text, _) in weights)
        {
            if (!seen.Add(text))
            {
                throw place.Error($"the value '{text}' of the dimension '{name}' is given twice; keep one");
            }
        }

        double sum = weights.Sum(w => w.Weight);
        return sum > 0
            ? [.. weights.Select(w => new OddShare(w.Text, w.Weight / sum))]
            : throw value.Error($"every value of the dimension '{name}' has the exposure 0; give one of them more");
    }

    private static string Scalar(Setting value, string name) => value.Kind == SettingKind.Scalar && value.Text.Length is > 0 and <= 200
        ? value.Text
        : throw value.Error($"found {SettingReader.Describe(value)} where a value of the dimension '{name}' is expected; write a word");

    private static double Weight(Setting value, string name)
    {
        var quantity = Quantity.Parse(value);
        return quantity is { Dimension: Dimension.None, Si: >= 0 and <= 1e12 }
            ? quantity.Si
            : throw value.Error($"the exposure of '{name}' is {SettingReader.Describe(value)}; write a share such as 0.3 or 30 %");
    }

    private static List<ParameterClasses> Classes(Setting value, IReadOnlyList<string> entries)
    {
        var classes = new List<ParameterClasses>();
        if (value.Kind != SettingKind.Map)
        {
            throw value.Error($"'parameters' is {SettingReader.Describe(value)}; write a map: {{ cut-in: {{ speed: 0 | 20 | 40 km/h }} }}");
        }

        foreach (var entry in value.Entries)
        {
            if (!entries.Any(e => Wildcard.Matches(entry.Key, e)))
            {
                throw entry.Value.Error($"no entry of the suite is named '{entry.Key}'; {Nearest.Hint(entry.Key, entries.Append("*"))}");
            }

            if (entry.Value.Kind != SettingKind.Map)
            {
                throw entry.Value.Error($"found {SettingReader.Describe(entry.Value)} where classes of parameters are expected; write {{ speed: 0 | 20 | 40 km/h }}");
            }

            classes.AddRange(entry.Value.Entries.Select(p => new ParameterClasses(entry.Key, p.Key, Edges(p.Value, p.Key))));
        }

        return classes.Count <= MaxItems ? classes : throw value.Error(string.Create(CultureInfo.InvariantCulture, $"found classes of {classes.Count} parameters; at most {MaxItems} are allowed"));
    }

    private static List<string> Edges(Setting value, string name)
    {
        var spec = ValueSpec.Parse(value);
        if (spec.IsContinuous || spec.Values.Count is < 2 or > MaxValues + 1)
        {
            throw value.Error($"the classes of '{name}' are {SettingReader.Describe(value)}; write 2 to {MaxValues + 1} edges (0 | 20 | 40 km/h, or 0..60 km/h step 20 km/h) or words (day | night)");
        }

        for (int i = 1; i < spec.Values.Count && !spec.IsWords; i++)
        {
            if (!(spec.Values[i].Quantity!.Value.Si > spec.Values[i - 1].Quantity!.Value.Si))
            {
                throw value.Error($"the edges of '{name}' do not ascend: {spec.Values[i].Text} follows {spec.Values[i - 1].Text}");
            }
        }

        return [.. spec.Values.Select(v => v.Text)];
    }

    private static IReadOnlyDictionary<string, string> Exclusion(Setting item) => item.Kind == SettingKind.Map && item.Entries.Count > 0
        ? Ordered.Copy(item.Entries.Select(e => KeyValuePair.Create(e.Key, Scalar(e.Value, e.Key))))
        : throw item.Error($"found {SettingReader.Describe(item)} where a combination is expected; write a map: {{ rain: none, wiper: on }}");
}
