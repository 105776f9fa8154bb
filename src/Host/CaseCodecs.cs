using System.Text.Json;
using Sim.Formats.Mcap;
using Sim.Host.Store;

namespace Sim.Host;

/// <summary>The byte forms of a run folder.</summary>
internal static class CaseCodecs
{
    /// <summary>Scenarios as JSON, which is YAML 1.2 too; recordings as MCAP.</summary>
    public static CaseCodec Standard { get; } = new(
        scenario => JsonSerializer.SerializeToUtf8Bytes(scenario, HostJson.Indented.Scenario),
        ReadScenario,
        recording =>
        {
            using var stream = new MemoryStream();
            RecordingMcap.Write(recording, stream);
            return stream.ToArray();
        },
        RecordingMcap.Read);

    private static Scenario ReadScenario(ReadOnlyMemory<byte> content, string file)
    {
        try
        {
            return JsonSerializer.Deserialize(content.Span, SimJson.Default.Scenario) ?? throw new InputException("found null, expected a scenario", file);
        }
        catch (JsonException e)
        {
            throw new InputException($"not a scenario: {e.Message}", file, (int)(e.LineNumber ?? -1) + 1, (int)(e.BytePositionInLine ?? -1) + 1, e);
        }
    }
}
