using System.Globalization;
using System.Xml;

namespace Sim.Formats.OpenScenario;

/// <summary>Elements on their way into a document. Same calls, same bytes.</summary>
internal sealed class OscOut(XmlWriter writer)
{
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string? Number(double? value) => value is { } known ? Number(known) : null;

    public static string Flag(bool value) => value ? "true" : "false";

    public static string? Flag(bool? value) => value is { } known ? Flag(known) : null;

    public static string Word<T>((string Word, T Value)[] words, T value)
    {
        foreach (var (word, known) in words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                return word;
            }
        }

        throw new InvalidOperationException($"{value} has no word");
    }

    /// <summary>An element with nothing inside; attributes that are null are left out.</summary>
    public void Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(name, attributes);
        writer.WriteEndElement();
    }

    /// <summary>An element with others inside.</summary>
    public void Element(string name, Action inside, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(name, attributes);
        inside();
        writer.WriteEndElement();
    }

    public void Text(string text) => writer.WriteString(text);

    private void Begin(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        writer.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                writer.WriteAttributeString(attribute, value);
            }
        }
    }
}
