using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>The place of a record as a road network: drawn from the record, or found in a map. Immutable.</summary>
internal sealed record CrashRoad
{
    /// <summary>The network.</summary>
    public required RoadMap Map { get; init; }

    /// <summary>The ways to and from the place, in the order of the completed record's legs.</summary>
    public required IReadOnlyList<RoadLeg> Legs { get; init; }

    /// <summary>Where impacts of a junction crash must lie; null on a road without junction.</summary>
    public Polygon? JunctionArea { get; init; }

    /// <summary>What was assumed for the network, sentences.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>What the record says and the network does not use, sentences.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];
}
