using System.Text.Json;
using Sim.Formats.CommonRoad;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.ScenarioNet;

/// <summary>
/// Makes a road map of the map features of a scenario description: centrelines are given, bounds are found where the lane's polygon is left, or lie
/// half a usual width away.
/// </summary>
internal sealed class DescriptionMap(DescriptionTree tree, Notes notes)
{
    private const double HalfWidthM = 1.75;
    private const double MaxHalfWidthM = 8;
    private const double MinHalfWidthM = 0.2;
    private const double OnLineM = 0.3;

    // Work, not memory: rays against polygon edges, lanes against lines.
    private const long MaxRays = 30_000_000;
    private const long MaxPairs = 2_000_000;

    private readonly List<Raw> _lanes = [];
    private readonly List<(Polyline Line, LaneMarking Marking)> _lines = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private long _rays;

    public RoadMap Read(string name, JsonElement features, List<DescriptionLight> lights)
    {
        var crosswalks = new List<Crosswalk>();
        var areas = new List<MapArea>();
        var signals = new List<MapSignal>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in features.EnumerateObject())
        {
            string path = $"map_features.{XmlCursor.Cut(member.Name)}";
            if (!ids.Add(member.Name))
            {
                throw tree.Error(path, "is there twice");
            }

            string type = DescriptionTree.Text(member.Value, "type") ?? throw tree.Error(path, "has no type");
            if (type.StartsWith("LANE_", StringComparison.Ordinal))
            {
                AddLane(member.Name, type, member.Value, path);
            }
            else if (type.StartsWith("ROAD_LINE_", StringComparison.Ordinal) || type is "ROAD_EDGE_BOUNDARY" or "ROAD_EDGE_MEDIAN")
            {
                if (Points(member.Value, "polyline", path) is { Count: >= 2 } line)
                {
                    _lines.Add((new Polyline(line), Marking(type)));
                }
            }
            else if (type is "CROSSWALK" or "DRIVEWAY" && Points(member.Value, "polygon", path) is { Count: >= 3 } outline)
            {
                if (type == "CROSSWALK")
                {
                    crosswalks.Add(new Crosswalk(member.Name, new Polygon(outline)));
                }
                else
                {
                    areas.Add(new MapArea(member.Name, MapAreaKind.Drivable, new Polygon(outline)));
                }
            }
            else if (type == "STOP_SIGN" && (Points(member.Value, "position", path) ?? Points(member.Value, "polyline", path)) is { Count: >= 1 } place)
            {
                signals.Add(new MapSignal { Id = member.Name, Kind = MapSignalKind.Sign, Code = "R1-1", Country = "US", Pose = new Pose2d(place[0].X, place[0].Y, 0) });
            }
            else
            {
                notes.Add($"map features of the type '{XmlCursor.Cut(type)}' are not kept");
            }
        }

        Link();
        MarkBounds();
        var stops = new List<StopLine>();
        foreach (var light in lights)
        {
            signals.Add(Light(light, stops));
        }

        return new RoadMap
        {
            Name = name,
            Lanes = [.. _lanes.Select(l => l.Lane)],
            Crosswalks = crosswalks,
            Areas = areas,
            Signals = signals,
            StopLines = stops,
        };
    }

    private List<Vector2d>? Points(JsonElement feature, string name, string path)
    {
        if (tree.Numbers(feature, name, path) is not { } found || found.Values.Length == 0)
        {
            return null;
        }

        if (found.Columns == 1)
        {
            // A single position is one list.
            return found.Values.Length is 2 or 3 && double.IsFinite(found.Values[0]) && double.IsFinite(found.Values[1])
                ? [new Vector2d(found.Values[0], found.Values[1])]
                : throw tree.Error($"{path}.{name}", "points of two or three numbers are expected");
        }

        var points = new List<Vector2d>(found.Values.Length / found.Columns);
        for (int i = 0; i < found.Values.Length; i += found.Columns)
        {
            var point = new Vector2d(found.Values[i], found.Values[i + 1]);
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
            {
                throw tree.Error($"{path}.{name}", "holds a point that is not finite");
            }

            if (points.Count == 0 || point != points[^1])
            {
                points.Add(point);
            }
        }

        return points;
    }

    private void AddLane(string id, string type, JsonElement feature, string path)
    {
        if (Points(feature, "polyline", path) is not { Count: >= 2 } centre)
        {
            notes.Add("lanes without a polyline of at least two points are left out");
            return;
        }

        var outline = Points(feature, "polygon", path);
        var (left, right) = Bounds(centre, outline is { Count: >= 3 } ? outline : null);
        double? limit = DescriptionTree.Member(feature, "speed_limit_kmh") is { ValueKind: JsonValueKind.Number } kmh ? kmh.GetDouble() / 3.6
            : DescriptionTree.Member(feature, "speed_limit_mph") is { ValueKind: JsonValueKind.Number } mph ? mph.GetDouble() * 0.44704
            : null;
        _index[id] = _lanes.Count;
        _lanes.Add(new Raw(
            new Lane
            {
                Id = id,
                Type = type == "LANE_BIKE_LANE" ? LaneType.Biking : LaneType.Driving,
                Centre = new Polyline(centre),
                Left = new Polyline(left),
                Right = new Polyline(right),
                SpeedLimitMps = limit is > 0 and < 200 ? limit : null,
            },
            [.. Ids(feature, "entry_lanes")],
            [.. Ids(feature, "exit_lanes")],
            Ids(feature, "left_neighbor").FirstOrDefault(),
            Ids(feature, "right_neighbor").FirstOrDefault()));
    }

    private static IEnumerable<string> Ids(JsonElement feature, string name) => DescriptionTree.Texts(feature, name).OfType<string>();

    private (Vector2d[] Left, Vector2d[] Right) Bounds(List<Vector2d> centre, List<Vector2d>? outline)
    {
        int n = centre.Count;
        _rays += outline is null ? 0 : 2L * n * outline.Count;
        if (outline is null || _rays > MaxRays)
        {
            notes.Add("lanes without a polygon are 3.5 m wide");
            outline = null;
        }

        var normals = new Vector2d[n];
        double[] left = new double[n], right = new double[n];
        for (int i = 0; i < n; i++)
        {
            var along = centre[Math.Min(n - 1, i + 1)] - centre[Math.Max(0, i - 1)];
            double length = along.Length;
            normals[i] = length > 0 ? new Vector2d(-along.Y / length, along.X / length) : i > 0 ? normals[i - 1] : new Vector2d(0, 1);
            (left[i], right[i]) = outline is null ? (HalfWidthM, HalfWidthM) : (Exit(centre[i], normals[i], outline), Exit(centre[i], normals[i] * -1, outline));
        }

        Fill(left);
        Fill(right);
        var bounds = (Left: new Vector2d[n], Right: new Vector2d[n]);
        for (int i = 0; i < n; i++)
        {
            bounds.Left[i] = centre[i] + (normals[i] * left[i]);
            bounds.Right[i] = centre[i] - (normals[i] * right[i]);
        }

        return bounds;
    }

    // Distance to where a ray leaves the outline; NaN when it does not within a lane's reach.
    private static double Exit(Vector2d from, Vector2d direction, List<Vector2d> outline)
    {
        const double slack = 1e-6;
        double best = double.NaN;
        for (int i = 0; i < outline.Count; i++)
        {
            var a = outline[i] - from;
            var edge = outline[(i + 1) % outline.Count] - outline[i];
            double cross = direction.Cross(edge);
            if (Math.Abs(cross) < 1e-9)
            {
                continue;
            }

            double along = a.Cross(edge) / cross, across = a.Cross(direction) / cross;
            if (along is >= MinHalfWidthM and <= MaxHalfWidthM && across >= -slack && across <= 1 + slack && !(along >= best))
            {
                best = along;
            }
        }

        return best;
    }

    private static void Fill(double[] widths)
    {
        double last = double.NaN;
        for (int i = 0; i < widths.Length; i++)
        {
            last = double.IsNaN(widths[i]) ? last : widths[i];
            widths[i] = last;
        }

        last = HalfWidthM;
        for (int i = widths.Length - 1; i >= 0; i--)
        {
            last = double.IsNaN(widths[i]) ? last : widths[i];
            widths[i] = last;
        }
    }

    private void Link()
    {
        var next = new SortedSet<int>[_lanes.Count];
        var before = new SortedSet<int>[_lanes.Count];
        for (int i = 0; i < next.Length; i++)
        {
            (next[i], before[i]) = ([], []);
        }

        for (int i = 0; i < next.Length; i++)
        {
            foreach (string id in _lanes[i].Exits)
            {
                Join(i, id, forward: true);
            }

            foreach (string id in _lanes[i].Entries)
            {
                Join(i, id, forward: false);
            }
        }

        for (int i = 0; i < next.Length; i++)
        {
            _lanes[i] = _lanes[i] with
            {
                Lane = _lanes[i].Lane with
                {
                    Successors = [.. next[i].Select(n => _lanes[n].Lane.Id)],
                    Predecessors = [.. before[i].Select(n => _lanes[n].Lane.Id)],
                    LeftNeighbour = Beside(i, left: true),
                    RightNeighbour = Beside(i, left: false),
                },
            };
        }

        void Join(int lane, string other, bool forward)
        {
            if (!_index.TryGetValue(other, out int found) || found == lane)
            {
                notes.Add("links to lanes that are not in the description are left out");
                return;
            }

            next[forward ? lane : found].Add(forward ? found : lane);
            before[forward ? found : lane].Add(forward ? lane : found);
        }
    }

    // A neighbour is kept where both lanes name each other, on opposite sides: the same direction.
    private LaneNeighbour? Beside(int lane, bool left)
    {
        string? other = left ? _lanes[lane].LeftId : _lanes[lane].RightId;
        if (other is null || !_index.TryGetValue(other, out int found))
        {
            return null;
        }

        if ((left ? _lanes[found].RightId : _lanes[found].LeftId) == _lanes[lane].Lane.Id)
        {
            return new LaneNeighbour(other, true);
        }

        notes.Add("neighbours that only one of two lanes names are left out");
        return null;
    }

    private void MarkBounds()
    {
        if ((long)_lanes.Count * _lines.Count > MaxPairs)
        {
            notes.Add("markings are not matched to lanes: too many of both");
            return;
        }

        for (int i = 0; i < _lanes.Count; i++)
        {
            var lane = _lanes[i].Lane;
            _lanes[i] = _lanes[i] with { Lane = lane with { LeftMarking = MarkingAt(lane.Left), RightMarking = MarkingAt(lane.Right) } };
        }
    }

    private LaneMarking MarkingAt(Polyline bound)
    {
        var middle = bound.PointAt(bound.LengthM / 2);
        double best = OnLineM;
        var found = LaneMarking.Unknown;
        foreach (var (line, marking) in _lines)
        {
            double distance = line.DistanceTo(middle);
            if (distance < best)
            {
                (best, found) = (distance, marking);
            }
        }

        return found;
    }

    private MapSignal Light(DescriptionLight light, List<StopLine> stops)
    {
        var signal = new MapSignal { Id = light.Id, Kind = MapSignalKind.Light, HeightM = 5, Pose = light.Stop is { } at ? new Pose2d(at.X, at.Y, 0) : null };
        if (light.Lane is null || !_index.TryGetValue(light.Lane, out int index))
        {
            return signal;
        }

        var lane = _lanes[index].Lane;
        var place = light.Stop ?? lane.Centre.Points[0];
        double heading = lane.Centre.Project(place).ToHeading();
        string line = $"stop {light.Id}";
        _lanes[index] = _lanes[index] with { Lane = lane with { SignalIds = [.. lane.SignalIds, light.Id], StopLineId = lane.StopLineId ?? line } };
        var across = new Vector2d(-Numerics.Pinned.Sin(heading), Numerics.Pinned.Cos(heading)) * HalfWidthM;
        stops.Add(new StopLine(line, place - across, place + across, [light.Id]));
        return signal with { Pose = new Pose2d(place.X, place.Y, heading > 0 ? heading - Math.PI : heading + Math.PI) };
    }

    private static LaneMarking Marking(string type) => type switch
    {
        "ROAD_EDGE_BOUNDARY" or "ROAD_EDGE_MEDIAN" => LaneMarking.Edge,
        _ when type.Contains("SOLID_DOUBLE", StringComparison.Ordinal) || type.Contains("DOUBLE_SOLID", StringComparison.Ordinal) => LaneMarking.SolidSolid,
        _ when type.Contains("BROKEN_DOUBLE", StringComparison.Ordinal) || type.Contains("DOUBLE_BROKEN", StringComparison.Ordinal) => LaneMarking.BrokenBroken,
        _ when type.Contains("SOLID", StringComparison.Ordinal) => LaneMarking.Solid,
        _ when type.Contains("BROKEN", StringComparison.Ordinal) => LaneMarking.Broken,
        _ => LaneMarking.Unknown,
    };

    private sealed record Raw(Lane Lane, IReadOnlyList<string> Entries, IReadOnlyList<string> Exits, string? LeftId, string? RightId);
}
