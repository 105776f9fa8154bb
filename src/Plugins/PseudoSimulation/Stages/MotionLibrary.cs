using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>
/// The recorded driving that starts take headings and histories from: every unbroken four seconds of every motor vehicle of a recording, each half
/// second. Immutable, thread-safe.
/// </summary>
internal sealed class MotionLibrary
{
    private const int Frames = 5;
    private readonly List<PastMotion> _motions = [];

    public MotionLibrary(RecordedScenes scenes)
    {
        long end = scenes.Recording.TimeUs(scenes.Recording.StepCount - 1);
        foreach (var motion in scenes.Ego is { IsLog: true } ego ? scenes.Others.Prepend(ego.Motion) : scenes.Others)
        {
            if (SceneClasses.Of(motion.Track.Class) != SceneObjectType.Vehicle || motion.Track.Class == ActorClass.ParkedVehicle)
            {
                continue;
            }

            double offset = RecordedEgo.Shaped(motion.Track.Body).RearAxleToCentreM;
            for (long from = 0; from + StartTimes.StageUs <= end; from += Horizon.FrameUs)
            {
                if (Read(motion, from, offset) is { } read)
                {
                    _motions.Add(read);
                }
            }
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _motions.Count;

    /// <summary>The motion whose end lies nearest to a place, the first of equals; null when none lies within reach.</summary>
    /// <param name="end">The place, relative to the ego's rear axle at t0.</param>
    /// <param name="reachM">How far, m.</param>
    public PastMotion? Nearest(Vector2d end, double reachM)
    {
        PastMotion? best = null;
        double least = reachM * reachM;
        foreach (var motion in _motions)
        {
            double d = motion.End.Position.DistanceSquaredTo(end);
            if (d < least || (best is null && d == least))
            {
                (best, least) = (motion, d);
            }
        }

        return best;
    }

    private static PastMotion? Read(RecordedMotion motion, long fromUs, double offset)
    {
        if (!motion.TryAt(fromUs, out var first))
        {
            return null;
        }

        var states = new ActorState[Frames];
        for (long t = fromUs + Horizon.FrameUs; t <= fromUs + StartTimes.StageUs; t += Horizon.FrameUs)
        {
            if (!motion.TryAt(t, out var state))
            {
                return null;
            }

            long back = (fromUs + StartTimes.StageUs - t) / Horizon.FrameUs;
            if (back < Frames)
            {
                states[Frames - 1 - back] = state;
            }
        }

        var end = states[^1].Pose.CentreToRearAxle(offset);
        return new PastMotion(
            $"{motion.Track.Id} at {StartTime.Text(fromUs + StartTimes.StageUs)}",
            first.Pose.CentreToRearAxle(offset).PoseToBody(end),
            [.. states.Select(s => Relative(in s, offset, end))]);
    }

    private static EgoState Relative(in ActorState s, double offset, Pose2d end)
    {
        var pose = end.PoseToBody(s.Pose.CentreToRearAxle(offset));
        return new EgoState(pose.X, pose.Y, pose.HeadingRad, s.SpeedMps) { Ax = s.AccelMps2, Ay = s.SpeedMps * s.YawRateRps, YawRateRps = s.YawRateRps };
    }
}
