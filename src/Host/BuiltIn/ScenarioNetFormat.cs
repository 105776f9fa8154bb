using Sim.Formats;
using Sim.Formats.ScenarioNet;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>Scenario descriptions of ScenarioNet and MetaDrive, read only; a plain .json is recognised by what it holds.</summary>
internal sealed class ScenarioNetFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "scenarionet";

    /// <inheritdoc/>
    public string Description => "Scenario descriptions of ScenarioNet and MetaDrive as JSON or npz, never as pickles.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".scenarionet.json", ".npz"];

    /// <inheritdoc/>
    public bool CanWrite => false;

    /// <summary>Recording, map, and a scenario with its ego where one can be made.</summary>
    /// <exception cref="InputException">Not such a description.</exception>
    public static FormatContent Content(ReadOnlyMemory<byte> content, string file)
    {
        var recording = ScenarioNetReader.Read(content, file);
        return new FormatContent { Recording = recording, Map = recording.Map, Scenarios = Scenarios(recording) };
    }

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken) => Content(content, file);

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) => throw new InputException("ScenarioNet is read only; the side-car of MetaDrive writes descriptions for it");

    private static IReadOnlyList<Scenario> Scenarios(Recording recording)
    {
        if (recording.EgoId is not { } ego)
        {
            return [];
        }

        try
        {
            return [RecordedScenario.Build(recording, new RecordedScenarioOptions { Name = recording.Name, EgoId = ego })];
        }
        catch (InputException)
        {
            // An ego of one state, or one that does not move: the recording is whole without a scenario.
            return [];
        }
    }
}
