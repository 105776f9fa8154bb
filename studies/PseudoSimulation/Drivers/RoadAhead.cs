using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>
/// What the study's planners know of the road: the centre line of the route, its limits, the speeds of its bends, its stop lines and its end.
/// Kept with the map, so that a session costs nothing. Immutable and thread-safe.
/// </summary>
internal sealed class RoadAhead
{
    private const double BendMps2 = 2.2;
    private const double SlowDownMps2 = 1.2;
    private const double WithoutLimitMps = 13.9;

    private static readonly ConditionalWeakTable<RoadMap, ConcurrentDictionary<string, RoadAhead>> Known = [];

    private readonly double[] _starts;
    private readonly double[] _limits;
    private readonly double[] _bends;

    private RoadAhead(RoadMap map, RoadMapIndex index, IReadOnlyList<int> lanes)
    {
        var route = index.ToRoute(lanes);
        Line = route.Centre;
        _starts = route.StartsM.ToArray();
        _limits = [.. lanes.Select(l => index.LaneAt(l).SpeedLimitMps ?? WithoutLimitMps)];
        _bends = BendSpeeds(Line);
        var stops = new List<(double, string)>();
        for (int i = 0; i < lanes.Count; i++)
        {
            var lane = index.LaneAt(lanes[i]);
            foreach (string id in lane.SignalIds)
            {
                if (map.Signals.Any(s => s.Id == id && s.Kind == MapSignalKind.Light))
                {
                    double end = i + 1 < lanes.Count ? _starts[i + 1] : Line.LengthM;
                    var line = map.StopLines.FirstOrDefault(l => l.Id == lane.StopLineId);
                    stops.Add((line is null ? end : Math.Min(end, Line.Project((line.From + line.To) * 0.5).S), id));
                }
            }
        }

        Stops = stops;
    }

    /// <summary>The route's centre line.</summary>
    public Polyline Line { get; }

    /// <summary>Lights on the way: arc length of the line to stop at, and the light's id.</summary>
    public IReadOnlyList<(double S, string Light)> Stops { get; }

    /// <summary>The route of a task; where the ego is not on it, straight on from the lane under it.</summary>
    public static RoadAhead Of(DriverTask task, in ActorState ego)
    {
        var index = task.Map.Index();
        string start = "";
        if (task.Task.Route.Count == 0)
        {
            start = index.TryNearestLane(ego.Pose, out var match, 5, 10) ? index.LaneAt(match.LaneIndex).Id : "";
        }

        string key = start + "|" + string.Join('|', task.Task.Route);
        var roads = Known.GetOrCreateValue(task.Map);
        if (roads.TryGetValue(key, out var road))
        {
            return road;
        }

        var lanes = new List<int>();
        foreach (string id in task.Task.Route.Count > 0 ? task.Task.Route : [start])
        {
            if (index.TryGetIndex(id, out int lane) && (lanes.Count == 0 || index.Successors(lanes[^1]).Contains(lane)))
            {
                lanes.Add(lane);
            }
        }

        if (lanes.Count == 0)
        {
            throw new InputException($"scenario '{task.Scenario}' has neither a route nor a lane under its ego");
        }

        for (int next = index.StraightestSuccessor(lanes[^1]); next >= 0 && !lanes.Contains(next); next = index.StraightestSuccessor(next))
        {
            lanes.Add(next);
        }

        return roads.GetOrAdd(key, new RoadAhead(task.Map, index, lanes));
    }

    /// <summary>Speed limit at an arc length, m/s.</summary>
    public double Limit(double s)
    {
        int i = _starts.Length - 1;
        while (i > 0 && _starts[i] > s)
        {
            i--;
        }

        return _limits[i];
    }

    /// <summary>Highest comfortable speed at an arc length, so that every bend ahead can be taken, m/s.</summary>
    public double BendSpeed(double s) => _bends[Line.SegmentIndexAt(s)];

    private static double[] BendSpeeds(Polyline line)
    {
        int count = line.SegmentCount + 1;
        var speeds = new double[count];
        for (int i = 0; i < count; i++)
        {
            double s = line.ArcLengthM[i];
            double from = Math.Max(s - 4, 0), to = Math.Min(s + 4, line.LengthM);
            double turn = Math.Abs(Numerics.Pinned.AngleDifference(line.HeadingAt(to), line.HeadingAt(from)));
            double bend = to > from ? turn / (to - from) : 0;
            speeds[i] = bend > 1e-6 ? Math.Max(Math.Sqrt(BendMps2 / bend), 2) : 1e3;
        }

        for (int i = count - 2; i >= 0; i--)
        {
            double reach = Math.Sqrt(speeds[i + 1] * speeds[i + 1] + 2 * SlowDownMps2 * (line.ArcLengthM[i + 1] - line.ArcLengthM[i]));
            speeds[i] = Math.Min(speeds[i], reach);
        }

        return speeds;
    }
}
