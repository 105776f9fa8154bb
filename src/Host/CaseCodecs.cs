using System.Text;
using Sim.Formats.Mcap;
using Sim.Formats.Yaml;
using Sim.Host.Store;

namespace Sim.Host;

/// <summary>The byte forms of a run folder.</summary>
internal static class CaseCodecs
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Scenarios as YAML, recordings as MCAP. A scenario names its map by hash when the recording beside it holds the map.</summary>
    public static CaseCodec Standard { get; } = new(
        (scenario, mapBeside) => StrictUtf8.GetBytes(ScenarioYaml.Write(scenario, mapBeside ? new MapReference(scenario.Map.Name, scenario.Map.ContentHash()) : null)),
        ReadScenario,
        recording =>
        {
            using var stream = new MemoryStream();
            RecordingMcap.Write(recording, stream);
            return stream.ToArray();
        },
        RecordingMcap.Read);

    private static Scenario ReadScenario(ReadOnlyMemory<byte> content, string file, Func<Recording?> beside)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(content.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException("the file is not UTF-8", file, inner: e);
        }

        return ScenarioYaml.Read(text, file, reference => beside()?.Map is { } map && map.ContentHash() == reference.Sha256 ? map : null);
    }
}
