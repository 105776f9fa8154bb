using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sim;

public sealed partial class SimJson
{
    /// <summary>
    /// Reads hostile JSON: null in place of the whole or of an item of a list is refused too, which the serialiser alone lets pass. Thread-safe.
    /// </summary>
    /// <param name="utf8">UTF-8 text, without a byte order mark.</param>
    /// <param name="form">The byte form, of this context or of another with the same rules.</param>
    /// <exception cref="JsonException">Not such JSON, with line and path where they are known.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> form)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(form);
        RefuseNullItems(utf8);
        try
        {
            return JsonSerializer.Deserialize(utf8, form) ?? throw new JsonException("found null where an object is expected");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or FormatException or OverflowException)
        {
            // A constructor that refuses its arguments, or a kind that does not exist.
            throw new JsonException(e.Message, e);
        }
    }

    private static void RefuseNullItems(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        bool named = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null && !named && reader.CurrentDepth > 0)
            {
                throw new JsonException("found null as an item of a list", null, utf8[..(int)reader.TokenStartIndex].Count((byte)'\n'), reader.TokenStartIndex);
            }

            named = reader.TokenType == JsonTokenType.PropertyName;
        }
    }
}
