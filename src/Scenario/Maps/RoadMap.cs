using System.Text.Json.Serialization;

namespace Sim.Maps;

/// <summary>
/// A road network in local metres: lanes with bounds and links, junctions, crosswalks, areas, signals and stop lines. Plain immutable data;
/// queries live in the map index. Ids are unique within their kind. Safe for concurrent use.
/// </summary>
public sealed partial record RoadMap
{
    /// <summary>Name for people, often the file's.</summary>
    public required string Name { get; init; }

    /// <summary>Where the local origin lies on Earth, when the source says so.</summary>
    public GeoOrigin? Origin { get; init; }

    /// <summary>All lanes, in the source's order.</summary>
    public IReadOnlyList<Lane> Lanes { get; init; } = [];

    /// <summary>Junctions.</summary>
    public IReadOnlyList<Junction> Junctions { get; init; } = [];

    /// <summary>Marked crossings for pedestrians or cyclists.</summary>
    public IReadOnlyList<Crosswalk> Crosswalks { get; init; } = [];

    /// <summary>Drivable and parking areas beside the lanes.</summary>
    public IReadOnlyList<MapArea> Areas { get; init; } = [];

    /// <summary>Signs and traffic lights.</summary>
    public IReadOnlyList<MapSignal> Signals { get; init; } = [];

    /// <summary>Stop lines.</summary>
    public IReadOnlyList<StopLine> StopLines { get; init; } = [];

    /// <summary>
    /// Reference lines of the roads, for positions in road and lane coordinates; null where nobody asked for them or the source has none.
    /// </summary>
    public IReadOnlyList<RoadLine>? Roads { get; init; }

    /// <summary>Licence or attribution of the source, empty when own.</summary>
    public string Licence { get; init; } = "";

    /// <summary>An empty map: open ground.</summary>
    [JsonIgnore]
    public static RoadMap Empty { get; } = new() { Name = "empty" };
}
