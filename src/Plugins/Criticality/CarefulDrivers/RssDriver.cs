using Sim.Plugins.Criticality.Rss;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// The proper response of RSS on the ego's path: after its response time it brakes with brake_min while somebody is dangerous, and before a place that a
/// crossing actor will occupy it stops if it can no longer be sure to pass first. It holds its speed when nothing is dangerous any more.
/// </summary>
internal sealed class RssDriver(RssParameters ego, RssParameters other, double brakeMps2) : PlayedDriver
{
    /// <inheritdoc/>
    public override void Decide(PlayedScene scene, int step, ref EgoMotion motion)
    {
        bool dangerous = false;
        foreach (var actor in scene.Others)
        {
            ref readonly var there = ref actor.At(step);
            dangerous |= there.Present && IsDangerous(scene, there, motion);
        }

        if (dangerous && motion.AlarmStep < 0)
        {
            motion.AlarmStep = step;
        }

        if (motion.AlarmStep < 0)
        {
            // Until then it drives as recorded, without the changes of speed that were the recorded driver's answer.
            double comfort = scene.Scene.DtSeconds;
            motion.SpeedMps = Math.Clamp(scene.PlannedMps(step + 1), Math.Max(motion.SpeedMps - comfort, 0), motion.SpeedMps + comfort);
            return;
        }

        if (scene.Scene.Recording.TimeUs(step - motion.AlarmStep) < Math.Round(ego.ResponseTimeS * 1e6) || !dangerous)
        {
            return;
        }

        motion.ReactionStep = motion.ReactionStep < 0 ? step : motion.ReactionStep;
        motion.SpeedMps = Math.Max(motion.SpeedMps - brakeMps2 * scene.Scene.DtSeconds, 0);
    }

    private bool IsDangerous(PlayedScene scene, in PlayedState there, in EgoMotion motion)
    {
        var body = scene.Scene.Ego.Body;
        double gap = there.S - motion.S - there.AlongReachM - body.LengthM / 2;
        if (there.S <= motion.S)
        {
            return false;
        }

        double speed = Math.Clamp(motion.SpeedMps, 0, 100);
        double side = there.D >= 0 ? 1 : -1;
        double towards = -side * there.AcrossMps;
        double aside = Math.Max(Math.Abs(there.D) - there.AcrossReachM - body.WidthM / 2, 0);
        if (Math.Abs(there.AcrossMps) > Math.Abs(there.AlongMps) && Math.Abs(there.AcrossMps) > 0.3)
        {
            return Crosses(gap, aside, towards, there, motion, body);
        }

        var like = RssTolerance.Exact;
        double along = Math.Clamp(there.AlongMps, -100, 100);
        double safe = along < -0.3
            ? RssFormulas.SafeOppositeDirectionM(speed, ego, -along, other, like)
            : RssFormulas.SafeSameDirectionM(Math.Max(along, 0), other, speed, ego, like);
        double safeAside = RssFormulas.SafeLateralM(0, ego, -towards, other);
        return gap <= safe && aside <= safeAside;
    }

    // The other has the right of way: the ego must be able to stop before the strip, unless it is through before the other comes.
    private bool Crosses(double gap, double aside, double towards, in PlayedState there, in EgoMotion motion, BodyBox body)
    {
        if (gap <= 0 || (towards <= 0 && aside > 0))
        {
            return false;
        }

        double across = Math.Max(Math.Abs(there.AcrossMps), 0.1);
        double comesS = aside / across;
        double goesS = (Math.Abs(there.D) + there.AcrossReachM + body.WidthM / 2) / across;
        double speed = Math.Clamp(motion.SpeedMps, 0, 100);
        double arrivesS = gap / Math.Max(speed, 0.1);
        double throughS = (gap + 2 * there.AlongReachM + body.LengthM) / Math.Max(speed, 0.1);
        bool together = arrivesS <= goesS + ego.ResponseTimeS && comesS <= throughS + ego.ResponseTimeS;
        return together && gap <= RssFormulas.StopBeforeIntersectionM(speed, ego, RssTolerance.Exact);
    }
}
