using System.Runtime.CompilerServices;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>The scorer's areas of a whole road map, in the reference's order of layers. Made once per map; immutable and thread-safe.</summary>
internal sealed class MapPieces
{
    private const double SpacingM = 2;
    private static readonly ConditionalWeakTable<RoadMap, MapPieces> Made = [];
    private readonly List<(MapPolygon Area, Bounds2d Bounds)> _areas = [];
    private readonly List<List<int>> _blocks = [];
    private readonly int[] _blockOf;

    private MapPieces(RoadMapIndex index)
    {
        _blockOf = new int[index.LaneCount];
        Array.Fill(_blockOf, -1);
        for (int i = 0; i < index.LaneCount; i++)
        {
            if (_blockOf[i] < 0 && index.CarriesTraffic(i) && index.LaneAt(i).JunctionId is null)
            {
                AddBlock(index, Siblings(index, i));
            }
        }

        AddLanes(index, MapPolygonType.Lane, lane => index.CarriesTraffic(lane) && index.LaneAt(lane).JunctionId is null, withLine: true);
        AddLanes(index, MapPolygonType.LaneConnector, lane => index.CarriesTraffic(lane) && index.LaneAt(lane).JunctionId is not null, withLine: true);
        // A junction's area is what its lanes cover: the map states no other.
        AddLanes(index, MapPolygonType.Intersection, lane => index.CarriesTraffic(lane) && index.LaneAt(lane).JunctionId is not null, withLine: false);
        AddLanes(index, MapPolygonType.CarParkArea, lane => !index.CarriesTraffic(lane) && index.IsDrivable(lane) && index.LaneAt(lane).Type == LaneType.Parking, withLine: false);
        AddMapAreas(index.Map, MapAreaKind.Parking, MapPolygonType.CarParkArea);
        AddLanes(index, MapPolygonType.DrivableArea, lane => !index.CarriesTraffic(lane) && index.IsDrivable(lane) && index.LaneAt(lane).Type != LaneType.Parking, withLine: false);
        AddMapAreas(index.Map, MapAreaKind.Drivable, MapPolygonType.DrivableArea);
    }

    public static MapPieces Of(RoadMapIndex index) => Made.GetValue(index.Map, _ => new MapPieces(index));

    /// <summary>Areas whose bounds come within a distance of a place.</summary>
    public IReadOnlyList<MapPolygon> Around(Vector2d place, double radiusM)
    {
        var near = new List<MapPolygon>();
        foreach (var (area, bounds) in _areas)
        {
            if (bounds.DistanceSquaredTo(place) <= radiusM * radiusM)
            {
                near.Add(area);
            }
        }

        return near;
    }

    /// <summary>True when a lane or a neighbour of its direction is on a route.</summary>
    public bool SharesBlock(int lane, List<int> route)
    {
        if (_blockOf[lane] < 0)
        {
            return route.Contains(lane);
        }

        foreach (int on in route)
        {
            if (_blockOf[on] == _blockOf[lane])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The lanes of a chain with their neighbours of the same direction, and the connectors that lead from one such group to the next.</summary>
    public IReadOnlySet<string> OnRoute(RoadMapIndex index, List<int> chain)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var lanes = new HashSet<int>(chain);
        foreach (int lane in chain)
        {
            if (_blockOf[lane] >= 0)
            {
                lanes.UnionWith(_blocks[_blockOf[lane]]);
            }
        }

        foreach (int lane in chain)
        {
            if (_blockOf[lane] >= 0)
            {
                continue;
            }

            foreach (int before in index.Predecessors(lane))
            {
                foreach (int from in _blockOf[before] < 0 ? [before] : _blocks[_blockOf[before]])
                {
                    foreach (int beside in index.Successors(from))
                    {
                        if (lanes.Contains(from) && _blockOf[beside] < 0 && LeadsTo(index, beside, lanes))
                        {
                            lanes.Add(beside);
                        }
                    }
                }
            }
        }

        foreach (int lane in lanes)
        {
            ids.Add(index.LaneAt(lane).Id);
        }

        return ids;
    }

    private static bool LeadsTo(RoadMapIndex index, int lane, HashSet<int> lanes)
    {
        foreach (int next in index.Successors(lane))
        {
            if (lanes.Contains(next))
            {
                return true;
            }
        }

        return false;
    }

    // From the leftmost lane to the rightmost.
    private List<int> Siblings(RoadMapIndex index, int lane)
    {
        var seen = new HashSet<int> { lane };
        int leftmost = lane;
        while (Next(index.LeftLane(leftmost)) is var left and >= 0 && seen.Add(left))
        {
            leftmost = left;
        }

        var siblings = new List<int> { leftmost };
        var listed = new HashSet<int>(siblings);
        for (int right = Next(index.RightLane(leftmost)); right >= 0 && listed.Add(right); right = Next(index.RightLane(right)))
        {
            siblings.Add(right);
        }

        // Links that do not agree with each other: the lane is a group of its own.
        return listed.Contains(lane) ? siblings : [lane];

        int Next(int beside) => beside >= 0 && _blockOf[beside] < 0 && index.CarriesTraffic(beside) && index.LaneAt(beside).JunctionId is null ? beside : -1;
    }

    private void AddBlock(RoadMapIndex index, List<int> siblings)
    {
        foreach (int lane in siblings)
        {
            _blockOf[lane] = _blocks.Count;
        }

        _blocks.Add(siblings);
        if (siblings.Count > 1 && TryUnion(index, siblings) is { } union)
        {
            Add(new MapPolygon($"block:{index.LaneAt(siblings[0]).Id}", MapPolygonType.Roadblock, union));
            return;
        }

        foreach (int lane in siblings)
        {
            Add(new MapPolygon($"block:{index.LaneAt(lane).Id}", MapPolygonType.Roadblock, index.OutlineOf(lane).Points));
        }
    }

    // The outer bounds enclose all of the group, unless the neighbours begin or end elsewhere.
    private static Vector2d[]? TryUnion(RoadMapIndex index, List<int> siblings)
    {
        var left = index.LaneAt(siblings[0]).Left;
        var right = index.LaneAt(siblings[^1]).Right;
        Vector2d[] points = [.. left.Points, .. right.Points.Reverse()];
        var union = new Polygon(points);
        if (union.CrossesItself(1e-3))
        {
            return null;
        }

        foreach (int lane in siblings)
        {
            foreach (var p in index.LaneAt(lane).Centre.Points)
            {
                if (union.DistanceTo(p) > RoadMapCheck.JoinToleranceM)
                {
                    return null;
                }
            }
        }

        return points;
    }

    private void AddLanes(RoadMapIndex index, MapPolygonType type, Predicate<int> which, bool withLine)
    {
        for (int i = 0; i < index.LaneCount; i++)
        {
            if (which(i))
            {
                var lane = index.LaneAt(i);
                Add(new MapPolygon(withLine ? lane.Id : $"area:{lane.Id}", type, index.OutlineOf(i).Points, withLine ? Line(lane.Centre) : null, lane.SpeedLimitMps));
            }
        }
    }

    private void AddMapAreas(RoadMap map, MapAreaKind kind, MapPolygonType type)
    {
        foreach (var area in map.Areas)
        {
            if (area.Kind == kind)
            {
                Add(new MapPolygon($"area:{area.Id}", type, area.Outline.Points));
            }
        }
    }

    // Headings are interpolated from point to point: where points are far apart a bend would begin long before it does.
    private static Pose2d[] Line(Polyline drawn)
    {
        var centre = drawn.WithoutRepeats();
        var points = new List<Vector2d>();
        for (int i = 0; i < centre.SegmentCount; i++)
        {
            var segment = centre.SegmentAt(i);
            int pieces = Math.Max(1, (int)Math.Ceiling(segment.LengthM / SpacingM));
            for (int j = 0; j < pieces; j++)
            {
                points.Add(segment.At((double)j / pieces));
            }
        }

        points.Add(centre.Points[^1]);
        var line = new Pose2d[points.Count];
        for (int i = 0; i + 1 < line.Length; i++)
        {
            line[i] = new Pose2d(points[i], (points[i + 1] - points[i]).ToHeading());
        }

        line[^1] = new Pose2d(points[^1], line[^2].HeadingRad);
        return line;
    }

    private void Add(MapPolygon area) => _areas.Add((area, Bounds2d.Of([.. area.Exterior])));
}
