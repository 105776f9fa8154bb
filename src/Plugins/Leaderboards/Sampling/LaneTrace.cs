using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// Which lanes a moving point is in, after nuPlan's route extractor: what it was in before is asked first, then what that leads into, then the map.
/// Outside junctions one lane; inside, all that hold the point until it is known which of them is left by. Lanes are indices of the map.
/// </summary>
internal static class LaneTrace
{
    private const double SameConnectorM = 5;
    private const int MaxLanes = 64;

    /// <summary>The lanes of each position; empty where there is none.</summary>
    public static int[][] Of(RoadMapIndex index, ReadOnlySpan<Vector2d> positions, ReadOnlySpan<double> headingsRad)
    {
        var route = new int[positions.Length][];
        int[] current = [];
        for (int i = 0; i < positions.Length; i++)
        {
            var point = positions[i];
            current = Continue(index, current, point);
            if (current.Length == 0)
            {
                current = At(index, point, headingsRad[i]);
                if (i > 1 && route[i - 1].Length > 0 && IsConnector(index, route[i - 1][0])
                    && (current.Length > 0 ? IsConnector(index, current[0]) : IsInJunction(index, point)))
                {
                    int[] near = [.. route[i - 1].Where(l => index.OutlineOf(l).DistanceTo(point) < SameConnectorM)];
                    current = near.Length > 0 ? near : current;
                }
            }

            route[i] = current;
        }

        Settle(index, route);
        return route;
    }

    /// <summary>The lanes among candidates that hold a point; when none of a single one does, those of its successors that do.</summary>
    public static int[] Continue(RoadMapIndex index, int[] candidates, Vector2d point)
    {
        int[] held = [.. candidates.Where(l => index.OutlineOf(l).Contains(point))];
        if (held.Length > 0 || candidates.Length != 1)
        {
            return held;
        }

        var next = new List<int>();
        foreach (int lane in index.Successors(candidates[0]))
        {
            if (index.OutlineOf(lane).Contains(point))
            {
                next.Add(lane);
            }
        }

        return [.. next];
    }

    /// <summary>The lane outside junctions that holds a point and fits the heading best, else all traffic lanes in junctions that hold it.</summary>
    public static int[] At(RoadMapIndex index, Vector2d point, double headingRad)
    {
        Span<int> found = stackalloc int[MaxLanes];
        found = found[..index.LanesAt(point, found)];
        int best = -1;
        double least = double.PositiveInfinity;
        var connectors = new List<int>();
        foreach (int lane in found)
        {
            if (!index.CarriesTraffic(lane))
            {
                continue;
            }

            if (IsConnector(index, lane))
            {
                connectors.Add(lane);
                continue;
            }

            double error = HeadingError(index, lane, point, headingRad);
            if (error < least)
            {
                (best, least) = (lane, error);
            }
        }

        return best >= 0 ? [best] : [.. connectors];
    }

    /// <summary>Angle between a heading and a lane at a point, rad, 0 to pi; for a lane driven both ways against the nearer way.</summary>
    public static double HeadingError(RoadMapIndex index, int lane, Vector2d point, double headingRad)
    {
        var tangent = index.LaneAt(lane).Centre.Project(point).Tangent;
        var heading = Vector2d.FromHeading(headingRad);
        double error = Math.Abs(Numerics.Pinned.Atan2(tangent.Cross(heading), tangent.Dot(heading)));
        return index.LaneAt(lane).Bidirectional ? Math.Min(error, Math.PI - error) : error;
    }

    public static bool IsConnector(RoadMapIndex index, int lane) => index.LaneAt(lane).JunctionId is not null;

    public static bool IsInJunction(RoadMapIndex index, Vector2d point)
    {
        Span<int> found = stackalloc int[MaxLanes];
        foreach (int lane in found[..index.LanesAt(point, found)])
        {
            if (IsConnector(index, lane))
            {
                return true;
            }
        }

        return false;
    }

    // From the end: where several lanes of a junction hold the point, those stay that lead to where it went.
    private static void Settle(RoadMapIndex index, int[][] route)
    {
        for (int i = route.Length - 2; i >= 0; i--)
        {
            int[] here = route[i], next = route[i + 1];
            if (here.Length <= 1 || next.Length == 0)
            {
                continue;
            }

            if (here.Length > next.Length && next.All(here.Contains))
            {
                route[i] = next;
            }
            else if (!IsConnector(index, next[0]))
            {
                int[] leading = [.. here.Where(l => index.Predecessors(next[0]).Contains(l))];
                route[i] = leading.Length > 0 ? leading : here;
            }
        }
    }
}
