using Sim.Formats.Lanelet2;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>Lanelet2 maps, read only.</summary>
internal sealed class Lanelet2Format : IFormat
{
    /// <inheritdoc/>
    public string Name => "lanelet2";

    /// <inheritdoc/>
    public string Description => "Lanelet2 road maps (OSM files with lanelets).";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".osm"];

    /// <inheritdoc/>
    public bool CanWrite => false;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken) => new() { Map = Lanelet2Reader.Read(content, file) };

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) => throw new InputException("Lanelet2 is read only; write .xodr or .json");
}
