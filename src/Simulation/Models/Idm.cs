using System.Runtime.CompilerServices;
using Sim.Numerics;

namespace Sim.Simulation.Models;

/// <summary>
/// The Intelligent Driver Model with its constants prepared: a = a0 [1 - (v/v0)^delta - (s*/s)²], s* = s0 + max(0, v T + v dv / (2 sqrt(a0 b))).
/// One set of equations; <see cref="IdmForm"/> says how gaps are meant and what guards them. Immutable plain value, allocates nothing, any thread.
/// </summary>
public readonly struct Idm
{
    /// <summary>Desired speeds up to this count as "stand still", m/s.</summary>
    public const double StandstillSpeedMps = 1e-3;

    private const double HighwayFloor = 1e-2;

    private readonly double _accel;
    private readonly double _decel;
    private readonly double _jamGap;
    private readonly double _headway;
    private readonly double _perTwoRootAb;
    private readonly double _exponent;
    private readonly double _maxDecel;
    private readonly bool _highway;

    /// <summary>The bumper-to-bumper form with guards.</summary>
    /// <param name="parameters">Validated parameters; the desired speed is given per call.</param>
    public Idm(IdmParameters parameters)
        : this(
            (parameters ?? throw new ArgumentNullException(nameof(parameters))).MaxAccelMps2,
            parameters.ComfortDecelMps2,
            parameters.MinGapM,
            parameters.HeadwayS,
            parameters.Exponent,
            parameters.MaxDecelMps2,
            IdmForm.BumperToBumper)
    {
    }

    /// <summary>Any form.</summary>
    /// <param name="maxAccelMps2">a0, m/s², positive.</param>
    /// <param name="comfortDecelMps2">b, m/s², positive.</param>
    /// <param name="jamGapM">s0, m, positive, measured as the form says.</param>
    /// <param name="headwayS">T, s, not negative.</param>
    /// <param name="exponent">delta, positive.</param>
    /// <param name="maxDecelMps2">Hardest braking, m/s², positive; infinity for none.</param>
    /// <param name="form">How gaps are meant.</param>
    public Idm(double maxAccelMps2, double comfortDecelMps2, double jamGapM, double headwayS, double exponent, double maxDecelMps2, IdmForm form)
    {
        _accel = maxAccelMps2;
        _decel = comfortDecelMps2;
        _jamGap = jamGapM;
        _headway = headwayS;
        _perTwoRootAb = 1.0 / (2.0 * Math.Sqrt(maxAccelMps2 * comfortDecelMps2));
        _exponent = exponent;
        _maxDecel = maxDecelMps2;
        _highway = form == IdmForm.HighwayEnv;
    }

    /// <summary>highway-env's constants: a0 3, b 5 m/s², 10 m jam distance between centres, 1.5 s, unbounded output.</summary>
    /// <param name="exponent">delta; highway-env draws it from 3.5 to 4.5 per vehicle, 4 by default.</param>
    public static Idm HighwayEnv(double exponent = 4.0) => new(3.0, 5.0, 10.0, 1.5, exponent, double.PositiveInfinity, IdmForm.HighwayEnv);

    /// <summary>Acceleration on a free road, m/s².</summary>
    /// <param name="speedMps">Speed v, m/s; reversing counts as standing.</param>
    /// <param name="desiredSpeedMps">Desired speed v0, m/s, not negative.</param>
    public double FreeAccel(double speedMps, double desiredSpeedMps)
    {
        double accel = _accel * (1.0 - SpeedTerm(speedMps, desiredSpeedMps));
        return accel < -_maxDecel ? -_maxDecel : accel;
    }

    /// <summary>Acceleration behind a leader, m/s².</summary>
    /// <param name="speedMps">Speed v, m/s.</param>
    /// <param name="desiredSpeedMps">Desired speed v0, m/s, not negative.</param>
    /// <param name="gapM">Gap s as the form says, m; infinity means no leader.</param>
    /// <param name="closingMps">Closing speed dv = v - v_leader along the lane, m/s, positive when nearing. Finite.</param>
    public double Accel(double speedMps, double desiredSpeedMps, double gapM, double closingMps)
    {
        if (_highway)
            gapM = NotZero(gapM);
        else if (!(gapM > 0.0))
            return -_maxDecel;
        double ratio = DesiredGap(speedMps, closingMps) / gapM;
        double accel = _accel * (1.0 - SpeedTerm(speedMps, desiredSpeedMps) - ratio * ratio);
        return accel < -_maxDecel ? -_maxDecel : accel;
    }

    /// <summary>Desired gap s*, m, as the form says.</summary>
    /// <param name="speedMps">Speed v, m/s.</param>
    /// <param name="closingMps">Closing speed dv, m/s, positive when nearing.</param>
    public double DesiredGap(double speedMps, double closingMps)
    {
        double dynamic = speedMps * _headway + speedMps * closingMps * _perTwoRootAb;
        return _highway ? _jamGap + dynamic : _jamGap + Math.Max(0.0, dynamic);
    }

    /// <summary>
    /// (ratio)^exponent for a ratio that is not negative. By rule 1, 2 and 4 are products, everything else is <see cref="Pinned.Pow"/>: so the value
    /// is the same on every path of the code. The products differ from the power function by at most 6e-16 of the value.
    /// </summary>
    /// <param name="ratio">Base, not negative.</param>
    /// <param name="exponent">Exponent, positive.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Power(double ratio, double exponent)
    {
        if (exponent == 4.0)
        {
            double square = ratio * ratio;
            return square * square;
        }

        return OtherPower(ratio, exponent);
    }

    private static double OtherPower(double ratio, double exponent)
    {
        return exponent switch
        {
            1.0 => ratio,
            2.0 => ratio * ratio,
            _ => Pinned.Pow(ratio, exponent),
        };
    }

    private double SpeedTerm(double speedMps, double desiredSpeedMps)
    {
        double v = Math.Max(speedMps, 0.0);
        if (_highway)
            desiredSpeedMps = Math.Abs(NotZero(desiredSpeedMps));
        else if (desiredSpeedMps <= StandstillSpeedMps)
            // Nobody wants to move: rest when standing, brake comfortably when not.
            return v > 0.0 ? 1.0 + _decel / _accel : 1.0;
        return Power(v / desiredSpeedMps, _exponent);
    }

    private static double NotZero(double x) => Math.Abs(x) > HighwayFloor ? x : x >= 0.0 ? HighwayFloor : -HighwayFloor;
}
