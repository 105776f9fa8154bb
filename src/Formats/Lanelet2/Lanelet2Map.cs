using System.Globalization;
using Sim.Formats.CommonRoad;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.Lanelet2;

/// <summary>Makes a road map of the elements of a Lanelet2 file.</summary>
internal sealed class Lanelet2Map
{
    private readonly OsmData _data;
    private readonly LocalFrame _frame;
    private readonly string _file;
    private readonly Notes _notes;
    private readonly List<Piece> _pieces = [];
    private readonly long _mostPoints;
    private long _points;

    public Lanelet2Map(OsmData data, LocalFrame frame, string file, Notes notes)
    {
        (_data, _frame, _file, _notes) = (data, frame, file, notes);

        // A bound belongs to two lanelets, to a few at forks; a file that gives one long line to thousands must not grow in memory.
        _mostPoints = (64 * data.References) + 1000;
    }

    public RoadMap Build(string name)
    {
        foreach (var relation in _data.RelationList)
        {
            if (relation.Tag("type") == "lanelet")
            {
                AddLanelet(relation);
            }
        }

        if (_pieces.Count == 0)
        {
            throw new InputException("the file holds no lanelet (a relation with the tag type=lanelet and members left and right); an OSM map without them cannot be read", _file, 1, 1);
        }

        var rules = new Lanelet2Rules(_data, _frame, _file, _notes);
        rules.Read(_pieces);
        var successors = Links();
        var neighbours = Neighbours();
        var lanes = new List<Lane>(_pieces.Count);
        var crosswalks = new List<Crosswalk>();
        for (int i = 0; i < _pieces.Count; i++)
        {
            var lane = ToLane(_pieces[i], rules) with
            {
                Successors = [.. successors[i].Next.Select(n => _pieces[n].Id)],
                Predecessors = [.. successors[i].Before.Select(n => _pieces[n].Id)],
                LeftNeighbour = neighbours[i].Left,
                RightNeighbour = neighbours[i].Right,
            };
            lanes.Add(lane);
            if (lane.Type == LaneType.Crosswalk)
            {
                crosswalks.Add(new Crosswalk(lane.Id, Outline(_pieces[i].Shape)));
            }
        }

        return new RoadMap
        {
            Name = name,
            Origin = _frame.Origin,
            Lanes = lanes,
            Crosswalks = crosswalks,
            Areas = Areas(),
            Signals = rules.Signals,
            StopLines = rules.StopLines,
        };
    }

    private void AddLanelet(OsmRelation relation)
    {
        string id = relation.Id.ToString(CultureInfo.InvariantCulture);
        if (Bound(relation, "left") is not { } leftWay || Bound(relation, "right") is not { } rightWay)
        {
            _notes.Add($"lanelet {id}: left out, it needs one member 'left' and one 'right', each a way of at least two nodes");
            return;
        }

        var left = _frame.Points(leftWay, _file);
        var right = _frame.Points(rightWay, _file);
        _points += left.Length + right.Length;
        if (_points > _mostPoints)
        {
            throw new InputException("the lanelets use the same ways over and over; a bound belongs to a few lanelets", _file, relation.Line, 1);
        }

        var (turnLeft, turnRight) = LaneShape.Turns(left, right);
        if (turnLeft)
        {
            Array.Reverse(left);
        }

        if (turnRight)
        {
            Array.Reverse(right);
        }

        _pieces.Add(new Piece(id, relation, leftWay, rightWay, turnLeft, turnRight, LaneShape.Of(left, right)));
    }

    private OsmWay? Bound(OsmRelation relation, string role)
    {
        OsmWay? found = null;
        foreach (var member in relation.Members)
        {
            if (member.Role == role && member.Type == "way")
            {
                if (found is not null || !_data.Ways.TryGetValue(member.Ref, out found) || found.Nodes.Count < 2)
                {
                    return null;
                }
            }
        }

        return found;
    }

    private Lane ToLane(Piece piece, Lanelet2Rules rules)
    {
        var shape = piece.Shape;
        var centre = new Vector2d[shape.Left.Length];
        for (int i = 0; i < centre.Length; i++)
        {
            centre[i] = shape.Left[i].Lerp(shape.Right[i], 0.5);
        }

        var relation = piece.Relation;
        if (relation.Tags.Keys.Any(k => k.StartsWith("one_way:", StringComparison.Ordinal) || k.StartsWith("speed_limit:", StringComparison.Ordinal)))
        {
            _notes.Add("directions and speed limits of single kinds of road users (one_way:…, speed_limit:…) are not kept");
        }

        var type = Lanelet2Words.Type(relation.Tag("subtype"), _notes);
        double? limit = rules.LimitOf(piece.Id);
        if (relation.Tags.TryGetValue("speed_limit", out string? text))
        {
            limit ??= Lanelet2Words.Speed(text);
            if (Lanelet2Words.Speed(text) is null)
            {
                _notes.Add($"the speed limit '{XmlCursor.Cut(text)}' is not understood and left out");
            }
        }

        return new Lane
        {
            Id = piece.Id,
            Type = type,
            Bidirectional = relation.Tag("one_way") == "no",
            Left = new Polyline(shape.Left),
            Right = new Polyline(shape.Right),
            Centre = new Polyline(centre),
            ElevationM = shape.HeightM is { } heights && heights.Any(h => h != 0) ? heights : null,
            SpeedLimitMps = limit,
            LeftMarking = Lanelet2Words.Marking(piece.LeftWay, laneOnLeft: piece.TurnLeft),
            RightMarking = Lanelet2Words.Marking(piece.RightWay, laneOnLeft: !piece.TurnRight),
            Users = Lanelet2Words.Users(relation),
            SignalIds = rules.SignalsOf(piece.Id),
            StopLineId = rules.StopLineOf(piece.Id),
        };
    }

    // A lanelet leads into those whose bounds begin at the nodes at which its own end.
    private (List<int> Next, List<int> Before)[] Links()
    {
        var starts = new Dictionary<(long, long), List<int>>();
        var links = new (List<int> Next, List<int> Before)[_pieces.Count];
        for (int i = 0; i < links.Length; i++)
        {
            links[i] = ([], []);
            var key = (_pieces[i].LeftNode(0), _pieces[i].RightNode(0));
            if (!starts.TryGetValue(key, out var list))
            {
                starts[key] = list = [];
            }

            list.Add(i);
        }

        long total = 0;
        for (int i = 0; i < links.Length; i++)
        {
            if (!starts.TryGetValue((_pieces[i].LeftNode(1), _pieces[i].RightNode(1)), out var next))
            {
                continue;
            }

            foreach (int n in next)
            {
                if (n != i)
                {
                    links[i].Next.Add(n);
                    links[n].Before.Add(i);
                    if (++total > 1000 + (16L * links.Length))
                    {
                        throw new InputException("too many lanelets begin and end at the same nodes", _file, _pieces[i].Relation.Line, 1);
                    }
                }
            }
        }

        return links;
    }

    // Lanelets on the two sides of one way are neighbours, where there is one on each side.
    private (LaneNeighbour? Left, LaneNeighbour? Right)[] Neighbours()
    {
        var sides = new Dictionary<(long Way, bool OnLeft), (int Lane, int Count)>();
        for (int i = 0; i < _pieces.Count; i++)
        {
            foreach (var key in (ReadOnlySpan<(long, bool)>)[(_pieces[i].LeftWay.Id, _pieces[i].TurnLeft), (_pieces[i].RightWay.Id, !_pieces[i].TurnRight)])
            {
                sides[key] = (i, sides.GetValueOrDefault(key).Count + 1);
            }
        }

        var found = new (LaneNeighbour? Left, LaneNeighbour? Right)[_pieces.Count];
        for (int i = 0; i < found.Length; i++)
        {
            var piece = _pieces[i];
            found[i] = (Beside(i, piece.LeftWay, piece.TurnLeft, !piece.TurnLeft), Beside(i, piece.RightWay, !piece.TurnRight, !piece.TurnRight));
        }

        return found;

        LaneNeighbour? Beside(int lane, OsmWay way, bool onLeft, bool forward)
        {
            if (!sides.TryGetValue((way.Id, !onLeft), out var other) || other.Lane == lane)
            {
                return null;
            }

            if (other.Count > 1 || sides[(way.Id, onLeft)].Count > 1)
            {
                _notes.Add("where several lanelets lie on one side of a line, no neighbours are kept");
                return null;
            }

            var piece = _pieces[other.Lane];
            bool theirs = way.Id == piece.LeftWay.Id && piece.TurnLeft == !onLeft ? !piece.TurnLeft : !piece.TurnRight;
            return new LaneNeighbour(piece.Id, theirs == forward);
        }
    }

    private List<MapArea> Areas()
    {
        var areas = new List<MapArea>();
        foreach (var relation in _data.RelationList)
        {
            if (relation.Tag("type") is not ("multipolygon" or "area"))
            {
                continue;
            }

            MapAreaKind? kind = relation.Tag("subtype") switch
            {
                "parking" or "parking_lot" => MapAreaKind.Parking,
                "freespace" => MapAreaKind.Drivable,
                _ => null,
            };
            var ring = kind is null ? null : Ring(relation);
            if (ring is null || ring.Count < 3)
            {
                _notes.Add(kind is null ? $"areas of the subtype '{XmlCursor.Cut(relation.Tag("subtype"))}' are not kept" : "areas whose outer ways do not make one ring of at least three points are not kept");
                continue;
            }

            areas.Add(new MapArea(relation.Id.ToString(CultureInfo.InvariantCulture), kind!.Value, new Polygon(ring)));
        }

        return areas;
    }

    // The outer ways in order, each turned so that it goes on where the last one ended.
    private List<Vector2d>? Ring(OsmRelation relation)
    {
        var nodes = new List<long>();
        foreach (var member in relation.Members)
        {
            if (member.Role != "outer" || !_data.Ways.TryGetValue(member.Ref, out var way) || way.Nodes.Count < 2)
            {
                continue;
            }

            _points += way.Nodes.Count;
            if (_points > _mostPoints)
            {
                throw new InputException("the areas use the same ways over and over", _file, relation.Line, 1);
            }

            bool turn = nodes.Count > 0 && nodes[^1] == way.Nodes[^1];
            if (nodes.Count > 0 && !turn && nodes[^1] != way.Nodes[0])
            {
                return null;
            }

            for (int i = nodes.Count > 0 ? 1 : 0; i < way.Nodes.Count; i++)
            {
                nodes.Add(way.Nodes[turn ? way.Nodes.Count - 1 - i : i]);
            }
        }

        if (nodes.Count > 1 && nodes[0] == nodes[^1])
        {
            nodes.RemoveAt(nodes.Count - 1);
        }

        return nodes.All(_data.Nodes.ContainsKey) ? [.. nodes.Select(n => _frame.At(_data.Nodes[n]))] : null;
    }

    private static Polygon Outline(LaneShape shape) => new([.. shape.Left, .. shape.Right.Reverse()]);

    /// <summary>A lanelet with its bounds. TurnLeft, TurnRight: the way is drawn against the lane's direction.</summary>
    internal sealed record Piece(string Id, OsmRelation Relation, OsmWay LeftWay, OsmWay RightWay, bool TurnLeft, bool TurnRight, LaneShape Shape)
    {
        /// <summary>First (0) or last (1) node of the left bound.</summary>
        public long LeftNode(int end) => LeftWay.Nodes[(end == 1) == TurnLeft ? 0 : ^1];

        /// <summary>First (0) or last (1) node of the right bound.</summary>
        public long RightNode(int end) => RightWay.Nodes[(end == 1) == TurnRight ? 0 : ^1];
    }
}
