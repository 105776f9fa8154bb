using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>The line of a lane through a junction: straight, one arc between two straights, or a cubic where these do not fit. Immutable.</summary>
internal sealed class ConnectionPath
{
    private const double StepM = 1;
    private const double StepRad = 0.06;

    private ConnectionPath(List<Pose2d> poses, double radiusM)
    {
        Poses = poses;
        RadiusM = radiusM;
    }

    /// <summary>Poses with exact headings.</summary>
    public IReadOnlyList<Pose2d> Poses { get; }

    /// <summary>Least radius, m; infinite when straight.</summary>
    public double RadiusM { get; }

    /// <summary>Draws from one pose to another.</summary>
    public static ConnectionPath Draw(Pose2d from, Pose2d to)
    {
        double turn = Pinned.AngleDifference(to.HeadingRad, from.HeadingRad);
        var end = from.PointToBody(to.Position);
        if (Math.Abs(turn) < 1e-9 && Math.Abs(end.Y) < 1e-6 && end.X > 0)
        {
            return new([from, to], double.PositiveInfinity);
        }

        if (Math.Abs(turn) > 0.12)
        {
            var (u0, u1) = (from.ToDirection(), to.ToDirection());
            var way = to.Position - from.Position;
            double cross = u0.Cross(u1);
            double before = way.Cross(u1) / cross, after = u0.Cross(way) / cross;
            double tangent = Math.Min(before, after);
            if (tangent > 0.5)
            {
                return Arc(from, to, turn, before, after, tangent);
            }
        }

        return Cubic(from, to);
    }

    /// <summary>A lane along the path; its width changes evenly.</summary>
    public Lane ToLane(string id, double fromWidthM, double toWidthM)
    {
        var (left, centre, right) = (new Vector2d[Poses.Count], new Vector2d[Poses.Count], new Vector2d[Poses.Count]);
        double length = 0, total = 0;
        for (int i = 1; i < Poses.Count; i++)
        {
            total += Poses[i].Position.DistanceTo(Poses[i - 1].Position);
        }

        for (int i = 0; i < Poses.Count; i++)
        {
            length += i > 0 ? Poses[i].Position.DistanceTo(Poses[i - 1].Position) : 0;
            double half = (fromWidthM + (toWidthM - fromWidthM) * (length / total)) / 2;
            var side = Poses[i].ToDirection().Left * half;
            centre[i] = Poses[i].Position;
            (left[i], right[i]) = (centre[i] + side, centre[i] - side);
        }

        return new Lane { Id = id, Left = new(left), Centre = new(centre), Right = new(right), LeftMarking = LaneMarking.None, RightMarking = LaneMarking.None };
    }

    private static ConnectionPath Arc(Pose2d from, Pose2d to, double turn, double before, double after, double tangent)
    {
        double half = Math.Abs(turn) / 2;
        double radius = tangent / Pinned.Tan(half);
        double side = turn > 0 ? 1 : -1;
        var poses = new List<Pose2d> { from };
        var start = from;
        if (before - tangent > 1e-3)
        {
            poses.Add(start = from.Moved(before - tangent));
        }

        var centre = start.PointToWorld(new(0, side * radius));
        int pieces = Math.Max(4, (int)Math.Ceiling(Math.Max(Math.Abs(turn) / StepRad, Math.Abs(turn) * radius / StepM / 2)));
        for (int i = 1; i < pieces; i++)
        {
            double heading = start.HeadingRad + turn * i / pieces;
            poses.Add(new Pose2d(centre - Vector2d.FromHeading(heading).Left * (side * radius), heading));
        }

        if (after - tangent > 1e-3)
        {
            poses.Add(to.Moved(-(after - tangent)));
        }

        poses.Add(to);
        return new(poses, radius);
    }

    private static ConnectionPath Cubic(Pose2d from, Pose2d to)
    {
        double distance = from.Position.DistanceTo(to.Position);
        var (v0, v1) = (from.ToDirection() * distance, to.ToDirection() * distance);
        var way = to.Position - from.Position;
        var b = v0;
        var c = way * 3 - v0 * 2 - v1;
        var d = v0 + v1 - way * 2;
        int pieces = Math.Max(8, (int)Math.Ceiling(distance / StepM));
        var poses = new List<Pose2d>(pieces + 1) { from };
        double sharpest = 0;
        for (int i = 0; i <= pieces; i++)
        {
            double t = (double)i / pieces;
            var speed = b + c * (2 * t) + d * (3 * t * t);
            var bend = c * 2 + d * (6 * t);
            double length = Math.Max(speed.Length, 1e-9);
            sharpest = Math.Max(sharpest, Math.Abs(speed.Cross(bend)) / (length * length * length));
            if (i > 0 && i < pieces)
            {
                poses.Add(new Pose2d(from.Position + b * t + c * (t * t) + d * (t * t * t), speed.ToHeading()));
            }
        }

        poses.Add(to);
        return new(poses, sharpest > 0 ? 1 / sharpest : double.PositiveInfinity);
    }
}
