using System.Text.Json;
using Sim.Formats.Logs;
using Sim.Formats.ScenarioNet;
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
        if (ScenarioNetReader.IsDescription(content.Span))
        {
            return ScenarioNetFormat.Content(content, file);
        }

        try
        {
            var read = SimJson.Parse(content.Span, ContractJson.Default.FormatContent);
            CheckMaps(read);
            return read.Recording is not null && RecordingCheck.Fault(read.Recording) is { } fault ? throw new InputException(fault, file, 1, 1) : read;
        }
        catch (InputException e) when (e.File is null)
        {
            throw new InputException(e.Detail, file, 1, 1, e);
        }
        catch (JsonException e)
        {
            throw new InputException($"not such JSON: {e.Message}", file, (int)Math.Min(int.MaxValue, (e.LineNumber ?? 0) + 1), (int)Math.Min(int.MaxValue, (e.BytePositionInLine ?? 0) + 1), e);
        }
    }

    // A map that cannot be indexed would fail later, where nobody knows the file any more.
    private static void CheckMaps(FormatContent content)
    {
        content.Map?.Index();
        content.Recording?.Map.Index();
        foreach (var scenario in content.Scenarios)
        {
            scenario.Map.Index();
        }
    }

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) =>
        JsonSerializer.Serialize(output, content, ContractJson.Default.FormatContent);
}
