using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Retrieval.Combining;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>The way that a recorded actor took and how far along it it was when. Pure.</summary>
internal static class RecordedPath
{
    private const double SpacingM = 1.5;
    private const double BeyondM = 120;
    private const double MovesM = 3;

    /// <summary>The course that an actor took, carried on along the lanes where it ends; null for one that hardly moves.</summary>
    public static Course? CourseOf(Track track, RoadMap map)
    {
        var points = new List<Vector2d>();
        var poses = new List<Pose2d>();
        for (int k = track.FirstStep; k < track.EndStep; k++)
        {
            if (!track.IsPresent(k))
            {
                continue;
            }

            var pose = track.At(k).Pose;
            poses.Add(pose);
            if (points.Count == 0 || points[^1].DistanceTo(pose.Position) >= SpacingM)
            {
                points.Add(pose.Position);
            }
        }

        if (points.Count < 2 || points[0].DistanceTo(points[^1]) < MovesM)
        {
            return null;
        }

        // Beyond the record as the lane goes on, at the offset that the actor ended with.
        var last = new Pose2d(points[^1], (points[^1] - points[^2]).ToHeading());
        var beyond = CourseFinder.Find(map, [last], BeyondM);
        var at = beyond.Line.Project(last.Position);
        for (double s = at.S + SpacingM; s < at.S + BeyondM; s += SpacingM)
        {
            points.Add(beyond.Line.ToWorld(s, at.D));
        }

        return Course.Over(new Polyline(points));
    }

    /// <summary>Distance gone at knots of half a second from a step on; shorter where the actor leaves.</summary>
    public static double[] Gone(Track track, int step, int knots, double stepS)
    {
        int knot = Math.Max(1, (int)Math.Round(ProfileLibrary.KnotS / stepS));
        var gone = new List<double>(knots + 1) { 0 };
        double sum = 0;
        for (int k = 1; k <= knots * knot && track.IsPresent(step + k) && track.IsPresent(step + k - 1); k++)
        {
            var before = track.At(step + k - 1);
            sum += Math.Max(0, (track.At(step + k).Pose.Position - before.Pose.Position).Dot(before.Pose.ToDirection()));
            if (k % knot == 0)
            {
                gone.Add(sum);
            }
        }

        return [.. gone];
    }
}
