using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim;

/// <summary>Writes every enum as a snake_case word and reads only such words, never numbers.</summary>
public sealed class SnakeCaseEnumConverter : JsonConverterFactory
{
    private readonly JsonStringEnumConverter _inner = new(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => _inner.CanConvert(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => _inner.CreateConverter(typeToConvert, options);
}
