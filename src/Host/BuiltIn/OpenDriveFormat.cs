using Sim.Formats.OpenDrive;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>ASAM OpenDRIVE road networks. Writing keeps the map only: that of the content, of its recording, or of its scenarios where all have one.</summary>
/// <param name="profile">What is written.</param>
internal sealed class OpenDriveFormat(OpenDriveProfile profile = OpenDriveProfile.Full) : IFormat
{
    /// <inheritdoc/>
    public string Name => profile == OpenDriveProfile.Portable ? "opendrive-portable" : "opendrive";

    /// <inheritdoc/>
    public string Description => profile == OpenDriveProfile.Portable
        ? "ASAM OpenDRIVE 1.6 as esmini, CARLA and SUMO all take it: what is written to files that end in .portable.xodr."
        : "ASAM OpenDRIVE 1.4 to 1.7: road networks; writes 1.7.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => profile == OpenDriveProfile.Portable ? [".portable.xodr"] : [".xodr"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken) => new() { Map = OpenDriveReader.Read(content, file) };

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var map = content.Map ?? content.Recording?.Map ?? (content.Scenarios.Count > 0 ? content.Scenarios[0].Map : null)
            ?? throw new InputException("this content has no map; a .xodr file holds a road network");
        if (content.Map is null && content.Recording is null && content.Scenarios.Any(s => s.Map.ContentHash() != map.ContentHash()))
        {
            throw new InputException($"a .xodr file holds one map, and the {content.Scenarios.Count} scenarios of this content have several; write .json to keep all");
        }

        OpenDriveWriter.Export(map, output, profile);
    }
}
