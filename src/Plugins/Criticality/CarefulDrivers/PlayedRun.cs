using Sim.Geometry;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>Drives somebody along the ego's path and finds the first contact. Stateless and thread-safe.</summary>
internal static class PlayedRun
{
    private const double ReachM = 60;

    /// <summary>Runs a driver.</summary>
    public static PlayedResult Drive(PlayedScene scene, PlayedDriver driver)
    {
        double dt = scene.Scene.DtSeconds;
        ref readonly var start = ref scene.Scene.At(scene.FromStep);
        double speed = scene.PlannedMps(scene.FromStep);
        var motion = new EgoMotion { S = start.S, SpeedMps = speed, PreviousMps = speed, AlarmStep = -1, ReactionStep = -1 };
        var before = scene.Place(motion.S, 0);
        for (int step = scene.FromStep; step < scene.EndStep - 1; step++)
        {
            double now = motion.SpeedMps;
            driver.Decide(scene, step, ref motion);
            motion.PreviousMps = now;
            motion.S += (driver.AdvancesWithNewSpeed ? motion.SpeedMps : (now + motion.SpeedMps) / 2) * dt;
            var after = scene.Place(motion.S, motion.D);
            if (Contact(scene, step + 1, before, after, motion) is { } contact)
            {
                return contact;
            }

            before = after;
        }

        return new PlayedResult(motion.AlarmStep, motion.ReactionStep, null, 0, null);
    }

    private static PlayedResult? Contact(PlayedScene scene, int step, in OrientedBox before, in OrientedBox after, in EgoMotion motion)
    {
        PlayedResult? first = null;
        double least = double.PositiveInfinity;
        foreach (var other in scene.Others)
        {
            ref readonly var there = ref other.At(step);
            if (!there.Present || there.Box.Centre.DistanceSquaredTo(after.Centre) > ReachM * ReachM || !after.Overlaps(there.Box)
                || FromBehind(there, after, motion))
            {
                continue;
            }

            ref readonly var was = ref other.At(step - 1);
            double share = PlayedScene.FirstTouch(before, after, was, there);
            if (share < least)
            {
                least = share;
                long time = (long)Math.Round((step - 1 + share) * scene.Scene.Recording.StepUs);
                var mine = after.Axis * motion.SpeedMps;
                first = new PlayedResult(motion.AlarmStep, motion.ReactionStep, time, (mine - there.Velocity).Length, other.Track.Id);
            }
        }

        return first;
    }

    // A replayed follower cannot react to a braking ego.
    private static bool FromBehind(in PlayedState there, in OrientedBox ego, in EgoMotion motion) =>
        there.S < motion.S && there.AlongMps > Math.Abs(there.AcrossMps) && there.AlongMps >= motion.SpeedMps
        && Math.Abs(there.D - motion.D) < there.AcrossReachM + ego.HalfWidthM;
}
