using Sim.Maps;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Markings and limits of drawn lanes. Pure.</summary>
internal static class Paint
{
    /// <summary>Lanes with the usual markings: edges solid, lane lines broken, the line between directions as given.</summary>
    public static IEnumerable<Lane> Usual(IReadOnlyList<Lane> lanes, double limitMps, LaneMarking centre)
    {
        var byId = lanes.ToDictionary(l => l.Id, StringComparer.Ordinal);
        foreach (var lane in lanes)
        {
            bool traffic = lane.Type.CarriesTraffic();
            bool bare = lane.Type == LaneType.Driveway;
            yield return lane with
            {
                SpeedLimitMps = traffic ? limitMps : null,
                LeftMarking = bare ? LaneMarking.None : Between(lane, lane.LeftNeighbour, byId, centre),
                RightMarking = bare ? LaneMarking.None : Between(lane, lane.RightNeighbour, byId, centre),
            };
        }
    }

    private static LaneMarking Between(Lane lane, LaneNeighbour? neighbour, Dictionary<string, Lane> byId, LaneMarking centre)
    {
        var other = neighbour is not null && byId.TryGetValue(neighbour.LaneId, out var found) ? found : null;
        bool own = lane.Type.CarriesTraffic(), next = other?.Type.CarriesTraffic() == true;
        if (lane.Type == LaneType.Sidewalk || other?.Type == LaneType.Sidewalk)
        {
            return LaneMarking.Curb;
        }

        if (other?.Type == LaneType.Driveway)
        {
            return LaneMarking.None;
        }

        return own && next ? (neighbour!.SameDirection ? LaneMarking.Broken : centre) : own || next ? LaneMarking.Solid : LaneMarking.None;
    }
}
