using Sim.Formats.OpenDrive;
using Sim.Formats.OpenScenario;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>ASAM OpenSCENARIO XML: scenarios with their catalogs and road networks. Catalogs and distributions on their own hold no content. Thread-safe.</summary>
internal sealed class OpenScenarioFormat : IFolderFormat
{
    /// <inheritdoc/>
    public string Name => "openscenario";

    /// <inheritdoc/>
    public string Description => "ASAM OpenSCENARIO XML 1.0 to 1.2: scenarios with their storyboards; writes 1.1, the road network beside it.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".xosc"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken) => Content(OpenScenarioReader.Read(content, file));

    /// <inheritdoc/>
    public FormatContent Read(SourceFile file, FileRoots roots, CancellationToken cancellationToken) => Content(Load(file, roots));

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Write(content, "road", cancellationToken).File);
    }

    /// <inheritdoc/>
    public (byte[] File, IReadOnlyList<(string Name, byte[] Bytes)> Beside, IReadOnlyList<string> Losses) Write(FormatContent content, string stem, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var scenario = content.Scenarios.Count == 1
            ? content.Scenarios[0]
            : throw new InputException($"a .xosc file holds one scenario, and this content has {content.Scenarios.Count}; write .json to keep all");
        var beside = new List<(string, byte[])>();
        var losses = new List<string>();
        if (scenario.Map.Lanes.Count > 0)
        {
            using var road = new MemoryStream();
            losses.AddRange(OpenDriveWriter.Write(scenario.Map, road).Select(l => $"{stem}.xodr: {l.Id}: {l.Message}"));
            beside.Add(($"{stem}.xodr", road.ToArray()));
        }

        using var output = new MemoryStream();
        losses.InsertRange(0, OpenScenarioWriter.Write(scenario, output, beside.Count > 0 ? $"{stem}.xodr" : ""));
        return (output.ToArray(), beside, losses);
    }

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
