using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sim.Plugins.CrashReports.Llm.Questions;

/// <summary>
/// Writes a whole answer from a short one: what is missing is unknown, null or empty, and a value with its quote may be written as a list of two. For worked
/// examples. Pure and thread-safe.
/// </summary>
internal static class AnswerFiller
{
    /// <summary>The whole answer as JSON.</summary>
    /// <param name="shape">Its form.</param>
    /// <param name="brief">The short form.</param>
    public static string Fill(Shape shape, string brief)
    {
        using var document = JsonDocument.Parse(brief);
        return Fill(shape, document.RootElement);
    }

    /// <summary>The whole answer as JSON.</summary>
    public static string Fill(Shape shape, JsonElement brief)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, shape, brief);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Shape shape, JsonElement? given)
    {
        if (shape.Members.Count > 0)
        {
            json.WriteStartObject();
            bool pair = given is { ValueKind: JsonValueKind.Array };
            if (given is { ValueKind: JsonValueKind.Object } named && named.EnumerateObject().Select(m => m.Name).FirstOrDefault(n => !shape.Members.Any(s => s.Name == n)) is { } unknown)
            {
                throw new FormatException($"the form has no member '{unknown}'");
            }

            for (int i = 0; i < shape.Members.Count; i++)
            {
                var (name, member) = shape.Members[i];
                json.WritePropertyName(name);
                Write(json, member, pair ? given!.Value[i] : given is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var value) ? value : null);
            }

            json.WriteEndObject();
        }
        else if (shape.Item is { } item)
        {
            json.WriteStartArray();
            foreach (var one in given?.EnumerateArray() ?? default)
            {
                Write(json, item, one);
            }

            json.WriteEndArray();
        }
        else if (given is { } value)
        {
            value.WriteTo(json);
        }
        else if (shape.Words.Count > 0)
        {
            json.WriteStringValue(shape.Words[0]);
        }
        else
        {
            shape.WriteEmpty(json);
        }
    }
}
