using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>The line that the ego is to follow, as points about a metre apart, and where it comes from. Immutable.</summary>
internal sealed class RouteLine
{
    private const double SpacingM = 1;
    private const double MinLengthM = 2;

    private RouteLine(Polyline line, string note)
    {
        Note = note;
        int count = Math.Max(2, (int)Math.Ceiling(line.LengthM / SpacingM) + 1);
        var even = line.ResampledTo(count);
        Line = even;
        Points = [.. even.Points];
        Along = even.ArcLengthM.ToArray();
    }

    public Polyline Line { get; }

    /// <summary>Points, the first at the start.</summary>
    public IReadOnlyList<Vector2d> Points { get; }

    /// <summary>Distance of each point from the start, m.</summary>
    public IReadOnlyList<double> Along { get; }

    public double LengthM => Along[^1];

    /// <summary>What stands in for a route; empty when it is the task's own.</summary>
    public string Note { get; }

    /// <summary>Direction of the line at a point.</summary>
    public Vector2d Forward(int point) => Line.TangentOf(Math.Min(point, Line.SegmentCount - 1));

    /// <summary>
    /// The route of a recording: the task's lanes, or the shortest ones, from the ego's start to its goal or their end; else the way of the ego's log; else, for a log that
    /// nobody drove, its own way; null with the reason in <paramref name="why"/>.
    /// </summary>
    public static RouteLine? Of(RoadMapIndex index, EgoSamples ego, Expert expert, out string why)
    {
        why = "";
        var start = ego.Position(0);
        var task = ego.Recording.Task;
        var lanes = task is { Route.Count: > 0 } ? task.Route : expert.Route;
        if (lanes.Count > 0)
        {
            var points = new List<Vector2d>();
            foreach (string id in lanes)
            {
                if (!index.TryGetIndex(id, out int lane))
                {
                    why = $"the task's route names the lane '{id}', which the map does not have";
                    return null;
                }

                Append(points, index.LaneAt(lane).Centre);
            }

            var whole = new Polyline(points);
            double from = whole.Project(start, PolylineEnds.Clamp).S;
            double to = (task?.Goals ?? []).SelectMany(g => g.Areas).Select(a => whole.Project(a.Centroid(), PolylineEnds.Clamp).S).Where(s => s > from + MinLengthM).DefaultIfEmpty(whole.LengthM).Min();
            if (to - from >= MinLengthM)
            {
                return new RouteLine(whole.Slice(from, to), task is { Route.Count: > 0 } ? "" : "no route: the shortest lanes to the goal stand in");
            }

            why = "the ego starts at the end of its route";
            return null;
        }

        if (expert.Positions.Count > 1)
        {
            var way = new List<Vector2d> { expert.Positions[0] };
            foreach (var point in expert.Positions)
            {
                if (point.DistanceTo(way[^1]) >= SpacingM / 2)
                {
                    way.Add(point);
                }
            }

            if (way.Count > 1 && new Polyline(way) is { LengthM: >= MinLengthM } line)
            {
                return new RouteLine(line, expert.Note.Length > 0 ? "no route: the recording is a log, its own way stands in" : "no route: the way of the ego's log stands in");
            }

            why = "the ego's log does not move";
            return null;
        }

        why = "there is neither a route nor a log that could stand in for one";
        return null;
    }

    // A lane beside the last one begins where that one has come to.
    private static void Append(List<Vector2d> points, Polyline centre)
    {
        if (points.Count == 0)
        {
            points.AddRange(centre.Points);
            return;
        }

        double from = centre.Project(points[^1], PolylineEnds.Clamp).S;
        if (from >= centre.LengthM - 1e-9)
        {
            // The change happens along both; the line goes over at the start of the new one instead of its end.
            var first = centre.Span[0];
            int keep = points.FindIndex(p => (p - first).Dot(centre.TangentOf(0)) >= 0);
            points.RemoveRange(Math.Max(1, keep), points.Count - Math.Max(1, keep));
            from = centre.Project(points[^1], PolylineEnds.Clamp).S;
        }

        for (int i = 0; i < centre.Span.Length; i++)
        {
            if (centre.ArcLengthM[i] > from && centre.Span[i].DistanceTo(points[^1]) > 1e-9)
            {
                points.Add(centre.Span[i]);
            }
        }
    }
}
