using Sim.Plugins.Criticality.Approach;
using Sim.Plugins.Criticality.Evasion;
using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Tests;

/// <content>The toolbox's limits, roundings and simplifications, so that our formulas can be compared with its values.</content>
public partial class CrimeMetrics
{
    // The toolbox's limits: its vehicle may demand 11.5 m/s² (less above 7.319 m/s), of which the frame lets 8 m/s² and 25 m/s³ pass; it swerves by 0.8 m.
    private static EvasionSearch Search(CrimeCase c) => new(
        c.LongScene,
        new EvasionLimits
        {
            BrakeMps2 = BrakeMps2,
            KickdownMps2 = BrakeMps2,
            LateralMps2 = BrakeMps2,
            SwitchSpeedMps = 7.319,
            ClipMps2 = 8,
            SteerWidthM = 0.8,
            MaxSpeedMps = 50.8,
        },
        c.Steps + 1,
        recorded: true,
        road: null);

    private static int Contact(CrimeCase c, EvasionSearch search, int step)
    {
        int contact = search.Begin(step, out _);
        return step + contact < c.Steps ? contact : -1;
    }

    // Any corner of the box within the ego's lane.
    private static bool SameLane(in Relation there) => Math.Abs(there.LateralM) - there.ReachAcrossM < SameLaneM;

    private static bool Comparable(CrimeCase c, int step, in Relation there) =>
        SameLane(there) && there.Ahead && Gap(c, step) > 0 && there.AccelMps2 >= -1e-9 && !StopsBeforeContact(c, step);

    // The toolbox lets a braking ego drive backwards; only where it does not come to that are the times the same.
    private static bool StopsBeforeContact(CrimeCase c, int step)
    {
        ref readonly var ego = ref c.Scene.At(step);
        return ego.AccelMps2 < 0 && -ego.SpeedMps / ego.AccelMps2 < 60 && double.IsInfinity(Ttc(c, step)) && ego.SpeedMps > c.Other.At(step).SpeedMps;
    }

    // Below 0.1 m/s² the toolbox calls a relative acceleration none.
    private static double Ttc(CrimeCase c, int step, double linearBelow = LinearBelowMps2)
    {
        ref readonly var here = ref c.Scene.At(step);
        ref readonly var there = ref c.Other.At(step);
        double speed = there.Velocity.Length;
        return Math.Abs(there.AccelMps2 - here.AccelMps2) <= linearBelow
            ? PathMath.TimeToCollision(Gap(c, step), here.SpeedMps, speed)
            : PathMath.TimeToCollision(Gap(c, step), here.SpeedMps, here.AccelMps2, speed, there.AccelMps2);
    }

    // The toolbox takes the length of a turned box for its extent along the road, and the whole speed for that along it.
    private static double Gap(CrimeCase c, int step)
    {
        ref readonly var there = ref c.Other.At(step);
        return there.AlongM - there.Box.HalfLengthM - c.Scene.At(step).Box.HalfLengthM;
    }

    // What the rounding of the gap to hundredths does to a time: it counts at the speed with which the gap is gone.
    private static double TimeError(CrimeCase c, int step, double time)
    {
        ref readonly var here = ref c.Scene.At(step);
        ref readonly var there = ref c.Other.At(step);
        double closing = here.SpeedMps - there.Velocity.Length + (here.AccelMps2 - there.AccelMps2) * Math.Min(time, 1e3);
        return GapErrorM / Math.Max(closing, 1e-3);
    }

    // A pedestrian is a circle to the toolbox.
    private static int Encounter(CrimeCase c, int step, out double distance)
    {
        var other = c.ShapeScene.Others[0];
        if (!c.IsPedestrian)
        {
            return ApproachFamily.Encounter(c.ShapeScene, other, step, double.NaN, out distance);
        }

        int at = -1;
        distance = double.PositiveInfinity;
        for (int k = step; k < c.Steps && distance > 0; k++)
        {
            ref readonly var there = ref other.At(k);
            double apart = Math.Max(0, c.ShapeScene.At(k).Box.DistanceTo(there.Box.Centre) - there.Box.HalfWidthM);
            (at, distance) = apart < distance ? (k, apart) : (at, distance);
        }

        return at;
    }

    private static double Need(CrimeCase c, int step, in Relation there) =>
        PathMath.RequiredDeceleration(there.GapM, c.Scene.At(step).SpeedMps, there.SpeedMps, there.AccelMps2);

    private static double Disc(double length, double width) => Math.Sqrt(length * length / 36 + width * width / 4);
}
