using Sim.Maps;

namespace Sim.Formats.Yaml;

/// <summary>A map that a scenario file names instead of holding it: by name and content hash, or by a file.</summary>
/// <param name="Name">The map's name; the file's when it is named by a file.</param>
/// <param name="Sha256">Its content hash, lower-case hex; empty when it is named by a file.</param>
public sealed record MapReference(string Name, string Sha256)
{
    /// <summary>The file that holds the map, relative to the scenario's own; null for a reference by hash.</summary>
    public string? File { get; init; }

    /// <summary>The reference of a map.</summary>
    public static MapReference Of(RoadMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new(map.Name, map.ContentHash());
    }
}
