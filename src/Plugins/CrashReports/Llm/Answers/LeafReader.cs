using System.Globalization;
using System.Text.Json;
using Sim.Plugins.CrashReports.Llm.Masking;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Llm.Answers;

/// <summary>
/// Makes leaves of answers. A value stands only when its words stand in the report, when these words can speak of it, and when the second reading does not
/// object; else the leaf is unknown and a problem says why. Not thread-safe; one for each record.
/// </summary>
/// <param name="text">The report as it was sent.</param>
/// <param name="model">The model, for the reasons of derived leaves.</param>
/// <param name="denied">Paths that the second reading does not support, with the reason.</param>
internal sealed class LeafReader(SentText text, string model, IReadOnlyDictionary<string, string> denied)
{
    private const double Stated = 0.9, Derived = 0.75;
    private readonly List<Problem> _problems = [];
    private readonly List<Claim> _claims = [];

    /// <summary>The group that is being read.</summary>
    public string Group { get; set; } = "";

    /// <summary>Rules that were broken.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Values that stand.</summary>
    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>Notes a broken rule.</summary>
    public void Wrong(string rule, string path, string message) => _problems.Add(new Problem(Group, rule, path, message));

    /// <summary>The words of the report that an answer quotes; null, with a problem, when there are none.</summary>
    public TextSpan? Span(JsonElement item, string path, string value) => Span(item.GetProperty("quote").GetString()!, path, value);

    /// <summary>The same for a bare quote.</summary>
    public TextSpan? Span(string quote, string path, string value)
    {
        if (string.IsNullOrWhiteSpace(quote))
        {
            Wrong("R2", path, $"'{value}' has no quote; a value needs the words of the report that say so, else it is unknown");
            return null;
        }

        if (text.Find(quote) is { } span)
        {
            return span;
        }

        Wrong("R2", path, quote.Length > SentText.MaxQuote
            ? string.Create(CultureInfo.InvariantCulture, $"the quote for '{value}' is too long; quote the shortest words, at most {SentText.MaxQuote} characters")
            : $"the quote for '{value}' does not stand in the report: \"{Short(quote)}\"; copy it letter by letter");
        return null;
    }

    /// <summary>A leaf of one word.</summary>
    public Leaf<T> Word<T>(JsonElement item, string path)
        where T : struct, Enum
    {
        string word = item.GetProperty("value").GetString()!;
        var value = Words.Parse<T>(word);
        if (word == "unknown" || Span(item, path, word) is not { } span)
        {
            return Leaf.Unknown(default(T));
        }

        if (!Cues.Allow(value, span.Quote))
        {
            Wrong("R2", path, $"the words \"{Short(text.Sent(span))}\" do not speak of '{word}'");
            return Leaf.Unknown(default(T));
        }

        return Accept(path, value, word, span, Cues.Say(value, span.Quote), default);
    }

    /// <summary>A leaf of a set of words.</summary>
    public Leaf<IReadOnlyList<T>> Set<T>(JsonElement item, string path)
        where T : struct, Enum
    {
        var words = item.GetProperty("values").EnumerateArray().Select(e => e.GetString()!).Distinct(StringComparer.Ordinal).ToList();
        var empty = Leaf.Unknown<IReadOnlyList<T>>([]);
        if (words.Count == 0 || Span(item, path, string.Join(", ", words)) is not { } span)
        {
            return empty;
        }

        var values = new List<T>();
        foreach (string word in words)
        {
            if (Cues.Allow(Words.Parse<T>(word), span.Quote))
            {
                values.Add(Words.Parse<T>(word));
            }
            else
            {
                Wrong("R2", path, $"the words \"{Short(text.Sent(span))}\" do not speak of '{word}'");
            }
        }

        values.Sort();
        return values.Count == 0 ? empty : Accept<IReadOnlyList<T>>(path, values, string.Join(", ", values.Select(v => Words.Of(v))), span, values.All(v => Cues.Say(v, span.Quote)), []);
    }

    /// <summary>A leaf of yes or no.</summary>
    public Leaf<bool?> Truth(JsonElement item, string path)
    {
        string word = item.GetProperty("value").GetString()!;
        return word == "unknown" || Span(item, path, word) is not { } span ? Leaf.Unknown<bool?>(null) : Accept<bool?>(path, word == "yes", word, span, said: true, null);
    }

    /// <summary>A leaf of words of the text.</summary>
    public Leaf<string?> Quoted(string quote, string path) =>
        string.IsNullOrWhiteSpace(quote) || Span(quote, path, "these words") is not { } span ? Leaf.Unknown<string?>(null) : Accept<string?>(path, span.Quote, text.Sent(span), span, said: true, null);

    /// <summary>A leaf of a number that the quote must hold.</summary>
    /// <param name="item">Value and quote.</param>
    /// <param name="path">Where.</param>
    /// <param name="what">What the number is, for messages.</param>
    /// <param name="min">Smallest.</param>
    /// <param name="max">Largest.</param>
    /// <param name="read">Takes the number out of the words.</param>
    public Leaf<double?> Number(JsonElement item, string path, string what, double min, double max, Func<string, double, double?> read)
    {
        if (item.GetProperty("value").ValueKind == JsonValueKind.Null)
        {
            return Leaf.Unknown<double?>(null);
        }

        double value = item.GetProperty("value").GetDouble();
        if (Span(item, path, Text(value)) is not { } span)
        {
            return Leaf.Unknown<double?>(null);
        }

        if (read(span.Quote, value) is not { } number)
        {
            Wrong("R2", path, $"the number {Text(value)} does not stand with its unit in the quote \"{Short(text.Sent(span))}\" as {what}");
            return Leaf.Unknown<double?>(null);
        }

        if (number < min || number > max)
        {
            Wrong("R1", path, $"{what} is {Text(number)}, but must be from {Text(min)} to {Text(max)}");
            return Leaf.Unknown<double?>(null);
        }

        return Accept<double?>(path, number, $"{Text(number)} ({what})", span, said: true, null);
    }

    /// <summary>A leaf of a speed, km/h.</summary>
    public Leaf<double?> Speed(JsonElement item, string path, string what, double min, double max) => Number(item, path, what, min, max, (words, value) =>
    {
        var kmh = QuotedNumber.SpeedKmh(words, value, out bool disagrees);
        if (disagrees)
        {
            Wrong("R3", path, "the speeds in km/h and mph differ by more than 1 km/h; the one in km/h is taken");
        }

        return kmh;
    });

    /// <summary>A leaf of a count.</summary>
    public Leaf<int?> Count(JsonElement item, string path, string what, int max)
    {
        var leaf = Number(item, path, what, 1, max, (words, value) => QuotedNumber.Count(words, value));
        return leaf.Status == LeafStatus.Unknown
            ? Leaf.Unknown<int?>(null)
            : new Leaf<int?> { Value = (int)leaf.Value!.Value, Status = leaf.Status, Confidence = leaf.Confidence, Evidence = leaf.Evidence, Why = leaf.Why };
    }

    /// <summary>A value with its words, unless the second reading objects.</summary>
    public Leaf<T> Accept<T>(string path, T value, string word, TextSpan span, bool said, T empty)
    {
        if (denied.TryGetValue(path, out string? why))
        {
            Wrong("R2", path, why);
            return Leaf.Unknown(empty);
        }

        _claims.Add(new Claim(Group, path, word, text.Sent(span), !said));
        return said ? Leaf.Stated(value, span, Stated) : Leaf.Derived(value, span, $"concluded by the model {model} from the quoted words", Derived);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    // What is quoted in a message may be hostile and long.
    private static string Short(string words)
    {
        string line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 120 ? line : line[..120] + "…";
    }
}
