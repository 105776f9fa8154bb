using Sim.Numerics;

namespace Sim.Simulation.Models;

/// <summary>
/// A vehicle's equations of motion behind one door: rear-axle state and controls in, rear-axle state out, whichever <see cref="VehicleModel"/> the
/// vehicle names. KS and ST run in RK4 steps of at most 10 ms (shorter where ST is stiff) under the vehicle's own limits and those of the parameter
/// set; below 0.1 m/s and in reverse ST is replaced by KS, because its tyre equations are unstable there. Holds no state; safe for concurrent use.
/// </summary>
public sealed class VehicleDynamics
{
    private const double LongestSubstepS = 0.01;

    private readonly BicycleLimits _limits;
    private readonly VehicleModel _model;
    private readonly VehicleParameterSet _parameters;

    /// <summary>Prepares the equations of a vehicle.</summary>
    /// <param name="vehicle">Vehicle data, already validated.</param>
    /// <exception cref="ArgumentException">The parameter set does not exist or lacks what the model needs.</exception>
    public VehicleDynamics(VehicleSpec vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        _model = vehicle.Model;
        _limits = BicycleLimits.Of(vehicle);
        _parameters = VehicleParameterSet.Bmw320i;
        if (_model == VehicleModel.KinematicBicycle)
            return;
        if (vehicle.ParameterSet is < 1 or > 4)
            throw new ArgumentException($"Vehicle '{vehicle.Name}': parameter_set {vehicle.ParameterSet} does not exist, use 1 to 4.", nameof(vehicle));
        _parameters = VehicleParameterSet.Get(vehicle.ParameterSet);
        if (_model == VehicleModel.St && !_parameters.HasDynamics)
            throw new ArgumentException($"Vehicle '{vehicle.Name}': parameter set 4 has no tyre data for model st, use 1 to 3 or model ks.", nameof(vehicle));
        _limits = _limits with
        {
            WheelbaseM = _parameters.WheelbaseM,
            MaxSteerRad = Math.Min(_limits.MaxSteerRad, _parameters.SteerMaxRad),
            MaxSteerRateRps = Math.Min(_limits.MaxSteerRateRps, _parameters.SteerRateMaxRps),
            MaxSpeedMps = Math.Min(_limits.MaxSpeedMps, _parameters.MaxSpeedMps),
        };
    }

    /// <summary>The limits in force, with the wheelbase of the equations.</summary>
    public BicycleLimits Limits => _limits;

    /// <summary>One step.</summary>
    /// <param name="state">State at the rear axle.</param>
    /// <param name="controls">Wanted acceleration and front wheel angle, finite.</param>
    /// <param name="dtSeconds">Step length, s, positive.</param>
    /// <param name="reverse">True when the vehicle may drive backwards.</param>
    public RearAxleState Step(in RearAxleState state, Controls controls, double dtSeconds, bool reverse = false)
    {
        if (_model == VehicleModel.KinematicBicycle)
            return KinematicBicycle.Step(in state, controls, in _limits, dtSeconds, reverse);

        var s = state;
        double left = dtSeconds;
        while (left > 0.0)
        {
            double h = LongestSubstepS;
            bool tyres = _model == VehicleModel.St && s.SpeedMps >= StModel.SwitchSpeedMps;
            if (tyres)
                h = Math.Min(h, 1.0 / StModel.FastestDecayPerSecond(s.SpeedMps, _parameters));
            // A remainder of rounding size must not become a step of its own.
            h = left <= h * (1.0 + 1e-9) ? left : h;
            double accel = KinematicBicycle.LimitAccel(controls.AccelMps2, s.SpeedMps, in _limits, h, reverse);
            double target = Math.Clamp(controls.SteerRad, -_limits.MaxSteerRad, _limits.MaxSteerRad);
            double rate = Math.Clamp((target - s.SteerRad) / h, -_limits.MaxSteerRateRps, _limits.MaxSteerRateRps);
            accel = new ModelInput(rate, accel).Limited(s.SteerRad, s.SpeedMps, _parameters).AccelMps2;
            s = tyres ? StepTyres(in s, rate, accel, h) : StepKinematic(in s, rate, accel, h);
            left -= h;
        }

        return s with { AccelMps2 = (s.SpeedMps - state.SpeedMps) / dtSeconds };
    }

    private RearAxleState StepKinematic(in RearAxleState s, double rate, double accel, double h)
    {
        double v = s.SpeedMps;
        double steer = s.SteerRad, rateSeen = rate;
        if (_limits.MaxTotalAccelMps2 < double.PositiveInfinity)
        {
            // The body turns as if the wheels stood at the largest angle that the friction carries, though they may stand further out.
            double fastest = Math.Max(Math.Abs(v), Math.Abs(v + accel * h));
            double widest = Math.Max(Math.Abs(Pinned.Tan(steer)), Math.Abs(Pinned.Tan(steer + rate * h)));
            double lateral = fastest * fastest * widest / _limits.WheelbaseM;
            double total = Math.Sqrt(lateral * lateral + accel * accel);
            if (total > _limits.MaxTotalAccelMps2)
            {
                double share = _limits.MaxTotalAccelMps2 / total;
                accel *= share;
                steer = Pinned.Atan(Pinned.Tan(steer) * share);
                rateSeen = 0.0;
            }
        }

        double move = StoppingTime(v, accel, h, out bool stops);
        Span<double> x = stackalloc double[5];
        x[0] = s.X;
        x[1] = s.Y;
        x[2] = steer;
        x[3] = v;
        x[4] = s.HeadingRad;
        Rk4.Step<KsModel>(x, new ModelInput(rateSeen, accel), _parameters, move);
        double speed = stops ? 0.0 : x[3];
        double after = Math.Clamp(s.SteerRad + rate * h, -_limits.MaxSteerRad, _limits.MaxSteerRad);
        return new RearAxleState(x[0], x[1], x[4], speed, after, accel, speed * Pinned.Tan(x[2]) / _limits.WheelbaseM);
    }

    private RearAxleState StepTyres(in RearAxleState s, double rate, double accel, double h)
    {
        if (_limits.MaxTotalAccelMps2 < double.PositiveInfinity)
        {
            double lateral = s.SpeedMps * s.YawRateRps;
            double rest = _limits.MaxTotalAccelMps2 * _limits.MaxTotalAccelMps2 - lateral * lateral;
            double most = rest > 0.0 ? Math.Sqrt(rest) : 0.0;
            accel = Math.Clamp(accel, -most, most);
            double steady = Pinned.Atan(_limits.MaxTotalAccelMps2 * _limits.WheelbaseM / (s.SpeedMps * s.SpeedMps));
            double turned = Math.Clamp(s.SteerRad + rate * h, -Math.Max(steady, Math.Abs(s.SteerRad)), Math.Max(steady, Math.Abs(s.SteerRad)));
            rate = (turned - s.SteerRad) / h;
        }

        double move = StoppingTime(s.SpeedMps, accel, h, out bool stops);
        double b = _parameters.RearAxleM;
        double across = s.LateralMps + b * s.YawRateRps;
        var (sin, cos) = Pinned.SinCos(s.HeadingRad);
        Span<double> x = stackalloc double[7];
        x[0] = s.X + b * cos;
        x[1] = s.Y + b * sin;
        x[2] = s.SteerRad;
        x[3] = Pinned.Hypot(s.SpeedMps, across);
        x[4] = s.HeadingRad;
        x[5] = s.YawRateRps;
        x[6] = Pinned.Atan2(across, s.SpeedMps);
        Rk4.Step<StModel>(x, new ModelInput(rate, accel), _parameters, move);
        var (sinAfter, cosAfter) = Pinned.SinCos(x[4]);
        var (sinSlip, cosSlip) = Pinned.SinCos(x[6]);
        double speed = stops ? 0.0 : Math.Max(0.0, x[3] * cosSlip);
        double steer = Math.Clamp(s.SteerRad + rate * h, -_limits.MaxSteerRad, _limits.MaxSteerRad);
        double px = x[0] - b * cosAfter, py = x[1] - b * sinAfter;
        return speed < StModel.SwitchSpeedMps
            ? new RearAxleState(px, py, x[4], speed, steer, accel, speed * Pinned.Tan(steer) / _limits.WheelbaseM)
            : new RearAxleState(px, py, x[4], speed, steer, accel, x[5], x[3] * sinSlip - b * x[5]);
    }

    private static double StoppingTime(double v, double accel, double h, out bool stops)
    {
        double end = v + accel * h;
        stops = (v > 0.0 && end <= 0.0) || (v < 0.0 && end >= 0.0);
        return stops ? -v / accel : h;
    }
}
