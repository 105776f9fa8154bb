using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Retrieval.Evaluating.Manoeuvres;

/// <summary>Roads drawn for labelled manoeuvres: lanes by their centrelines. Not thread-safe.</summary>
internal sealed class DrawnRoad
{
    /// <summary>Width of all lanes, m.</summary>
    public const double WidthM = 3.5;

    private readonly List<Lane> _lanes = [];

    /// <summary>The lanes as a map.</summary>
    public RoadMap ToMap() => new() { Name = "drawn", Lanes = _lanes };

    /// <summary>A road of lanes side by side along a reference line, the first one rightmost.</summary>
    /// <param name="name">Begin of the lanes' ids: "name0", "name1", …</param>
    /// <param name="line">The right edge, in driving direction.</param>
    /// <param name="forward">Lanes in driving direction.</param>
    /// <param name="backward">Lanes against it, to the left of those.</param>
    public void Add(string name, Polyline line, int forward, int backward)
    {
        for (int i = 0; i < forward + backward; i++)
        {
            bool with = i < forward;
            Polyline right = Beside(line, i * WidthM), left = Beside(line, (i + 1) * WidthM), centre = Beside(line, (i + 0.5) * WidthM);
            LaneNeighbour? Neighbour(int j) => j < 0 || j >= forward + backward ? null : new LaneNeighbour(name + j, (j < forward) == with);
            _lanes.Add(new Lane
            {
                Id = name + i,
                Left = with ? left : Backward(right),
                Right = with ? right : Backward(left),
                Centre = with ? centre : Backward(centre),
                LeftNeighbour = Neighbour(with ? i + 1 : i - 1),
                RightNeighbour = Neighbour(with ? i - 1 : i + 1),
            });
        }
    }

    /// <summary>A lane along a centreline.</summary>
    public void AddLane(string id, Polyline centre, string? from, string? to, string? junction) => _lanes.Add(new Lane
    {
        Id = id,
        Left = Beside(centre, WidthM / 2),
        Right = Beside(centre, -WidthM / 2),
        Centre = centre,
        Predecessors = from is null ? [] : [from],
        Successors = to is null ? [] : [to],
        JunctionId = junction,
    });

    /// <summary>Joins a lane to those that name it, and makes it of a type.</summary>
    public void Link()
    {
        for (int i = 0; i < _lanes.Count; i++)
        {
            string id = _lanes[i].Id;
            _lanes[i] = _lanes[i] with
            {
                Successors = [.. _lanes[i].Successors.Union(_lanes.Where(l => l.Predecessors.Contains(id)).Select(l => l.Id), StringComparer.Ordinal)],
                Predecessors = [.. _lanes[i].Predecessors.Union(_lanes.Where(l => l.Successors.Contains(id)).Select(l => l.Id), StringComparer.Ordinal)],
            };
        }
    }

    /// <summary>Sets the type of a lane.</summary>
    public void SetType(string id, LaneType type)
    {
        int at = _lanes.FindIndex(l => l.Id == id);
        _lanes[at] = _lanes[at] with { Type = type };
    }

    /// <summary>Centreline of a lane.</summary>
    public Polyline Centre(string id) => _lanes.Find(l => l.Id == id)!.Centre;

    /// <summary>A line of points at a fixed spacing whose direction changes evenly.</summary>
    /// <param name="start">First pose.</param>
    /// <param name="lengthM">Length, m.</param>
    /// <param name="curvature">1/m, positive to the left.</param>
    public static Polyline Arc(Pose2d start, double lengthM, double curvature)
    {
        const double spacing = 2;
        int count = Math.Max(2, (int)Math.Ceiling(lengthM / spacing) + 1);
        var points = new Vector2d[count];
        double step = lengthM / (count - 1);
        var at = start.Position;
        double heading = start.HeadingRad;
        for (int i = 0; i < count; i++)
        {
            points[i] = at;
            at += Vector2d.FromHeading(heading + curvature * step / 2) * step;
            heading += curvature * step;
        }

        return new Polyline(points);
    }

    /// <summary>A smooth line from one pose to another (cubic Bézier).</summary>
    public static Polyline Between(Pose2d from, Pose2d to)
    {
        const int count = 25;
        double reach = 0.55 * from.Position.DistanceTo(to.Position);
        var a = from.Position + from.ToDirection() * reach;
        var b = to.Position - to.ToDirection() * reach;
        var points = new Vector2d[count];
        for (int i = 0; i < count; i++)
        {
            double t = (double)i / (count - 1), u = 1 - t;
            points[i] = from.Position * (u * u * u) + a * (3 * u * u * t) + b * (3 * u * t * t) + to.Position * (t * t * t);
        }

        return new Polyline(points);
    }

    /// <summary>Lines one after the other.</summary>
    public static Polyline Joined(params ReadOnlySpan<Polyline> lines)
    {
        var points = new List<Vector2d>();
        foreach (var line in lines)
        {
            foreach (var point in line.Points)
            {
                if (points.Count == 0 || points[^1].DistanceTo(point) > 0.05)
                {
                    points.Add(point);
                }
            }
        }

        return new Polyline(points);
    }

    private static Polyline Beside(Polyline line, double left)
    {
        var points = new Vector2d[line.Points.Count];
        for (int i = 0; i < points.Length; i++)
        {
            var before = line.TangentOf(Math.Max(0, i - 1));
            var after = line.TangentOf(Math.Min(line.SegmentCount - 1, i));
            points[i] = line.Points[i] + (before + after).UnitOr(after).Left * left;
        }

        return new Polyline(points);
    }

    private static Polyline Backward(Polyline line) => new([.. line.Points.Reverse()]);

}
