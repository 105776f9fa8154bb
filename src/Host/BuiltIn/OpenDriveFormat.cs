using Sim.Formats.OpenDrive;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>ASAM OpenDRIVE road networks, read only.</summary>
internal sealed class OpenDriveFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "opendrive";

    /// <inheritdoc/>
    public string Description => "ASAM OpenDRIVE 1.4 to 1.7: road networks.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".xodr"];

    /// <inheritdoc/>
    public bool CanWrite => false;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken) => new() { Map = OpenDriveReader.Read(content, file) };

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) => throw new InputException("OpenDRIVE is read only");
}
