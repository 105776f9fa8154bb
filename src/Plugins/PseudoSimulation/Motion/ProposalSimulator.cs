using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Motion;

/// <summary>
/// Drives a proposal: a linear-quadratic tracker commands a kinematic bicycle at 10 Hz (specs/pseudo-simulation.md §5). Holds its workspace: make
/// one for each thread; nothing is allocated after construction.
/// </summary>
/// <remarks>
/// <see cref="Compatibility.Sane"/> penalises jerk where the reference's rewrite penalises accelerations, reports the lateral acceleration of the
/// turn instead of 0, does not take driving backwards for standing still, and does not let a braking car roll backwards.
/// </remarks>
public sealed class ProposalSimulator
{
    private const double Dt = Horizon.StepSeconds;
    private const int Window = 10;

    private const double StoppingSpeedMps = 0.2;
    private const double StoppingGain = 0.5;

    // One-step regulator of the speed at the window's end: weights 10 on the error and 1 on the input, input held for Window * Dt = 1 s.
    private const double SpeedGain = 10.0 / 11.0;
    private const double HeadingWeight = 10.0;

    private const double AccelBlend = Dt / (Dt + 0.2);
    private const double SteerBlend = Dt / (Dt + 0.05);
    private const double MaxSteerRad = Math.PI / 3;

    private readonly MotionProfiles _profiles;
    private readonly MotionCommand[] _commands = new MotionCommand[Horizon.Steps];
    private readonly double _wheelbaseM;
    private readonly bool _sane;

    /// <summary>A simulator of one vehicle.</summary>
    /// <param name="shape">The vehicle; only its wheelbase matters.</param>
    /// <param name="compatibility">Whose results it gives.</param>
    public ProposalSimulator(EgoShape shape, Compatibility compatibility = Compatibility.Navsim22)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!(shape.WheelbaseM > 0) || !double.IsFinite(shape.WheelbaseM))
            throw new ArgumentException("The wheelbase must be positive.", nameof(shape));
        _wheelbaseM = shape.WheelbaseM;
        _sane = compatibility == Compatibility.Sane;
        _profiles = new MotionProfiles(compatibility);
    }

    /// <summary>Speed along the last proposal at its first 40 samples, m/s.</summary>
    public ReadOnlySpan<double> SpeedProfileMps => _profiles.SpeedMps;

    /// <summary>Curvature along the last proposal at its first 40 samples, 1/m.</summary>
    public ReadOnlySpan<double> CurvatureProfilePerM => _profiles.CurvaturePerM;

    /// <summary>Commands of the last simulation, one each step.</summary>
    public ReadOnlySpan<MotionCommand> Commands => _commands;

    /// <summary>Drives a proposal from a start state.</summary>
    /// <param name="proposal"><see cref="Horizon.Samples"/> world rear-axle poses, as <see cref="PlanInterpolation"/> makes them.</param>
    /// <param name="start">The ego now.</param>
    /// <param name="states">Takes <see cref="Horizon.Samples"/> states; the first is <paramref name="start"/>. Headings of the others are in [-pi, pi).</param>
    /// <exception cref="ArgumentException">A span has another length, or the numbers given are not finite or overflow.</exception>
    public void Simulate(ReadOnlySpan<Pose2d> proposal, in EgoState start, Span<EgoState> states)
    {
        if (proposal.Length != Horizon.Samples)
            throw new ArgumentException($"Expected {Horizon.Samples} poses, found {proposal.Length}.", nameof(proposal));
        if (states.Length != Horizon.Samples)
            throw new ArgumentException($"Expected room for {Horizon.Samples} states, found {states.Length}.", nameof(states));

        _profiles.Fit(proposal);
        states[0] = start;
        double tanSteer = Pinned.Tan(start.SteerRad);
        for (int i = 0; i < Horizon.Steps; i++)
        {
            ref readonly EgoState from = ref states[i];
            _commands[i] = Track(i, in proposal[i], in from);
            Advance(i, in from, ref tanSteer, out states[i + 1]);
        }

        ref readonly EgoState last = ref states[Horizon.Steps];
        if (!double.IsFinite(last.X + last.Y + last.HeadingRad + last.Vx + last.Ax + last.Ay + last.SteerRateRps + last.YawRateRps + last.YawAccelRps2))
            throw new ArgumentException("The proposal or the start state is not finite.", nameof(proposal));
    }

    private MotionCommand Track(int i, in Pose2d reference, in EgoState state)
    {
        int end = Math.Min(i + Window, Horizon.Steps - 1);
        double v = state.Vx, referenceSpeed = _profiles.SpeedMps[end];
        bool stopping = _sane
            ? Math.Abs(referenceSpeed) <= StoppingSpeedMps && Math.Abs(v) <= StoppingSpeedMps
            : referenceSpeed <= StoppingSpeedMps && v <= StoppingSpeedMps;
        if (stopping)
            return new MotionCommand(-StoppingGain * (v - referenceSpeed), 0);

        double accel = -SpeedGain * (v - referenceSpeed);
        double dx = state.X - reference.X, dy = state.Y - reference.Y;
        double lateral = -dx * _profiles.SinHeading[i] + dy * _profiles.CosHeading[i];
        double heading = Pinned.WrapAngle(state.HeadingRad - reference.HeadingRad);
        return new MotionCommand(accel, SteerRate(i, end, v, accel, lateral, heading, state.SteerRad));
    }

    // Rolls [lateral error, heading error, wheel angle] over the window, linear in state and input, and regulates its end in one step. The
    // transition matrix is 1 on the diagonal with three elements above it; b is the input's effect, g that of the path's curvature.
    private double SteerRate(int i, int end, double v, double accel, double lateral, double heading, double steer)
    {
        double[] curvatures = _profiles.CurvaturePerM;
        double a01 = 0, a02 = 0, a12 = 0, b0 = 0, b1 = 0, b2 = 0, g0 = 0, g1 = 0;
        for (int k = 0; k < Window; k++)
        {
            double u = v + k * (accel * Dt);
            double step = u * Dt, turn = step / _wheelbaseM;
            a02 += step * a12;
            a01 += step;
            a12 += turn;
            b0 += step * b1;
            b1 += turn * b2;
            b2 += Dt;
            g0 += step * g1;
            g1 -= step * curvatures[Math.Min(i + k, end)];
        }

        double endLateral = lateral + a01 * heading + a02 * steer + g0;
        double endHeading = Pinned.WrapAngle(heading + a12 * steer + g1);
        return -(b0 * endLateral + HeadingWeight * b1 * endHeading) / (b0 * b0 + HeadingWeight * b1 * b1 + 1);
    }

    private void Advance(int i, in EgoState from, ref double tanSteer, out EgoState to)
    {
        var command = _commands[i];
        double accel = AccelBlend * (command.AccelMps2 - from.Ax) + from.Ax;
        double ideal = Dt * command.SteerRateRps + from.SteerRad;
        double delayed = SteerBlend * (ideal - from.SteerRad) + from.SteerRad;
        double steerRate = (delayed - from.SteerRad) / Dt;
        double v = from.Vx;
        var (sin, cos) = Pinned.SinCos(from.HeadingRad);
        double heading = Angles.Principal(from.HeadingRad + v * tanSteer / _wheelbaseM * Dt);
        double newSpeed = v + accel * Dt;
        if (_sane && v >= 0 && newSpeed < 0 && _profiles.SpeedMps[Math.Min(i + Window, Horizon.Steps - 1)] >= -StoppingSpeedMps)
            (accel, newSpeed) = (-v / Dt, 0);
        double newSteer = Math.Clamp(from.SteerRad + steerRate * Dt, -MaxSteerRad, MaxSteerRad);
        tanSteer = Pinned.Tan(newSteer);
        double yawRate = newSpeed * tanSteer / _wheelbaseM;
        to = new EgoState(
            from.X + v * cos * Dt,
            from.Y + v * sin * Dt,
            heading,
            newSpeed,
            0,
            accel,
            _sane ? newSpeed * yawRate : 0,
            newSteer,
            steerRate,
            yawRate,
            (yawRate - from.YawRateRps) / Dt);
    }
}
