using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Simulation.Engine;

namespace Sim.Simulation.Drivers;

/// <summary>One leg of the IDM driver's way: joined lanes without a lane change, with speed limits, stops and speeds for its bends. Immutable.</summary>
internal sealed class IdmPath
{
    private const double LaneChangeCostM = 100;
    private const double LateralMps2 = 2.5;
    private const double SlowDownMps2 = 1.5;

    private readonly double[] _starts;
    private readonly double?[] _limits;
    private readonly double[] _bendSpeed;

    private IdmPath(Polyline centre, double[] starts, double?[] limits, IReadOnlyList<IdmStop> stops)
    {
        Curve = new CurveTable([centre]);
        _starts = starts;
        _limits = limits;
        Stops = stops;
        _bendSpeed = BendSpeeds(Curve);
    }

    /// <summary>The line; curve 0.</summary>
    public CurveTable Curve { get; }

    /// <summary>Where to stop, in order.</summary>
    public IReadOnlyList<IdmStop> Stops { get; }

    /// <summary>Speed limit at an arc length, or null.</summary>
    public double? Limit(double s)
    {
        int i = _starts.Length - 1;
        while (i > 0 && _starts[i] > s)
        {
            i--;
        }

        return _limits[i];
    }

    /// <summary>Highest comfortable speed at an arc length, so that every bend ahead can be taken, m/s.</summary>
    public double CurveSpeed(int cursor, double s)
    {
        Curve.Seek(0, s, ref cursor);
        return Math.Min(_bendSpeed[cursor], _bendSpeed[cursor + 1]);
    }

    /// <summary>The legs from a start: along the task's route, to its goal, or straight on; a straight line where there is no lane.</summary>
    public static IdmPath[] Plan(DriverTask task, in ActorState ego, double lengthM)
    {
        var index = task.Map.Index();
        if (!index.TryNearestLane(ego.Pose, out var match, 5, 1.0) || Math.Abs(match.HeadingErrorRad) > 1.2)
        {
            var (sin, cos) = Pinned.SinCos(ego.HeadingRad);
            // Begins behind the rear axle, so that the start already lies on it.
            var from = new Vector2d(ego.X - 10 * cos, ego.Y - 10 * sin);
            return [new IdmPath(new Polyline([from, new Vector2d(ego.X + lengthM * cos, ego.Y + lengthM * sin)]), [0], [null], [])];
        }

        var lanes = Route(task, index, match.LaneIndex);
        var legs = new List<IdmPath>();
        int first = 0;
        for (int i = 1; i <= lanes.Count; i++)
        {
            if (i < lanes.Count && index.Successors(lanes[i - 1]).Contains(lanes[i]))
            {
                continue;
            }

            legs.Add(Leg(task, index, [.. lanes.Skip(first).Take(i - first)], lengthM, mustLeave: i < lanes.Count));
            first = i;
        }

        return [.. legs];
    }

    private static IReadOnlyList<int> Route(DriverTask task, RoadMapIndex index, int start)
    {
        var given = new List<int>();
        foreach (string id in task.Task.Route)
        {
            int lane = index.IndexOf(id);
            if (lane < 0)
            {
                throw new InputException($"driver 'idm' cannot follow the route of scenario '{task.Scenario}': its map has no lane '{id}'");
            }

            given.Add(lane);
        }

        if (given.Count > 0)
        {
            int at = given.IndexOf(start);
            return at >= 0 ? given.GetRange(at, given.Count - at) : Prefix(index.FindRoute(start, given[0], LaneChangeCostM), given);
        }

        foreach (var goal in task.Task.Goals)
        {
            foreach (int lane in GoalLanes(goal, index))
            {
                var route = index.FindRoute(start, lane, LaneChangeCostM);
                if (route.Count > 0)
                {
                    return route;
                }
            }
        }

        return [start];
    }

    private static IReadOnlyList<int> Prefix(IReadOnlyList<int> way, List<int> given) => way.Count == 0 ? [.. given] : [.. way.SkipLast(1), .. given];

    private static List<int> GoalLanes(GoalRegion goal, RoadMapIndex index)
    {
        var lanes = new List<int>();
        foreach (string id in goal.LaneIds)
        {
            if (index.TryGetIndex(id, out int lane))
            {
                lanes.Add(lane);
            }
        }

        Span<int> under = stackalloc int[8];
        foreach (var area in goal.Areas)
        {
            var middle = Vector2d.Zero;
            foreach (var p in area.Points)
            {
                middle += p * (1.0 / area.Points.Count);
            }

            int count = index.LanesAt(middle, under);
            for (int i = 0; i < count; i++)
            {
                if (index.CarriesTraffic(under[i]))
                {
                    lanes.Add(under[i]);
                }
            }
        }

        return lanes;
    }

    private static IdmPath Leg(DriverTask task, RoadMapIndex index, List<int> lanes, double lengthM, bool mustLeave)
    {
        var network = LaneNetwork.Of(task.Map);
        double length = lanes.Sum(l => index.LaneAt(l).Centre.LengthM);
        double routeLength = length;
        for (int next = index.StraightestSuccessor(lanes[^1]); next >= 0 && length < lengthM && !lanes.Contains(next); next = index.StraightestSuccessor(next))
        {
            lanes.Add(next);
            length += index.LaneAt(next).Centre.LengthM;
        }

        // A loop ends where it closes; a lane list over it may still be longer than one round.
        var route = index.ToRoute(lanes);
        var starts = route.StartsM.ToArray();
        var signals = new SignalPlan(task.Map);
        var lights = new LaneLights(network, task.Map, signals);
        var stops = new List<IdmStop>();
        for (int i = 0; i < lanes.Count; i++)
        {
            if (lights.Light(lanes[i]) >= 0)
            {
                stops.Add(new IdmStop(starts[i] + lights.Line(lanes[i]), lights.Light(lanes[i])));
            }
        }

        // Where the route leaves this chain of lanes by a lane change, or the road ends, the driver stops rather than drive on.
        stops.Add(new IdmStop(mustLeave ? routeLength : route.Centre.LengthM, -1));
        return new IdmPath(route.Centre, starts, [.. lanes.Select(l => index.LaneAt(l).SpeedLimitMps)], stops);
    }

    private static double[] BendSpeeds(CurveTable curve)
    {
        int count = curve.Segments(0) + 1;
        var speeds = new double[count];
        for (int i = 0; i < count; i++)
        {
            // The turn is measured over at least 4 m, or the corners of a coarse line would look like sharp bends.
            int a = i, b = i;
            while (a > 0 && curve.VertexS(i) - curve.VertexS(a) < 4)
            {
                a--;
            }

            while (b < count - 1 && curve.VertexS(b) - curve.VertexS(i) < 4)
            {
                b++;
            }

            double way = curve.VertexS(b) - curve.VertexS(a);
            double bend = way > 0 ? Math.Abs(curve.VertexHeading(b) - curve.VertexHeading(a)) / way : 0;
            speeds[i] = bend > 1e-6 ? Math.Max(Math.Sqrt(LateralMps2 / bend), 2) : 1e3;
        }

        for (int i = count - 2; i >= 0; i--)
        {
            double reach = Math.Sqrt(speeds[i + 1] * speeds[i + 1] + 2 * SlowDownMps2 * (curve.VertexS(i + 1) - curve.VertexS(i)));
            speeds[i] = Math.Min(speeds[i], reach);
        }

        return speeds;
    }
}
