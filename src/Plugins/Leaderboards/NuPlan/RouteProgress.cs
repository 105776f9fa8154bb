using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// Progress along a route of roadblocks, each with one lane's centreline as its baseline (nuPlan's PerFrameProgressAlongRouteComputer): what a point
/// advances on the baseline of the block it is in; blocks that it leaves out on the way into a later one count by their length; off the route it is 0.
/// </summary>
internal sealed class RouteProgress
{
    private readonly RoadBlocks _blocks;
    private readonly List<(int[] Block, Polyline Baseline)> _route = [];

    /// <param name="index">The map.</param>
    /// <param name="lanes">Lanes of the route at successive instants, empty where there were none.</param>
    public RouteProgress(RoadMapIndex index, IEnumerable<int[]> lanes)
    {
        _blocks = new RoadBlocks(index);
        foreach (int[] at in lanes)
        {
            if (at.Length > 0 && (_route.Count == 0 || _blocks.Of(at[0]) != _route[^1].Block))
            {
                _route.Add((_blocks.Of(at[0]), index.LaneAt(at[0]).Centre));
            }
        }
    }

    /// <summary>True when the route has no lane at all.</summary>
    public bool IsEmpty => _route.Count == 0;

    /// <summary>Length of the baselines from a point's place on the first of them to the end, m.</summary>
    public double LengthFrom(Vector2d start) => _route.Sum(r => r.Baseline.LengthM) - On(0, start);

    /// <summary>Sum of the progress over successive points, m; negative when they go back.</summary>
    public double Of(ReadOnlySpan<Vector2d> points)
    {
        int at = 0;
        double before = On(0, points[0]), total = 0;
        foreach (var point in points[1..])
        {
            if (_blocks.Contains(_route[at].Block, point))
            {
                double here = On(at, point);
                total += here - before;
                before = here;
                continue;
            }

            int next = at + 1;
            while (next < _route.Count && !_blocks.Contains(_route[next].Block, point))
            {
                next++;
            }

            if (next < _route.Count)
            {
                total += _route[at].Baseline.LengthM - before;
                for (int skipped = at + 1; skipped < next; skipped++)
                {
                    total += On(skipped, _route[skipped + 1].Baseline.Span[0]) - On(skipped, _route[skipped - 1].Baseline.Span[^1]);
                }

                before = On(next, point);
                total += before - On(next, _route[at].Baseline.Span[^1]);
                at = next;
            }
        }

        return total;
    }

    private double On(int ordinal, Vector2d point) => _route[ordinal].Baseline.Project(point, PolylineEnds.Clamp).S;
}
