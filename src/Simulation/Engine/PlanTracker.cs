using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Simulation.Engine;

/// <summary>
/// Turns a plan into controls with two linear quadratic regulators: longitudinal over (distance, speed) error, lateral over (offset, heading)
/// error of a bicycle, its gains solved in advance on a grid of speeds and blended. Acceleration and curvature of the plan are fed forward.
/// Beyond its last point a plan asks for a stop at <see cref="TailDecelMps2"/> along the last heading. Not thread-safe.
/// </summary>
internal sealed class PlanTracker
{
    /// <summary>Braking after the end of a plan, m/s².</summary>
    public const double TailDecelMps2 = 3.0;

    private readonly PlanReader _reader = new();
    private readonly double _wheelbase;
    private readonly long _stepUs;
    private readonly double _dt;
    private readonly TrackerGains _gains;

    public PlanTracker(in BicycleLimits limits, long stepUs)
    {
        _wheelbase = limits.WheelbaseM;
        _stepUs = stepUs;
        _dt = stepUs * 1e-6;
        _gains = TrackerGains.For(_wheelbase, stepUs, TrackerGains.Count(limits.MaxSpeedMps));
    }

    /// <summary>Tracks another plan from now on; one that begins later is reached from the present state.</summary>
    public void Use(IReadOnlyList<PlanPoint> plan, in RearAxleState state, long timeUs) =>
        _reader.Use(plan, new PlanPoint(timeUs, state.X, state.Y, state.HeadingRad, state.SpeedMps));

    /// <summary>Controls for the step that begins at a time.</summary>
    public Controls Track(in RearAxleState state, long timeUs)
    {
        bool tail = timeUs >= _reader.EndUs;
        var now = _reader.At(timeUs);
        var next = _reader.At(timeUs + _stepUs);
        var (sin, cos) = Pinned.SinCos(now.HeadingRad);
        double dx = state.X - now.X, dy = state.Y - now.Y;
        double ahead = dx * cos + dy * sin;
        double offset = dy * cos - dx * sin;
        double turned = Pinned.AngleDifference(state.HeadingRad, now.HeadingRad);
        double wayX = next.X - now.X, wayY = next.Y - now.Y;
        double way = Math.Sqrt(wayX * wayX + wayY * wayY);
        double curvature = way > 0.02 ? Pinned.AngleDifference(next.HeadingRad, now.HeadingRad) / way : 0;
        curvature = wayX * cos + wayY * sin < 0 ? -curvature : curvature;
        double accel = tail
            ? -Math.Min(TailDecelMps2, Math.Abs(state.SpeedMps) / _dt) * Math.Sign(state.SpeedMps)
            : (next.SpeedMps - now.SpeedMps) / _dt - _gains.Distance * ahead - _gains.Speed * (state.SpeedMps - now.SpeedMps);

        _gains.At(state.SpeedMps, out double k1, out double k2);
        double side = state.SpeedMps < 0 ? -1 : 1;
        double steer = Pinned.Atan(_wheelbase * curvature) - k1 * offset - side * k2 * turned;
        return new Controls(accel, steer);
    }
}
