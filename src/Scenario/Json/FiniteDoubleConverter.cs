using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim;

/// <summary>
/// Reads finite numbers only: JSON can spell 1e999, which would come in as infinity and could not be written again. Writes the shortest form that
/// comes back exactly.
/// </summary>
public sealed class FiniteDoubleConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The number is too large for a double.</exception>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException();
        }

        double value = reader.GetDouble();
        return double.IsFinite(value) ? value : throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value);
    }
}
