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
            return SimJson.Parse(content.Span, ContractJson.Default.FormatContent);
        }
        catch (JsonException e)
        {
            throw new InputException($"not such JSON: {e.Message}", file, (int)Math.Min(int.MaxValue, (e.LineNumber ?? 0) + 1), (int)Math.Min(int.MaxValue, (e.BytePositionInLine ?? 0) + 1), e);
        }
    }

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) =>
        JsonSerializer.Serialize(output, content, ContractJson.Default.FormatContent);
}
