using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>
/// Makes the scorer's map of a <see cref="RoadMap"/>: traffic lanes become lanes, those in a junction connectors (and the junction's area),
/// neighbours of one direction a roadblock, everything else that may be driven on a car park or a drivable area. Pure and thread-safe; the
/// areas are made once per map and shared between scenes.
/// </summary>
public static class SceneMapBuilder
{
    /// <summary>How far the centre line reaches ahead of the ego by default, m.</summary>
    public const double AheadM = 250;

    private const double FarthestLaneM = 3;

    /// <summary>The map around an ego.</summary>
    /// <param name="index">The road map's index.</param>
    /// <param name="ego">Rear-axle pose of the ego, local frame.</param>
    /// <param name="radiusM">Areas farther than this from the ego are left out, m.</param>
    /// <param name="route">Lanes to follow in order, by id; empty: the straightest way.</param>
    /// <param name="aheadM">
    /// Least length of the centre line ahead of the ego, m. Beyond the route it follows the straightest lanes, beyond the map's last lane it goes
    /// straight on.
    /// </param>
    /// <returns>No map, with the reason, when no traffic lane lies within 3 m of the ego or the map lacks a lane of the route.</returns>
    public static SceneMapReading Build(RoadMapIndex index, Pose2d ego, double radiusM, IReadOnlyList<string> route, double aheadM = AheadM)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(route);
        var given = new List<int>(route.Count);
        foreach (string id in route)
        {
            if (!index.TryGetIndex(id, out int lane))
            {
                return new SceneMapReading(null, $"the route names lane '{id}', which map '{index.Map.Name}' does not have");
            }

            given.Add(lane);
        }

        var pieces = MapPieces.Of(index);
        int start = StartLane(index, pieces, ego, given);
        if (start < 0)
        {
            return new SceneMapReading(null, FormattableString.Invariant($"no traffic lane lies within {FarthestLaneM} m of the ego at ({ego.X:0.0}, {ego.Y:0.0})"));
        }

        var chain = SceneRoute.Chain(index, start, given, ego.Position, aheadM);
        return new SceneMapReading(new SceneMap(pieces.Around(ego.Position, radiusM), pieces.OnRoute(index, chain), SceneRoute.Centreline(index, chain, ego.Position, aheadM)));
    }

    private static int StartLane(RoadMapIndex index, MapPieces pieces, Pose2d ego, List<int> route)
    {
        // A lane of the route under the ego comes before a lane that fits a little better.
        Span<int> under = stackalloc int[16];
        int count = route.Count == 0 ? 0 : index.LanesAt(ego.Position, under);
        int best = -1;
        double smallest = Math.PI / 2;
        foreach (int lane in under[..count])
        {
            if (index.CarriesTraffic(lane) && pieces.SharesBlock(lane, route))
            {
                double heading = index.LaneAt(lane).Centre.HeadingAt(index.LaneAt(lane).Centre.Project(ego.Position).S);
                double error = Math.Abs(Numerics.Pinned.AngleDifference(heading, ego.HeadingRad));
                if (error < smallest)
                {
                    (best, smallest) = (lane, error);
                }
            }
        }

        return best >= 0 ? best : index.TryNearestLane(ego, out var match, maxDistanceM: FarthestLaneM) ? match.LaneIndex : -1;
    }
}
