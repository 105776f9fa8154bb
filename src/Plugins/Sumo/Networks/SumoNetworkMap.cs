using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>A SUMO network as a <see cref="RoadMap"/> in the network's coordinates minus its offset; lanes keep their ids. Pure.</summary>
internal static class SumoNetworkMap
{
    private const double LightHeightM = 5;

    /// <summary>The map.</summary>
    /// <exception cref="InputException">The network has no lane that vehicles, cyclists or pedestrians may use.</exception>
    public static RoadMap Of(SumoNetwork network, string file)
    {
        var move = new Vector2d(-network.Offset.X, -network.Offset.Y);
        var used = network.Edges.Where(e => e.Function is "normal" or "internal").SelectMany(e => e.Lanes).ToList();
        if (used.Count == 0)
        {
            throw new InputException("found no lane; expected edges with lanes", file);
        }

        var ids = used.Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        var (next, before) = Links(network, ids);
        var junctions = Junctions(network, ids);
        var (signals, bound) = Signals(network, move);
        var junctionOf = junctions.SelectMany(j => j.LaneIds.Select(l => (l, j.Id))).ToDictionary(p => p.l, p => p.Id, StringComparer.Ordinal);
        var lanes = used.ConvertAll(lane =>
        {
            var (left, centre, right) = Borders(lane, move);
            var edge = network.Edge(lane.Edge)!;
            return new Lane
            {
                Id = lane.Id,
                Type = TypeOf(lane),
                Left = left,
                Right = right,
                Centre = centre,
                ElevationM = lane.ElevationM is { } heights && heights.Any(z => z != 0) ? heights : null,
                SpeedLimitMps = lane.SpeedMps,
                Predecessors = before.TryGetValue(lane.Id, out var from) ? from : [],
                Successors = next.TryGetValue(lane.Id, out var to) ? to : [],
                RightNeighbour = lane.Index > 0 ? new LaneNeighbour(edge.Lanes[lane.Index - 1].Id, true) : null,
                LeftNeighbour = lane.Index + 1 < edge.Lanes.Count ? new LaneNeighbour(edge.Lanes[lane.Index + 1].Id, true) : null,
                LeftMarking = lane.IsInternal ? LaneMarking.None : lane.Index + 1 < edge.Lanes.Count ? LaneMarking.Broken : LaneMarking.Solid,
                RightMarking = lane.IsInternal ? LaneMarking.None : lane.Index > 0 ? LaneMarking.Broken : LaneMarking.Solid,
                JunctionId = junctionOf.GetValueOrDefault(lane.Id),
                SignalIds = bound.TryGetValue(lane.Id, out var binding) ? [binding] : [],
            };
        });
        return new RoadMap
        {
            Name = Path.GetFileName(file),
            Lanes = lanes,
            Junctions = junctions,
            Crosswalks = [.. network.Edges.Where(e => e.Function == "crossing").SelectMany(e => e.Lanes).Select(l => Crossing(l, move))],
            Signals = signals,
        };
    }

    /// <summary>Id of the signal that stands for a light's links from one lane.</summary>
    public static string SignalId(string light, int firstLink) => FormattableString.Invariant($"{light}:{firstLink}");

    /// <summary>What a letter of a light's state means.</summary>
    public static SignalState StateOf(char letter) => letter switch
    {
        'G' or 'g' => SignalState.Green,
        'y' or 'Y' => SignalState.Yellow,
        'r' or 's' => SignalState.Red,
        'u' => SignalState.RedYellow,
        'o' or 'O' => SignalState.Off,
        _ => SignalState.Unknown,
    };

    /// <summary>The lanes that a light holds, with all links that leave each, the straight one first: what one of our signals stands for.</summary>
    public static IEnumerable<(string Lane, IReadOnlyList<int> Links)> Held(SumoNetwork network, SumoLight light) => network.Connections
        .Where(c => c.Light == light.Id && c.Link >= 0 && c.Link < light.Links && network.Lane(c.From) is { IsInternal: false })
        .GroupBy(c => c.From, StringComparer.Ordinal)
        .Select(g => (g.Key, (IReadOnlyList<int>)[.. g.OrderBy(c => c.Direction == "s" ? 0 : 1).ThenBy(c => c.Link).Select(c => c.Link).Distinct()]));

    private static (List<MapSignal> Signals, Dictionary<string, string> Bound) Signals(SumoNetwork network, Vector2d move)
    {
        var signals = new List<MapSignal>();
        var bound = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var light in network.Lights)
        {
            foreach (var (laneId, links) in Held(network, light))
            {
                var lane = network.Lane(laneId)!;
                string id = SignalId(light.Id, links[0]);
                var end = lane.Shape.Points[^1] + move;
                double heading = lane.Shape.HeadingAt(lane.Shape.LengthM);
                long cycle = light.Phases.Sum(p => Microseconds(p.DurationS));
                long offset = cycle > 0 ? ((-Microseconds(light.OffsetS) % cycle) + cycle) % cycle : 0;
                signals.Add(new MapSignal
                {
                    Id = id,
                    Kind = MapSignalKind.Light,
                    Pose = new Pose2d(end.X, end.Y, heading + Math.PI),
                    HeightM = LightHeightM,
                    Cycle = light.Kind == "static" && cycle > 0 ? Cycle(light, links[0]) : [],
                    CycleOffsetUs = light.Kind == "static" ? offset : 0,
                });
                bound[laneId] = id;
            }
        }

        return (signals, bound);
    }

    private static List<SignalPhase> Cycle(SumoLight light, int link)
    {
        var cycle = new List<SignalPhase>();
        foreach (var (state, seconds) in light.Phases)
        {
            long duration = Microseconds(seconds);
            var shown = link < state.Length ? StateOf(state[link]) : SignalState.Unknown;
            if (duration <= 0)
            {
                continue;
            }

            if (cycle.Count > 0 && cycle[^1].State == shown)
            {
                cycle[^1] = cycle[^1] with { DurationUs = cycle[^1].DurationUs + duration };
            }
            else
            {
                cycle.Add(new SignalPhase(shown, duration));
            }
        }

        return cycle;
    }

    // SUMO counts in milliseconds.
    private static long Microseconds(double seconds) => (long)Math.Round(seconds * 1000) * 1000;

    private static (Dictionary<string, List<string>> Next, Dictionary<string, List<string>> Before) Links(SumoNetwork network, HashSet<string> ids)
    {
        var next = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var before = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var connection in network.Connections)
        {
            string to = connection.Via is { } via && ids.Contains(via) ? via : connection.To;
            if (ids.Contains(connection.From) && ids.Contains(to))
            {
                Add(next, connection.From, to);
                Add(before, to, connection.From);
            }
        }

        return (next, before);
    }

    private static void Add(Dictionary<string, List<string>> links, string from, string to)
    {
        if (!links.TryGetValue(from, out var list))
        {
            links[from] = list = [];
        }

        if (!list.Contains(to))
        {
            list.Add(to);
        }
    }

    private static List<Junction> Junctions(SumoNetwork network, HashSet<string> ids)
    {
        // Internal edges are named ":junction_number".
        var inside = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var edge in network.Edges.Where(e => e.Function == "internal"))
        {
            int cut = edge.Id.LastIndexOf('_');
            if (edge.Id.StartsWith(':') && cut > 1)
            {
                string junction = edge.Id[1..cut];
                if (!inside.TryGetValue(junction, out var lanes))
                {
                    inside[junction] = lanes = [];
                }

                lanes.AddRange(edge.Lanes.Select(l => l.Id));
            }
        }

        return [.. network.Junctions.Where(j => inside.ContainsKey(j.Id)).DistinctBy(j => j.Id)
            .Select(j => new Junction(j.Id, inside[j.Id], [.. j.IncomingLanes.Where(ids.Contains)]))];
    }

    private static LaneType TypeOf(SumoLane lane)
    {
        bool Allows(string c) => lane.Allows.Allows(c);
        return Allows("passenger") ? LaneType.Driving
            : Allows("bus") ? LaneType.Bus
            : Allows("bicycle") ? LaneType.Biking
            : Allows("pedestrian") ? LaneType.Sidewalk
            : Allows("tram") ? LaneType.Tram
            : Allows("rail") ? LaneType.Rail
            : LaneType.Restricted;
    }

    private static (Polyline Left, Polyline Centre, Polyline Right) Borders(SumoLane lane, Vector2d move)
    {
        var points = lane.Shape.Points;
        var (left, centre, right) = (new Vector2d[points.Count], new Vector2d[points.Count], new Vector2d[points.Count]);
        double half = lane.WidthM / 2;
        for (int i = 0; i < points.Count; i++)
        {
            var a = lane.Shape.TangentOf(Math.Max(i - 1, 0));
            var b = lane.Shape.TangentOf(Math.Min(i, points.Count - 2));
            var middle = a + b;
            double length = middle.Length;
            // The mitre of a sharp corner is cut where it would be longer than twice the width.
            var along = length > 1e-6 ? middle * (1 / length) : a;
            double stretch = Math.Min(1 / Math.Max(Math.Abs(along.Dot(a)), 0.5), 2);
            var side = new Vector2d(-along.Y, along.X) * (half * stretch);
            centre[i] = points[i] + move;
            left[i] = centre[i] + side;
            right[i] = centre[i] - side;
        }

        return (new Polyline(left), new Polyline(centre), new Polyline(right));
    }

    private static Crosswalk Crossing(SumoLane lane, Vector2d move)
    {
        var (left, _, right) = Borders(lane, move);
        return new Crosswalk(lane.Id, new Polygon([.. right.Points, .. left.Points.Reverse()]));
    }
}
