using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>
/// Makes the road map of what was read. Links: a reference to a lanelet that is not there is left out; a link that only one side states is
/// completed when the ends (for neighbours: the shared bounds' ends) meet within 1 cm, else left out. Nothing is moved, nothing is invented.
/// </summary>
internal sealed class MapAssembler
{
    private const double MeetM = 0.01;

    private readonly List<RawLanelet> _lanelets;
    private readonly Dictionary<string, RawLanelet> _byId = new(StringComparer.Ordinal);
    private readonly Notes _notes;

    // Stated links as (from, to), by who states them: lists may grow long in hostile files, and searching them would be quadratic.
    private readonly HashSet<(string, string)> _bySuccessor = [];
    private readonly HashSet<(string, string)> _byPredecessor = [];

    public MapAssembler(List<RawLanelet> lanelets, Notes notes)
    {
        _lanelets = lanelets;
        _notes = notes;
        foreach (var lanelet in lanelets)
        {
            _byId.Add(lanelet.Id, lanelet);
        }
    }

    public RoadMap Build(string name, GeoOrigin? origin, string licence, List<SignalParser.RawSign> signs, List<MapSignal> lights, List<Junction> junctions, HashSet<string> crossings)
    {
        foreach (var lanelet in _lanelets)
        {
            DropUnknown(lanelet);
            foreach (string id in lanelet.Successors)
            {
                _bySuccessor.Add((lanelet.Id, id));
            }

            foreach (string id in lanelet.Predecessors)
            {
                _byPredecessor.Add((id, lanelet.Id));
            }
        }

        foreach (var lanelet in _lanelets)
        {
            CompleteLinks(lanelet, forward: true);
            CompleteLinks(lanelet, forward: false);
            CompleteNeighbour(lanelet, left: true);
            CompleteNeighbour(lanelet, left: false);
        }

        var speedSigns = new Dictionary<string, double>(StringComparer.Ordinal);
        var signals = new List<MapSignal>(signs.Count + lights.Count);
        foreach (var sign in signs)
        {
            signals.Add(sign.Signal);
            if (sign.MaxSpeedMps is { } limit)
            {
                speedSigns[sign.Signal.Id] = limit;
            }
        }

        signals.AddRange(lights);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var signal in signals)
        {
            known.Add(signal.Id);
        }

        var junctionOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int j = 0; j < junctions.Count; j++)
        {
            junctions[j] = junctions[j] with { LaneIds = Known(junctions[j].LaneIds), IncomingLaneIds = Known(junctions[j].IncomingLaneIds) };
            foreach (string lane in junctions[j].LaneIds)
            {
                junctionOf.TryAdd(lane, junctions[j].Id);
            }
        }

        var lanes = new List<Lane>(_lanelets.Count);
        var stopLines = new List<StopLine>();
        var crosswalks = new List<Crosswalk>();
        foreach (var raw in _lanelets)
        {
            var lane = ToLane(raw, speedSigns, known, crossings.Contains(raw.Id)) with { JunctionId = junctionOf.GetValueOrDefault(raw.Id) };
            lanes.Add(lane);
            if (raw.StopLine is { } stop)
            {
                stopLines.Add(stop with { SignalIds = [.. stop.SignalIds.Where(known.Contains)] });
            }

            if (lane.Type == LaneType.Crosswalk)
            {
                crosswalks.Add(new Crosswalk(raw.Id, Outline(raw)));
            }
        }

        return new RoadMap
        {
            Name = name,
            Origin = origin,
            Licence = licence,
            Lanes = lanes,
            Junctions = junctions,
            Crosswalks = crosswalks,
            Signals = signals,
            StopLines = stopLines,
        };
    }

    /// <summary>Outline of a lanelet: along the left bound and back along the right.</summary>
    public static Polygon Outline(RawLanelet lanelet)
    {
        var points = new List<Vector2d>(lanelet.Left.Count * 2);
        points.AddRange(lanelet.Left);
        for (int i = lanelet.Right.Count - 1; i >= 0; i--)
        {
            points.Add(lanelet.Right[i]);
        }

        return new Polygon(points);
    }

    /// <summary>Middle of a lanelet's centreline, or null when there is no such lanelet.</summary>
    public Vector2d? Middle(string id)
    {
        if (!_byId.TryGetValue(id, out var lanelet))
        {
            return null;
        }

        int n = lanelet.Left.Count;
        int i = (n - 1) / 2;
        var low = lanelet.Left[i].Lerp(lanelet.Right[i], 0.5);
        return n % 2 == 1 ? low : low.Lerp(lanelet.Left[i + 1].Lerp(lanelet.Right[i + 1], 0.5), 0.5);
    }

    /// <summary>The lanelet with an id, or null.</summary>
    public RawLanelet? Find(string id) => _byId.GetValueOrDefault(id);

    private Lane ToLane(RawLanelet raw, Dictionary<string, double> speedSigns, HashSet<string> signals, bool isCrossing)
    {
        int n = raw.Left.Count;
        var centre = new Vector2d[n];
        for (int i = 0; i < n; i++)
        {
            centre[i] = raw.Left[i].Lerp(raw.Right[i], 0.5);
        }

        double[]? heights = null;
        if (raw.LeftZ.Count == n && raw.RightZ.Count == n)
        {
            heights = new double[n];
            for (int i = 0; i < n; i++)
            {
                heights[i] = (raw.LeftZ[i] + raw.RightZ[i]) / 2;
            }
        }
        else if (raw.LeftZ.Count + raw.RightZ.Count > 0)
        {
            _notes.Add("heights given for some points of a lanelet only are left out");
        }

        double? limit = raw.SpeedLimitMps;
        foreach (string sign in raw.SignIds)
        {
            if (speedSigns.TryGetValue(sign, out double value))
            {
                limit = Math.Min(limit ?? double.MaxValue, value);
            }
        }

        return new Lane
        {
            Id = raw.Id,
            Type = isCrossing ? LaneType.Crosswalk : LaneWords.Type(raw, _notes),
            Bidirectional = LaneWords.IsBidirectional(raw),
            Left = new Polyline(raw.Left),
            Right = new Polyline(raw.Right),
            Centre = new Polyline(centre),
            ElevationM = heights,
            SpeedLimitMps = limit,
            Predecessors = raw.Predecessors,
            Successors = raw.Successors,
            LeftNeighbour = raw.LeftNeighbour,
            RightNeighbour = raw.RightNeighbour,
            LeftMarking = raw.LeftMarking,
            RightMarking = raw.RightMarking,
            Users = LaneWords.Users(raw, _notes),
            SignalIds = [.. raw.SignIds.Concat(raw.LightIds).Where(signals.Contains)],
            StopLineId = raw.StopLine?.Id,
        };
    }

    private void DropUnknown(RawLanelet lanelet)
    {
        int dropped = lanelet.Predecessors.RemoveAll(IsUnknown) + lanelet.Successors.RemoveAll(IsUnknown);
        if (lanelet.LeftNeighbour is { } left && IsUnknown(left.LaneId))
        {
            lanelet.LeftNeighbour = null;
            dropped++;
        }

        if (lanelet.RightNeighbour is { } right && IsUnknown(right.LaneId))
        {
            lanelet.RightNeighbour = null;
            dropped++;
        }

        if (dropped > 0)
        {
            _notes.Add($"lanelet {lanelet.Id}: {dropped} link(s) to lanelets that are not in the file left out");
        }

        bool IsUnknown(string id) => !_byId.ContainsKey(id);
    }

    private void CompleteLinks(RawLanelet lanelet, bool forward)
    {
        var links = forward ? lanelet.Successors : lanelet.Predecessors;
        for (int i = 0; i < links.Count; i++)
        {
            var other = _byId[links[i]];
            var (first, second) = forward ? (lanelet, other) : (other, lanelet);
            var stated = forward ? _byPredecessor : _bySuccessor;
            if (stated.Contains((first.Id, second.Id)))
            {
                continue;
            }

            bool meet = first.End(true).DistanceTo(second.Start(true)) <= MeetM && first.End(false).DistanceTo(second.Start(false)) <= MeetM;
            string what = $"{first.Id} leads into {second.Id}, which only one of them says";
            if (meet)
            {
                (forward ? other.Predecessors : other.Successors).Add(lanelet.Id);
                stated.Add((first.Id, second.Id));
                _notes.Add($"{what}: completed, their ends meet");
            }
            else
            {
                links.RemoveAt(i--);
                _notes.Add($"{what}: left out, their ends do not meet");
            }
        }
    }

    private void CompleteNeighbour(RawLanelet lanelet, bool left)
    {
        if ((left ? lanelet.LeftNeighbour : lanelet.RightNeighbour) is not { } neighbour)
        {
            return;
        }

        var other = _byId[neighbour.LaneId];
        bool otherLeft = left != neighbour.SameDirection;
        var expected = new LaneNeighbour(lanelet.Id, neighbour.SameDirection);
        var stated = otherLeft ? other.LeftNeighbour : other.RightNeighbour;
        if (stated == expected)
        {
            return;
        }

        var mine = left ? lanelet.Left : lanelet.Right;
        var theirs = otherLeft ? other.Left : other.Right;
        bool turned = !neighbour.SameDirection;
        bool meet = mine[0].DistanceTo(theirs[turned ? ^1 : 0]) <= MeetM && mine[^1].DistanceTo(theirs[turned ? 0 : ^1]) <= MeetM;
        string what = $"{other.Id} is beside {lanelet.Id}, which only the latter says";
        if (stated is null && meet && other != lanelet)
        {
            if (otherLeft)
            {
                other.LeftNeighbour = expected;
            }
            else
            {
                other.RightNeighbour = expected;
            }

            _notes.Add($"{what}: completed, their bounds meet");
            return;
        }

        if (left)
        {
            lanelet.LeftNeighbour = null;
        }
        else
        {
            lanelet.RightNeighbour = null;
        }

        _notes.Add($"{what}: left out, {(stated is null ? "their bounds do not meet" : "the other names a different neighbour")}");
    }

    private List<string> Known(IReadOnlyList<string> ids)
    {
        var known = ids.Where(_byId.ContainsKey).ToList();
        if (known.Count < ids.Count)
        {
            _notes.Add("lanelets that intersections name but the file lacks are left out");
        }

        return known;
    }
}
