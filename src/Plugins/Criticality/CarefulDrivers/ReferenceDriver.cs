namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// A plain reference driver: alarmed when both, going on at constant velocity, would touch within a time; after its reaction time it brakes and, where
/// asked to, swerves once to one side within the friction circle. It brakes on to standstill.
/// </summary>
internal sealed class ReferenceDriver : PlayedDriver
{
    private readonly double _ttcS;
    private readonly double _reactionS;
    private readonly double _brakeMps2;
    private readonly double _lateralMps2;
    private readonly double _widthM;
    private readonly double _side;
    private double _brakingMps2;

    /// <summary>Seats the driver.</summary>
    /// <param name="options">Constants.</param>
    /// <param name="side">0 brakes only, 1 also swerves to the left, -1 to the right.</param>
    /// <param name="widthM">How far, m.</param>
    /// <param name="reactionS">Reaction time, s.</param>
    /// <param name="brakeMps2">Deceleration, m/s².</param>
    public ReferenceDriver(CarefulOptions options, double side, double widthM, double reactionS, double brakeMps2)
    {
        _ttcS = options.ReferenceTtcS;
        _reactionS = reactionS;
        _brakeMps2 = brakeMps2;
        _lateralMps2 = Math.Min(options.ReferenceLateralMps2, brakeMps2);
        _side = _lateralMps2 > 0 ? side : 0;
        _widthM = widthM;
    }

    /// <inheritdoc/>
    public override void Decide(PlayedScene scene, int step, ref EgoMotion motion)
    {
        double dt = scene.Scene.DtSeconds;
        if (motion.AlarmStep < 0)
        {
            if (!Foresees(scene, step, motion))
            {
                motion.SpeedMps = Math.Clamp(scene.PlannedMps(step + 1), Math.Max(motion.SpeedMps - dt, 0), motion.SpeedMps + dt);
                return;
            }

            motion.AlarmStep = step;
        }

        if (scene.Scene.Recording.TimeUs(step - motion.AlarmStep) < Math.Round(_reactionS * 1e6))
        {
            return;
        }

        motion.ReactionStep = motion.ReactionStep < 0 ? step : motion.ReactionStep;
        double since = (step + 1 - motion.ReactionStep) * dt;
        double limit = _brakeMps2;
        double swerveS = _side == 0 ? 0 : 2 * Math.Sqrt(_widthM / _lateralMps2);
        if (since < swerveS && motion.SpeedMps > 0)
        {
            double share = _lateralMps2 / _brakeMps2;
            limit = _brakeMps2 * Math.Sqrt(Math.Max(1 - share * share, 0));
            double half = swerveS / 2;
            double way = since <= half ? _lateralMps2 * since * since / 2 : _widthM - _lateralMps2 * (swerveS - since) * (swerveS - since) / 2;
            motion.D = _side * way;
        }

        const double JerkMps3 = 12.65;
        _brakingMps2 = Math.Min(_brakingMps2 + JerkMps3 * dt, limit);
        motion.SpeedMps = Math.Max(motion.SpeedMps - _brakingMps2 * dt, 0);
    }

    private bool Foresees(PlayedScene scene, int step, in EgoMotion motion)
    {
        var body = scene.Scene.Ego.Body;
        foreach (var other in scene.Others)
        {
            ref readonly var there = ref other.At(step);
            if (!there.Present || there.S <= motion.S)
            {
                continue;
            }

            double from = 0, to = _ttcS;
            if (Within(there.S - motion.S, there.AlongMps - motion.SpeedMps, there.AlongReachM + body.LengthM / 2, ref from, ref to)
                && Within(there.D - motion.D, there.AcrossMps, there.AcrossReachM + body.WidthM / 2, ref from, ref to))
            {
                return true;
            }
        }

        return false;
    }

    // Narrows an interval of time to that within which |offset + speed t| stays below a reach.
    private static bool Within(double offset, double speed, double reach, ref double from, ref double to)
    {
        if (Math.Abs(speed) < 1e-9)
        {
            return Math.Abs(offset) < reach && from <= to;
        }

        double a = (-reach - offset) / speed, b = (reach - offset) / speed;
        from = Math.Max(from, Math.Min(a, b));
        to = Math.Min(to, Math.Max(a, b));
        return from <= to;
    }
}
