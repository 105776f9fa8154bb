using Sim.Numerics;

namespace Sim.Simulation.Models;

/// <summary>
/// The default vehicle model: a kinematic bicycle at the rear axle, psi' = v tan(delta) / wheelbase, with the vehicle's limits held exactly.
/// A step moves along a circular arc with the step's mean front wheel angle, so constant controls are integrated without error and
/// braking ends exactly at standstill. Pure, allocates nothing, any thread. Equations: docs/models.md.
/// </summary>
public static class KinematicBicycle
{
    /// <summary>One step.</summary>
    /// <param name="state">State at the rear axle.</param>
    /// <param name="controls">Wanted acceleration and front wheel angle; anything beyond a limit is brought to it. Finite.</param>
    /// <param name="limits">Limits of the vehicle.</param>
    /// <param name="dtSeconds">Step length, s, positive.</param>
    /// <param name="reverse">True when the vehicle may drive backwards; else braking ends at standstill. A step never crosses standstill.</param>
    public static RearAxleState Step(in RearAxleState state, Controls controls, in BicycleLimits limits, double dtSeconds, bool reverse = false)
    {
        double steer = Approach(state.SteerRad, controls.SteerRad, in limits, dtSeconds, out double meanSteer);
        double v = state.SpeedMps;
        double accel = LimitAccel(controls.AccelMps2, v, in limits, dtSeconds, reverse);
        double curvature = meanSteer == 0.0 ? 0.0 : Pinned.Tan(meanSteer) / limits.WheelbaseM;

        if (limits.MaxTotalAccelMps2 < double.PositiveInfinity)
        {
            double fastest = Math.Max(Math.Abs(v), Math.Abs(v + accel * dtSeconds));
            double lateral = fastest * fastest * curvature;
            double total = Math.Sqrt(accel * accel + lateral * lateral);
            if (total > limits.MaxTotalAccelMps2)
            {
                // Both shares shrink alike, as stability control does; a lower speed than assumed only lowers the lateral share further.
                double share = limits.MaxTotalAccelMps2 / total;
                accel *= share;
                curvature *= share;
            }
        }

        double distance;
        double speed = v + accel * dtSeconds;
        if ((v > 0.0 && speed <= 0.0) || (v < 0.0 && speed >= 0.0))
        {
            distance = -0.5 * v * v / accel;
            speed = 0.0;
        }
        else
        {
            distance = (v + 0.5 * accel * dtSeconds) * dtSeconds;
        }

        double half = 0.5 * distance * curvature;
        double chord = half == 0.0 ? distance : distance * SinOverX(half);
        var (sin, cos) = Pinned.SinCos(state.HeadingRad + half);
        return new RearAxleState(
            state.X + chord * cos,
            state.Y + chord * sin,
            state.HeadingRad + 2.0 * half,
            speed,
            steer,
            (speed - v) / dtSeconds,
            speed * curvature);
    }

    /// <summary>Front wheel angle after a step towards a wanted angle, within the limits of angle and rate.</summary>
    /// <param name="steerRad">Angle before the step, rad.</param>
    /// <param name="wantedRad">Wanted angle, rad.</param>
    /// <param name="limits">Limits of the vehicle.</param>
    /// <param name="dtSeconds">Step length, s.</param>
    /// <param name="meanRad">Mean angle over the step, rad.</param>
    public static double Approach(double steerRad, double wantedRad, in BicycleLimits limits, double dtSeconds, out double meanRad)
    {
        double from = Math.Clamp(steerRad, -limits.MaxSteerRad, limits.MaxSteerRad);
        double target = Math.Clamp(wantedRad, -limits.MaxSteerRad, limits.MaxSteerRad);
        double way = target - from;
        double reach = limits.MaxSteerRateRps * dtSeconds;
        if (Math.Abs(way) <= reach)
        {
            meanRad = way == 0.0 ? target : target - way * (0.5 * Math.Abs(way) / reach);
            return target;
        }

        double end = way > 0.0 ? from + reach : from - reach;
        meanRad = 0.5 * (from + end);
        return end;
    }

    /// <summary>The acceleration that a vehicle can follow: its limits by driving direction and its largest speed, m/s².</summary>
    /// <param name="wantedMps2">Wanted acceleration along the heading, m/s².</param>
    /// <param name="speedMps">Speed along the heading, m/s.</param>
    /// <param name="limits">Limits of the vehicle.</param>
    /// <param name="dtSeconds">Step length, s.</param>
    /// <param name="reverse">True when the vehicle may drive backwards.</param>
    public static double LimitAccel(double wantedMps2, double speedMps, in BicycleLimits limits, double dtSeconds, bool reverse)
    {
        double backward = speedMps > 0.0 ? limits.MaxDecelMps2 : reverse ? limits.MaxAccelMps2 : 0.0;
        double forward = speedMps < 0.0 ? limits.MaxDecelMps2 : limits.MaxAccelMps2;
        double accel = Math.Clamp(wantedMps2, -backward, forward);
        if (accel > 0.0 && speedMps + accel * dtSeconds > limits.MaxSpeedMps)
            accel = Math.Max((limits.MaxSpeedMps - speedMps) / dtSeconds, -limits.MaxDecelMps2);
        else if (accel < 0.0 && speedMps + accel * dtSeconds < -limits.MaxSpeedMps)
            accel = Math.Min((-limits.MaxSpeedMps - speedMps) / dtSeconds, limits.MaxDecelMps2);
        return accel;
    }

    private static double SinOverX(double x)
    {
        if (Math.Abs(x) > 0.02)
            return Pinned.Sin(x) / x;
        double z = x * x;
        // Next term x^8/362880 is below 1e-19 of the sum here.
        return 1.0 - z * (1.0 / 6.0 - z * (1.0 / 120.0 - z * (1.0 / 5040.0)));
    }
}
