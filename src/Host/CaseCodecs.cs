using Sim.Formats.Mcap;
using Sim.Formats.Yaml;
using Sim.Host.BuiltIn;
using Sim.Host.Store;

namespace Sim.Host;

/// <summary>The byte forms of a run folder.</summary>
internal static class CaseCodecs
{
    /// <summary>Scenarios as YAML, recordings as MCAP. A scenario names its map by hash when the recording beside it holds the map.</summary>
    public static CaseCodec Standard { get; } = new(
        (scenario, mapBeside) => ScenarioFiles.Utf8.GetBytes(ScenarioYaml.Write(scenario, mapBeside ? new MapReference(scenario.Map.Name, scenario.Map.ContentHash()) : null)),
        ReadScenario,
        recording =>
        {
            using var stream = new MemoryStream();
            RecordingMcap.Write(recording, stream);
            return stream.ToArray();
        },
        RecordingMcap.Read);

    private static Scenario ReadScenario(ReadOnlyMemory<byte> content, string file, Func<Recording?> beside) =>
        ScenarioYaml.Read(ScenarioFiles.Text(content, file), file, reference => beside()?.Map is { } map && map.ContentHash() == reference.Sha256 ? map : null);
}
