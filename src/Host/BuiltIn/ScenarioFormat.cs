using Sim.Formats.Yaml;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>One scenario as YAML, its map inside.</summary>
internal sealed class ScenarioFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "scenario";

    /// <inheritdoc/>
    public string Description => "One scenario as YAML with its map.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".yaml", ".yml"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken)
    {
        var scenario = ScenarioYaml.Read(ScenarioFiles.Text(content, file), file);
        return new FormatContent { Map = scenario.Map, Scenarios = [scenario] };
    }

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) => output.Write(ScenarioFiles.Utf8.GetBytes(
        content.Scenarios.Count == 1
            ? ScenarioYaml.Write(content.Scenarios[0])
            : throw new InputException($"a .yaml file holds one scenario, and this content has {content.Scenarios.Count}; write .json to keep all")));
}
