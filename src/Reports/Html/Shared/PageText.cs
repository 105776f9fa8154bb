using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sim.Reports;

/// <summary>Writes values into the page's data blocks: every text is valid Unicode and no longer than the limit.</summary>
internal sealed class PageText(int maxLength)
{
    /// <summary>The text with lone surrogates replaced by U+FFFD, cut at the limit with its length stated.</summary>
    public string Clean(string text)
    {
        bool cut = text.Length > maxLength;
        var clean = new StringBuilder(Math.Min(text.Length, maxLength) + 40);
        foreach (var rune in text.AsSpan(0, cut ? maxLength : text.Length).EnumerateRunes())
        {
            clean.Append(rune.ToString());
        }

        if (cut)
        {
            clean.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)");
        }

        return clean.ToString();
    }

    /// <summary>Writes a text.</summary>
    public void String(Utf8JsonWriter json, string name, string text) => json.WriteString(name, Clean(text));

    /// <summary>Writes a list of texts.</summary>
    public void Strings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(Clean(text));
        }

        json.WriteEndArray();
    }

    /// <summary>Writes pairs in the order of their keys. An array, because a JavaScript object would reorder keys that look like numbers.</summary>
    public void Pairs(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> pairs)
    {
        json.WriteStartArray(name);
        foreach (var (key, value) in pairs.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray();
            json.WriteStringValue(Clean(key));
            json.WriteStringValue(Clean(value));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>An enum's member as a snake_case word.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
