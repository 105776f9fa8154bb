using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Combining;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>What an actor of a template did, told in the frame of its lane, so that another actor can do it on another road. Immutable.</summary>
internal sealed class Manoeuvre
{
    private const double ChangesLaneM = 1.8;

    private Manoeuvre(double[] goneM, double[] acrossM, double turnRad, double speedMps)
    {
        GoneM = goneM;
        AcrossM = acrossM;
        TurnRad = turnRad;
        SpeedMps = speedMps;
    }

    /// <summary>Distance gone at knots of half a second.</summary>
    public double[] GoneM { get; }

    /// <summary>Movement across the lane of the start at the same knots, m.</summary>
    public double[] AcrossM { get; }

    /// <summary>Turn in all, rad, positive to the left.</summary>
    public double TurnRad { get; }

    /// <summary>First speed, m/s.</summary>
    public double SpeedMps { get; }

    /// <summary>What a track does in its scene from the first step on.</summary>
    public static Manoeuvre Of(Recording scene, Track track, int steps)
    {
        double dt = scene.StepUs * 1e-6;
        int knot = Math.Max(1, (int)Math.Round(ProfileLibrary.KnotS / dt));
        int knots = Math.Max(1, (int)Math.Ceiling(steps * dt / ProfileLibrary.KnotS));
        double[] gone = RecordedPath.Gone(track, 0, knots, dt);
        double turn = 0;
        for (int k = 1; k < track.Count; k++)
        {
            turn += Pinned.AngleDifference(track.HeadingRad.Span[k], track.HeadingRad.Span[k - 1]);
        }

        // A turn is told by the road; only what goes across it by the offset.
        var here = track.At(0);
        var past = new Pose2d[Math.Min(track.Count, knot)];
        for (int k = 0; k < past.Length; k++)
        {
            past[past.Length - 1 - k] = here.Pose.Moved(-k * dt * here.SpeedMps);
        }

        var course = CourseFinder.Find(scene.Map, past, Math.Max(60, gone[^1] + 20), turn);
        double first = course.Line.Project(here.Pose.Position).D;
        var across = new double[gone.Length];
        for (int k = 1; k < across.Length; k++)
        {
            across[k] = course.Line.Project(track.At(Math.Min(k * knot, track.Count - 1)).Pose.Position).D - first;
        }

        return new Manoeuvre(gone, across, turn, Math.Max(here.SpeedMps, 0));
    }

    /// <summary>The course on which an actor can do it, and the plan.</summary>
    /// <param name="map">The actor's map.</param>
    /// <param name="actor">The actor.</param>
    /// <param name="knots">How many knots to plan.</param>
    /// <param name="plan">The plan along the course.</param>
    /// <returns>The course; null when the road leaves no room for it.</returns>
    public Course? Fit(RoadMap map, ActorNow actor, int knots, out ActorPlan? plan)
    {
        plan = null;
        double pace = actor.SpeedMps > 1 && SpeedMps > 1 ? actor.SpeedMps / SpeedMps : 1;
        var course = CourseFinder.Find(map, [actor.Pose], Math.Max(60, GoneM[^1] * pace + 20), TurnRad);
        double start = course.Line.Project(actor.Pose.Position).D;
        double wide = AcrossM[^1];
        double stretch = 1;
        if (Math.Abs(wide) >= ChangesLaneM)
        {
            if (map.Lanes.Count > 0)
            {
                if (Beside(map.Index(), course, actor, wide > 0) is not { } room)
                {
                    return null;
                }

                stretch = (room - start) / wide;
            }
        }

        var gone = new double[knots + 1];
        var across = new double[knots + 1];
        across[0] = start;
        for (int k = 1; k <= knots; k++)
        {
            int own = Math.Min(k, GoneM.Length - 1);
            double more = GoneM.Length > 1 ? GoneM[own] - GoneM[own - 1] : SpeedMps * ProfileLibrary.KnotS;
            gone[k] = gone[k - 1] + pace * more;
            across[k] = start + stretch * AcrossM[own];
        }

        plan = new ActorPlan { Along = new SpeedCurve(gone, Math.Max(0, actor.SpeedMps)), AcrossM = across, TurnRad = [0, 0], Sources = [] };
        return course;
    }

    // Offset of the middle of the lane beside, where the course is after half of the way.
    private double? Beside(RoadMapIndex index, Course course, ActorNow actor, bool left)
    {
        double s = course.Line.Project(actor.Pose.Position).S + 0.5 * GoneM[^1];
        for (int i = course.Lanes.Count - 1; i >= 0; i--)
        {
            if (course.LaneStartsM[i] > s)
            {
                continue;
            }

            int lane = left ? index.LeftLane(course.Lanes[i]) : index.RightLane(course.Lanes[i]);
            if (lane < 0 || !index.CarriesTraffic(lane))
            {
                return null;
            }

            var centre = index.LaneAt(lane).Centre;
            var at = centre.PointAt(centre.Project(course.Line.ToWorld(s, 0)).S);
            return course.Line.Project(at).D;
        }

        return null;
    }
}
