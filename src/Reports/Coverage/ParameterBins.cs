using System.Globalization;

namespace Sim.Reports.Coverage;

/// <summary>
/// The values or classes of a parameter. Classes hold their lower edge, the last one its upper edge too. Numbers ascend, words stay in the order
/// of the suite. Immutable.
/// </summary>
internal sealed class ParameterBins
{
    /// <summary>Up to so many values are counted one by one; more numbers fall into classes.</summary>
    public const int MaxSingle = 32;

    /// <summary>Up to so many words are counted; a parameter with more of them is a name, not a choice.</summary>
    public const int MaxWords = 200;

    /// <summary>Classes of a range without declared ones.</summary>
    public const int DefaultClasses = 5;

    private readonly Dictionary<string, int> _byText;
    private readonly double[] _edges;

    private ParameterBins(string name, IReadOnlyList<string> labels, IReadOnlyList<string> samples, IEnumerable<KeyValuePair<string, int>> byText, double[] edges, double min, double max)
    {
        Name = name;
        Labels = labels;
        Samples = samples;
        _byText = new Dictionary<string, int>(byText, StringComparer.Ordinal);
        _edges = edges;
        MinSi = min;
        MaxSi = max;
    }

    /// <summary>The parameter.</summary>
    public string Name { get; }

    /// <summary>What people call each bin.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>A value in each bin: itself, or that of a class which is nearest to its middle among those that are known, or the middle.</summary>
    public IReadOnlyList<string> Samples { get; }

    /// <summary>Number of bins.</summary>
    public int Count => Labels.Count;

    /// <summary>Lowest number, SI; equal to <see cref="MaxSi"/> for words.</summary>
    public double MinSi { get; }

    /// <summary>Highest number, SI.</summary>
    public double MaxSi { get; }

    /// <summary>True for numbers.</summary>
    public bool IsNumeric => MaxSi > MinSi;

    /// <summary>The bins of a domain.</summary>
    /// <param name="domain">What the parameter may be.</param>
    /// <param name="declared">Classes that the suite declares, or null.</param>
    /// <returns>Null when it cannot be told into bins.</returns>
    public static ParameterBins? Of(ParameterDomain domain, ParameterClasses? declared)
    {
        if (declared is not null)
        {
            var edges = declared.Values.Select(Number).ToList();
            return edges.TrueForAll(e => e is not null) ? Classes(domain.Name, [.. edges.Select(e => e!.Value)]).Known(domain.Values) : Words(domain.Name, declared.Values);
        }

        if (domain.Min is not null && domain.Max is not null)
        {
            return Number(domain.Min) is { } low && Number(domain.Max) is { } high ? Split(domain.Name, low, high) : null;
        }

        var numbers = domain.Values.Select(Number).ToList();
        if (numbers.Count == 0 || numbers.Exists(n => n is null || n.Value.Dimension != numbers[0]!.Value.Dimension))
        {
            return Words(domain.Name, domain.Values);
        }

        // Equal numbers in different units are one value.
        var groups = domain.Values.Zip(numbers, (text, n) => (Text: text, Number: n!.Value)).GroupBy(v => v.Number.Si).OrderBy(g => g.Key).ToList();
        if (groups.Count > MaxSingle)
        {
            return Split(domain.Name, groups[0].First().Number, groups[^1].First().Number)?.Known(domain.Values);
        }

        var labels = groups.ConvertAll(g => g.First().Text);
        return new ParameterBins(domain.Name, labels, labels, groups.SelectMany((g, i) => g.Select(v => KeyValuePair.Create(v.Text, i)).DistinctBy(v => v.Key)), [], groups[0].Key, groups[^1].Key);
    }

    /// <summary>The bin of a value, or -1.</summary>
    public int Find(string text)
    {
        if (_byText.TryGetValue(text, out int bin))
        {
            return bin;
        }

        if (_edges.Length == 0 || Number(text) is not { } number || !(number.Si >= _edges[0] && number.Si <= _edges[^1]))
        {
            return -1;
        }

        int at = 0;
        while (at < _edges.Length - 2 && number.Si >= _edges[at + 1])
        {
            at++;
        }

        return at;
    }

    /// <summary>Place of a value between the lowest and the highest, 0 to 1; null for a word.</summary>
    public double? Place(string text) => IsNumeric && Number(text) is { } number ? Math.Clamp((number.Si - MinSi) / (MaxSi - MinSi), 0, 1) : null;

    /// <summary>A number with its unit, or null for a word.</summary>
    public static Quantity? Number(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'))
        {
            return null;
        }

        try
        {
            return Quantity.Parse(text);
        }
        catch (InputException)
        {
            return null;
        }
    }

    // A parameter may take whole numbers only, so a value that the suite names is safer than a middle.
    private ParameterBins Known(IReadOnlyList<string> values)
    {
        string[] samples = [.. Samples];
        double[] far = [.. Samples.Select(_ => double.PositiveInfinity)];
        foreach (string value in values)
        {
            int bin = Find(value);
            if (bin >= 0 && Number(value) is { } number && Math.Abs(number.Si - (_edges[bin] + _edges[bin + 1]) / 2) is var distance && distance < far[bin])
            {
                (samples[bin], far[bin]) = (value, distance);
            }
        }

        return new ParameterBins(Name, Labels, samples, [], _edges, MinSi, MaxSi);
    }

    private static ParameterBins? Words(string name, IReadOnlyList<string> words)
    {
        var labels = words.Distinct(StringComparer.Ordinal).ToList();
        return labels.Count is 0 or > MaxWords ? null : new ParameterBins(name, labels, labels, labels.Select((l, i) => KeyValuePair.Create(l, i)), [], 0, 0);
    }

    private static ParameterBins? Split(string name, Quantity low, Quantity high)
    {
        if (!(high.Si > low.Si))
        {
            return null;
        }

        if (high.Unit != low.Unit)
        {
            var unit = high.Unit;
            low = new Quantity(decimal.Round((decimal)(low.Si / unit.Multiply * unit.Divide), 9), unit);
        }

        decimal step = (high.Number - low.Number) / DefaultClasses;
        return Classes(name, [.. Enumerable.Range(0, DefaultClasses).Select(i => low with { Number = low.Number + i * step }), high]);
    }

    private static ParameterBins Classes(string name, List<Quantity> edges)
    {
        var labels = new List<string>();
        var samples = new List<string>();
        for (int i = 0; i + 1 < edges.Count; i++)
        {
            var (low, high) = (edges[i], edges[i + 1]);
            bool same = low.Unit == high.Unit;
            labels.Add(same ? $"{low.NumberText}..{high.Text}" : $"{low.Text}..{high.Text}");
            samples.Add(same ? (low with { Number = (low.Number + high.Number) / 2 }).Text : low.Text);
        }

        double[] si = [.. edges.Select(e => e.Si)];
        return new ParameterBins(name, labels, samples, [], si, si[0], si[^1]);
    }
}
