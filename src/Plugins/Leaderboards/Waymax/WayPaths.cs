using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// The lanes that the ego could have driven along from its start, and which of them belong to its route: what Waymax calls the paths of the ego. Lanes
/// are reached through successors and by changing to lanes beside in the same direction; those that the route leads into belong to it.
/// </summary>
internal sealed class WayPaths
{
    private readonly RoadMapIndex _index;
    private readonly HashSet<int> _onRoute = [];
    private readonly HashSet<int> _reachable;

    private WayPaths(RoadMapIndex index, IReadOnlyList<int> start, IReadOnlyList<int> route)
    {
        _index = index;
        Route = route;
        _reachable = Reach(start, changes: true);
        _onRoute.UnionWith(route);
        if (route.Count > 0)
        {
            _onRoute.UnionWith(Reach([route[^1]], changes: false));
        }

        _reachable.UnionWith(_onRoute);
    }

    /// <summary>Lanes of the route in order; empty when none is known.</summary>
    public IReadOnlyList<int> Route { get; }

    /// <summary>The paths of a recording's ego; null when it does not start in a lane.</summary>
    public static WayPaths? Of(RoadMapIndex index, EgoSamples ego, Expert expert)
    {
        int[] start = LaneTrace.At(index, ego.Position(0), ego.States[0].HeadingRad);
        if (start.Length == 0 || start.All(l => LaneTrace.HeadingError(index, l, ego.Position(0), ego.States[0].HeadingRad) > Math.PI / 2))
        {
            return null;
        }

        var route = new List<int>();
        var named = ego.Recording.Task is { Route.Count: > 0 } task ? task.Route : expert.Route;
        if (named.Count > 0)
        {
            route.AddRange(named.Select(index.IndexOf).Where(l => l >= 0));
        }
        else if (expert.Positions.Count > 0)
        {
            foreach (int[] lanes in LaneTrace.Of(index, [.. expert.Positions], [.. expert.HeadingsRad]))
            {
                if (lanes.Length > 0 && (route.Count == 0 || route[^1] != lanes[0]))
                {
                    route.Add(lanes[0]);
                }
            }
        }

        return new WayPaths(index, start, route);
    }

    /// <summary>Distance to the nearest lane's centreline, m; infinite when there is none.</summary>
    /// <param name="point">A point, local m.</param>
    /// <param name="onRoute">Of the route only (true), of the others only (false), or of all (null).</param>
    public double DistanceTo(Vector2d point, bool? onRoute)
    {
        double least = double.PositiveInfinity;
        foreach (int lane in _reachable)
        {
            if (onRoute is null || _onRoute.Contains(lane) == onRoute)
            {
                least = Math.Min(least, _index.LaneAt(lane).Centre.DistanceTo(point));
            }
        }

        return least;
    }

    private HashSet<int> Reach(IReadOnlyList<int> from, bool changes)
    {
        var seen = new HashSet<int>(from);
        var open = new Queue<int>(from);
        while (open.TryDequeue(out int lane))
        {
            foreach (int next in _index.Successors(lane))
            {
                if (seen.Add(next))
                {
                    open.Enqueue(next);
                }
            }

            foreach (int beside in changes ? [_index.LeftLane(lane), _index.RightLane(lane)] : Array.Empty<int>())
            {
                if (beside >= 0 && seen.Add(beside))
                {
                    open.Enqueue(beside);
                }
            }
        }

        return seen;
    }
}
