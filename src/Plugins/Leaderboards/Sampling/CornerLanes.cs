using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// At which samples all corners of the ego are in one lane, or in lanes that follow each other (nuPlan's "common or connected"). Elsewhere the ego is
/// between lanes or off them.
/// </summary>
internal static class CornerLanes
{
    /// <summary>True per sample where the corners share a lane or lie in lanes that follow each other.</summary>
    public static bool[] Together(RoadMapIndex index, EgoSamples ego)
    {
        var together = new bool[ego.Count];
        Span<Vector2d> corners = stackalloc Vector2d[4];
        int[] candidates = [];
        for (int i = 0; i < ego.Count; i++)
        {
            ego.Box(i).Corners(corners);
            var lanes = new int[4][];
            for (int c = 0; c < 4; c++)
            {
                int[] held = LaneTrace.Continue(index, candidates, corners[c]);
                lanes[c] = held.Length > 0 ? held : LaneTrace.At(index, corners[c], ego.States[i].HeadingRad);
            }

            together[i] = Are(index, lanes);
            candidates = [.. lanes.SelectMany(l => l).Distinct()];
        }

        return together;
    }

    // Corners in the order of OrientedBox: front left, rear left, rear right, front right.
    private static bool Are(RoadMapIndex index, int[][] corners)
    {
        if (corners.Any(c => c.Length == 0))
        {
            return false;
        }

        if (corners[0].Any(l => corners[1].Contains(l) && corners[2].Contains(l) && corners[3].Contains(l)))
        {
            return true;
        }

        var (frontLeft, rearLeft, rearRight, frontRight) = (corners[0], corners[1], corners[2], corners[3]);
        var fromLeft = With(rearLeft, l => index.Successors(l));
        var fromRight = With(rearRight, l => index.Successors(l));
        if (!rearLeft.Any(fromRight.Contains) && !rearRight.Any(fromLeft.Contains))
        {
            return false;
        }

        var left = With(frontLeft, l => index.Predecessors(l));
        left.IntersectWith(fromRight);
        var right = With(frontRight, l => index.Predecessors(l));
        right.IntersectWith(fromLeft);
        return left.Overlaps(right);
    }

    private static HashSet<int> With(int[] lanes, LinksOf links)
    {
        var all = new HashSet<int>(lanes);
        foreach (int lane in lanes)
        {
            foreach (int linked in links(lane))
            {
                all.Add(linked);
            }
        }

        return all;
    }

    private delegate ReadOnlySpan<int> LinksOf(int lane);
}
