using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>The lanes that an ego will follow, and their centre line.</summary>
internal static class SceneRoute
{
    private const double LaneChangeCostM = 100;
    private const double ChangeLengthM = 40;
    private const double ChangeLeadM = 5;
    private const double BehindM = 30;
    private const double SpacingM = 1;

    /// <summary>Lanes from the start: the rest of the route, else the cheapest way to its end, then the straightest way until the length is reached.</summary>
    public static List<int> Chain(RoadMapIndex index, int start, List<int> route, Vector2d ego, double aheadM)
    {
        var chain = new List<int>();
        int at = route.IndexOf(start);
        if (at >= 0)
        {
            chain.AddRange(route[at..]);
        }
        else if (route.Count > 0)
        {
            chain.AddRange(index.FindRoute(start, route[^1], LaneChangeCostM));
        }

        if (chain.Count == 0)
        {
            chain.Add(start);
        }

        double length = -index.LaneAt(start).Centre.Project(ego, PolylineEnds.Clamp).S;
        foreach (int lane in chain)
        {
            length += index.LaneAt(lane).Centre.LengthM;
        }

        var seen = new HashSet<int>(chain);
        for (int next = index.StraightestSuccessor(chain[^1]); next >= 0 && length < aheadM && seen.Add(next); next = index.StraightestSuccessor(next))
        {
            chain.Add(next);
            length += index.LaneAt(next).Centre.LengthM;
        }

        return chain;
    }

    /// <summary>Points each metre from some way behind the ego, with the heading of the piece that begins there.</summary>
    public static IReadOnlyList<Pose2d> Centreline(RoadMapIndex index, List<int> chain, Vector2d ego, double aheadM)
    {
        var points = new List<Vector2d>();
        double here = index.LaneAt(chain[0]).Centre.Project(ego, PolylineEnds.Clamp).S;
        double from = Math.Max(0, here - BehindM);
        double at = here;
        for (int i = 0; i < chain.Count; i++)
        {
            var line = index.LaneAt(chain[i]).Centre;
            bool changes = i + 1 < chain.Count && !index.Successors(chain[i]).Contains(chain[i + 1]);
            double leave = changes ? Math.Min(line.LengthM, Math.Max(from, at) + ChangeLeadM) : line.LengthM;
            Append(points, line, from, leave);
            (from, at) = (0, 0);
            if (changes)
            {
                var beside = index.LaneAt(chain[i + 1]).Centre;
                double abreast = beside.Project(line.PointAt(leave), PolylineEnds.Clamp).S;
                from = abreast + Math.Min(ChangeLengthM, 0.6 * (beside.LengthM - abreast));
                at = from;
            }
        }

        double ahead = LengthAfter(points, ego);
        if (ahead < aheadM)
        {
            var end = points[^1];
            points.Add(end + (Vector2d.FromHeading(index.LaneAt(chain[^1]).Centre.HeadingAt(double.MaxValue)) * (aheadM - ahead)));
        }

        return WithHeadings(new Polyline(points).WithoutRepeats());
    }

    private static void Append(List<Vector2d> points, Polyline line, double fromM, double toM)
    {
        Add(points, line.PointAt(fromM));
        for (int i = 0; i < line.Span.Length; i++)
        {
            if (line.ArcLengthM[i] > fromM && line.ArcLengthM[i] < toM)
            {
                Add(points, line.Span[i]);
            }
        }

        Add(points, line.PointAt(toM));
    }

    private static void Add(List<Vector2d> points, Vector2d p)
    {
        // Where two lanes meet within a centimetre, one point stands for both.
        if (points.Count == 0 || points[^1].DistanceTo(p) > RoadMapCheck.JoinToleranceM)
        {
            points.Add(p);
        }
    }

    private static double LengthAfter(List<Vector2d> points, Vector2d ego)
    {
        if (points.Count < 2)
        {
            return 0;
        }

        var line = new Polyline(points);
        return line.LengthM - line.Project(ego, PolylineEnds.Clamp).S;
    }

    private static Pose2d[] WithHeadings(Polyline line)
    {
        int pieces = Math.Max(1, (int)Math.Ceiling(line.LengthM / SpacingM));
        var poses = new Pose2d[pieces + 1];
        var points = new Vector2d[pieces + 1];
        int hint = -1;
        for (int i = 0; i <= pieces; i++)
        {
            double s = line.LengthM * i / pieces;
            hint = line.SegmentIndexAt(s, hint);
            points[i] = line.PointAt(s, hint: hint);
        }

        for (int i = 0; i < pieces; i++)
        {
            poses[i] = new Pose2d(points[i], (points[i + 1] - points[i]).ToHeading());
        }

        poses[pieces] = new Pose2d(points[pieces], poses[pieces - 1].HeadingRad);
        return poses;
    }
}
