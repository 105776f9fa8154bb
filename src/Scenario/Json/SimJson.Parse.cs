using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sim;

public sealed partial class SimJson
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Strict = [];

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
            var strict = Strict.GetValue(form.Options, static options => new JsonSerializerOptions(options) { TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(RequireMembers) });
            return JsonSerializer.Deserialize(utf8, (JsonTypeInfo<T>)strict.GetTypeInfo(typeof(T))) ?? throw new JsonException("found null where an object is expected");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or FormatException or OverflowException)
        {
            // A constructor that refuses its arguments, or a kind that does not exist.
            throw new JsonException(e.Message, e);
        }
    }

    // The generated code gives an absent member null or zero instead of its default; so what every writer writes must be there.
    private static void RequireMembers(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            member.IsRequired |= !member.IsGetNullable && (member.Set is not null || member.AssociatedParameter is { HasDefaultValue: false });
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
