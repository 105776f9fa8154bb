namespace Sim.Plugins.Criticality.Evasion;

/// <summary>
/// A point mass along and across the ego's path that carries out a manoeuvre step by step (Tamke, Dang and Breuel 2011): accelerations limited in size
/// and change; a swerve is bang-bang, at most 45° off the path, then aligned with it. Mutable value, allocates nothing.
/// </summary>
internal struct EvasiveMotion
{
    private readonly EvasionLimits _limits;
    private readonly Manoeuvre _manoeuvre;
    private readonly double _dt;
    private readonly double _demand;
    private readonly int _half;
    private double _along;
    private double _across;
    private double _speedAcross;
    private int _stage;
    private int _stepsInStage;
    private bool _stands;

    /// <summary>Begins a manoeuvre.</summary>
    /// <param name="limits">What the ego can do.</param>
    /// <param name="manoeuvre">What it does.</param>
    /// <param name="dtSeconds">Step length, s.</param>
    /// <param name="s">Arc length at the beginning, m.</param>
    /// <param name="speedMps">Speed along the path at the beginning.</param>
    /// <param name="accelMps2">Acceleration along the path at the beginning.</param>
    public EvasiveMotion(EvasionLimits limits, Manoeuvre manoeuvre, double dtSeconds, double s, double speedMps, double accelMps2)
    {
        _limits = limits;
        _manoeuvre = manoeuvre;
        _dt = dtSeconds;
        S = s;
        SpeedMps = speedMps;
        _along = accelMps2;
        double share = speedMps > limits.SwitchSpeedMps ? limits.SwitchSpeedMps / speedMps : 1;
        _demand = manoeuvre switch
        {
            Manoeuvre.Brake => -limits.BrakeMps2,
            Manoeuvre.Kickdown => limits.KickdownMps2 * share,
            Manoeuvre.SteerLeft => limits.LateralMps2 * share,
            _ => -limits.LateralMps2 * share,
        };
        double pulses = Math.Sqrt(4 * limits.SteerWidthM / Math.Abs(_demand)) / (2 * dtSeconds);
        _half = (int)Math.Min(Math.Ceiling(pulses), 1e6);
    }

    /// <summary>Arc length, m.</summary>
    public double S { get; private set; }

    /// <summary>Offset from the path, m, positive to the left.</summary>
    public double D { get; private set; }

    /// <summary>Speed along the path, m/s.</summary>
    public double SpeedMps { get; private set; }

    /// <summary>Speed across the path, m/s.</summary>
    public readonly double SpeedAcrossMps => _speedAcross;

    /// <summary>Goes on by one step.</summary>
    public void Step()
    {
        if (_stands)
        {
            return;
        }

        if (_manoeuvre is Manoeuvre.Brake or Manoeuvre.Kickdown)
        {
            StepAlong();
        }
        else if (_stage < 2)
        {
            Pulse();
        }
        else
        {
            Align();
        }
    }

    private void StepAlong()
    {
        _along = Limit(_demand, _along);
        double speed = SpeedMps + _along * _dt;
        if (_manoeuvre == Manoeuvre.Brake ? speed < _limits.StandMps : speed > _limits.MaxSpeedMps)
        {
            _stands = _manoeuvre == Manoeuvre.Brake;
            SpeedMps = _stands ? 0 : SpeedMps;
            S += SpeedMps * _dt;
            return;
        }

        S += (SpeedMps + 0.5 * _along * _dt) * _dt;
        SpeedMps = speed;
    }

    private void Pulse()
    {
        double total = Math.Sqrt(SpeedMps * SpeedMps + _speedAcross * _speedAcross);
        double cos = total > 0 ? SpeedMps / total : 1;
        double sin = total > 0 ? _speedAcross / total : 0;
        double demand = _stage == 0 ? _demand : -_demand;
        Move(Limit(-demand * sin, _along), Limit(demand * cos, _across));
        _stepsInStage++;
        // 45°: as fast across as along, on the side of the swerve; coming back, the path's own direction ends the pulse.
        double outward = _demand > 0 ? _speedAcross : -_speedAcross;
        if (_stepsInStage >= _half || outward > SpeedMps || (_stage == 1 && outward < 0))
        {
            _stage++;
            _stepsInStage = 0;
        }
    }

    private void Align()
    {
        double total = Math.Sqrt(SpeedMps * SpeedMps + _speedAcross * _speedAcross);
        double along = Limit((total - SpeedMps) / _dt, Limit(0, _along));
        double across = Limit(-_speedAcross / _dt, Limit(0, _across));
        Move(along, across);
    }

    private void Move(double along, double across)
    {
        (_along, _across) = (along, across);
        S += (SpeedMps + 0.5 * along * _dt) * _dt;
        D += (_speedAcross + 0.5 * across * _dt) * _dt;
        SpeedMps += along * _dt;
        _speedAcross += across * _dt;
    }

    private readonly double Limit(double demand, double before)
    {
        double change = _limits.JerkMps3 * _dt;
        double low = Math.Max(before - change, -_limits.ClipMps2);
        double high = Math.Min(before + change, _limits.ClipMps2);
        // Whoever already exceeds the limit (a recorded braking, say) comes back to it at once.
        return low > high ? Math.Clamp(before, -_limits.ClipMps2, _limits.ClipMps2) : Math.Clamp(demand, low, high);
    }
}
