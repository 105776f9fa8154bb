using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>One way to and from a junction of a map, or one direction of a piece of road. Immutable.</summary>
/// <param name="HeadingRad">Heading of incoming traffic, rad.</param>
/// <param name="Entry">Incoming lanes from the right.</param>
/// <param name="Exit">Outgoing lanes from the right in their own direction.</param>
internal sealed record MapArm(double HeadingRad, IReadOnlyList<int> Entry, IReadOnlyList<int> Exit)
{
    private const double SameRad = 35 * Math.PI / 180;
    private const double NearM = 30;

    /// <summary>The arms of a junction counter-clockwise by direction.</summary>
    public static List<MapArm> Of(RoadMapIndex index, Junction junction)
    {
        var inside = new HashSet<int>(junction.LaneIds.Select(index.IndexOf).Where(i => i >= 0 && index.CarriesTraffic(i)));
        var mouths = new List<(int Lane, bool In, Pose2d Pose)>();
        var seen = new HashSet<(int, bool)>();
        foreach (int lane in inside.Order())
        {
            foreach (int before in index.Predecessors(lane))
            {
                if (!inside.Contains(before) && index.CarriesTraffic(before) && seen.Add((before, true)))
                {
                    var centre = index.LaneAt(before).Centre;
                    mouths.Add((before, true, centre.PoseAt(centre.LengthM)));
                }
            }

            foreach (int after in index.Successors(lane))
            {
                if (!inside.Contains(after) && index.CarriesTraffic(after) && seen.Add((after, false)))
                {
                    var pose = index.LaneAt(after).Centre.PoseAt(0);
                    mouths.Add((after, false, new Pose2d(pose.Position, pose.HeadingRad + Math.PI)));
                }
            }
        }

        var groups = new List<List<(int Lane, bool In, Pose2d Pose)>>();
        foreach (var mouth in mouths.OrderBy(m => m.In ? 0 : 1).ThenBy(m => m.Lane))
        {
            var home = groups.Find(g => Math.Abs(Pinned.AngleDifference(g[0].Pose.HeadingRad, mouth.Pose.HeadingRad)) < SameRad && g[0].Pose.Position.DistanceTo(mouth.Pose.Position) < NearM);
            if (home is null)
            {
                groups.Add([mouth]);
            }
            else
            {
                home.Add(mouth);
            }
        }

        return [.. groups.Select(g => Arm(g)).OrderBy(a => Pinned.WrapAngle(a.HeadingRad))];
    }

    /// <summary>Corners of the mouths counter-clockwise around their middle; null when they make no area.</summary>
    public static Polygon? Area(RoadMapIndex index, IReadOnlyList<MapArm> arms)
    {
        var points = new List<Vector2d>();
        foreach (var arm in arms)
        {
            foreach (int lane in arm.Entry)
            {
                points.Add(index.LaneAt(lane).Left.Points[^1]);
                points.Add(index.LaneAt(lane).Right.Points[^1]);
            }

            foreach (int lane in arm.Exit)
            {
                points.Add(index.LaneAt(lane).Left.Points[0]);
                points.Add(index.LaneAt(lane).Right.Points[0]);
            }
        }

        return Hull(points);
    }

    private static MapArm Arm(List<(int Lane, bool In, Pose2d Pose)> mouths)
    {
        var frame = mouths[0].Pose;
        double Left((int Lane, bool In, Pose2d Pose) m) => frame.PointToBody(m.Pose.Position).Y;
        return new MapArm(frame.HeadingRad,
            [.. mouths.Where(m => m.In).OrderBy(Left).Select(m => m.Lane)],
            [.. mouths.Where(m => !m.In).OrderByDescending(Left).Select(m => m.Lane)]);
    }

    /// <summary>Convex hull counter-clockwise (Andrew 1979).</summary>
    private static Polygon? Hull(List<Vector2d> points)
    {
        var sorted = points.Distinct().OrderBy(p => p.X).ThenBy(p => p.Y).ToArray();
        if (sorted.Length < 3)
        {
            return null;
        }

        var hull = new List<Vector2d>();
        foreach (bool lower in (ReadOnlySpan<bool>)[true, false])
        {
            int from = hull.Count;
            for (int i = 0; i < sorted.Length; i++)
            {
                var point = lower ? sorted[i] : sorted[sorted.Length - 1 - i];
                while (hull.Count >= from + 2 && (hull[^1] - hull[^2]).Cross(point - hull[^1]) <= 0)
                {
                    hull.RemoveAt(hull.Count - 1);
                }

                hull.Add(point);
            }

            hull.RemoveAt(hull.Count - 1);
        }

        return hull.Count >= 3 ? new Polygon(hull) : null;
    }
}
