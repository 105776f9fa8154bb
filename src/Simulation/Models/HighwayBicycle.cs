using Sim.Numerics;

namespace Sim.Simulation.Models;

/// <summary>
/// The bicycle of highway-env: reference point at the vehicle's middle, slip angle beta = atan(tan(delta) / 2), explicit Euler with the old speed
/// and heading, a soft speed bound of 40 m/s. Kept for comparison with that simulator; the engine's default is <see cref="KinematicBicycle"/>.
/// Pure, allocates nothing, any thread.
/// </summary>
public static class HighwayBicycle
{
    /// <summary>Speed beyond which the acceleration is altered, m/s, in either direction.</summary>
    public const double SpeedBoundMps = 40.0;

    /// <summary>One Euler step of position, heading and speed; other members pass through, the steering angle becomes the command.</summary>
    /// <param name="state">State; its point is the middle of the vehicle here, not the rear axle.</param>
    /// <param name="controls">Acceleration and front wheel angle, applied at once.</param>
    /// <param name="lengthM">Vehicle length, m, positive; the axles stand at its ends.</param>
    /// <param name="dtSeconds">Step length, s, positive.</param>
    public static RearAxleState Step(in RearAxleState state, Controls controls, double lengthM, double dtSeconds)
    {
        double v = state.SpeedMps;
        double accel = controls.AccelMps2;
        if (v > SpeedBoundMps)
            accel = Math.Min(accel, SpeedBoundMps - v);
        else if (v < -SpeedBoundMps)
            accel = Math.Max(accel, -SpeedBoundMps - v);

        double beta = Pinned.Atan(0.5 * Pinned.Tan(controls.SteerRad));
        var (sin, cos) = Pinned.SinCos(state.HeadingRad + beta);
        double yawRate = v * Pinned.Sin(beta) / (lengthM / 2.0);
        return new RearAxleState(
            state.X + v * cos * dtSeconds,
            state.Y + v * sin * dtSeconds,
            state.HeadingRad + yawRate * dtSeconds,
            v + accel * dtSeconds,
            controls.SteerRad,
            accel,
            yawRate);
    }
}
