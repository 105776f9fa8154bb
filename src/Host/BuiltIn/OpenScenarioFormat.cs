using Sim.Formats.OpenScenario;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>ASAM OpenSCENARIO XML: scenarios with their catalogs and road networks. Catalogs and distributions on their own hold no content. Thread-safe.</summary>
internal sealed class OpenScenarioFormat : IFolderFormat
{
    /// <inheritdoc/>
    public string Name => "openscenario";

    /// <inheritdoc/>
    public string Description => "ASAM OpenSCENARIO XML 1.0 to 1.2: scenarios with their storyboards.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".xosc"];

    /// <inheritdoc/>
    public bool CanWrite => false;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken) => Content(OpenScenarioReader.Read(content, file));

    /// <inheritdoc/>
    public FormatContent Read(SourceFile file, FileRoots roots, CancellationToken cancellationToken) => Content(Load(file, roots));

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) => throw new InputException("OpenSCENARIO is read only");

    /// <summary>Reads a file and what it names.</summary>
    /// <exception cref="InputException">As <see cref="IFolderFormat.Read"/>.</exception>
    public static OpenScenarioFile Load(SourceFile file, FileRoots roots)
    {
        var folders = new OpenScenarioFolders(roots, file);
        return OpenScenarioReader.Read(OpenScenarioFolders.BytesOf(file), file.Key, folders);
    }

    private static FormatContent Content(OpenScenarioFile read)
    {
        if (read.Content != OpenScenarioContent.Scenario)
        {
            return new FormatContent();
        }

        var scenario = read.ToScenario();
        return new FormatContent { Map = scenario.Map, Scenarios = [scenario] };
    }
}
