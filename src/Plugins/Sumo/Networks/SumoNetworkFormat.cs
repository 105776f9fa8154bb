using Sim.Plugins.Sdk;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>SUMO's road networks, read only: <c>sim convert net.net.xml map.xodr</c> makes them maps.</summary>
internal sealed class SumoNetworkFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "sumo-net";

    /// <inheritdoc/>
    public string Description => "SUMO road networks (.net.xml): lanes, links, junctions, crossings, traffic lights with their programmes.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".net.xml"];

    /// <inheritdoc/>
    public bool CanWrite => false;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken) =>
        new() { Map = SumoNetworkMap.Of(SumoNetworkReader.Read(content, file, cancellationToken), file) };

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) =>
        throw new InputException("networks of SUMO are read, not written here; write .xodr and run 'netconvert --opendrive-files road.xodr -o road.net.xml'");
}
