using Sim.Maps;

namespace Sim.Formats.Yaml;

/// <summary>A map that a scenario file names instead of holding it.</summary>
/// <param name="Name">The map's name.</param>
/// <param name="Sha256">Its content hash, lower-case hex.</param>
public sealed record MapReference(string Name, string Sha256)
{
    /// <summary>The reference of a map.</summary>
    public static MapReference Of(RoadMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new(map.Name, map.ContentHash());
    }
}
