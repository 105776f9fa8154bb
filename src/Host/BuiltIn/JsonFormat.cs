using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>Everything that a format can hold, as JSON.</summary>
internal sealed class JsonFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public string Description => "Map, scenarios and recording as one JSON object, lossless.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".json"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(content.Span, ContractJson.Default.FormatContent)
                ?? throw new InputException("found null, expected an object with map, scenarios or recording", file);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            var json = e as JsonException;
            throw new InputException($"not such JSON: {e.Message}", file, (int)(json?.LineNumber + 1 ?? 0), (int)(json?.BytePositionInLine + 1 ?? 0), e);
        }
    }

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) =>
        JsonSerializer.Serialize(output, content, ContractJson.Default.FormatContent);
}
