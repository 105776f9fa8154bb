namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// One of the four models at the wheel: at each step it looks at the other vehicle, and from its first alarm on it brakes or holds its speed but
/// never returns to its way of before (JRC-FSM). Not thread-safe; no allocation per step.
/// </summary>
public sealed class CarefulDriver
{
    private readonly CarefulModel _model;
    private readonly CarefulSituation _situation;
    private readonly CarefulParameters _with;
    private readonly double _frequencyHz;
    private double _delayLeftS;
    private double _brakeMps2;

    /// <summary>Puts a model at the wheel.</summary>
    /// <param name="model">The model.</param>
    /// <param name="situation">What happens in front of it.</param>
    /// <param name="with">Its constants.</param>
    /// <param name="frequencyHz">Steps per second, above 0.</param>
    public CarefulDriver(CarefulModel model, CarefulSituation situation, CarefulParameters with, double frequencyHz)
    {
        ArgumentNullException.ThrowIfNull(with);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequencyHz);
        (_model, _situation, _with, _frequencyHz, _delayLeftS) = (model, situation, with, frequencyHz, with.ReactionTimeS);
    }

    /// <summary>True once it has found the situation unsafe.</summary>
    public bool Alarmed { get; private set; }

    /// <summary>True when the latest step was found unsafe.</summary>
    public bool Unsafe { get; private set; }

    /// <summary>True once the reaction time is over and it has braked.</summary>
    public bool Braked { get; private set; }

    /// <summary>Proactive fuzzy value of the latest look, 0 to 1; 0 for other models.</summary>
    public double Proactive { get; private set; }

    /// <summary>Critical fuzzy value of the latest look, 0 to 1; 0 for other models.</summary>
    public double Critical { get; private set; }

    /// <summary>Speed at the next step, m/s.</summary>
    /// <param name="ego">The ego now.</param>
    /// <param name="previousMps">Its speed a step ago, m/s.</param>
    /// <param name="plannedMps">Speed that it would have at the next step with nobody there, m/s.</param>
    /// <param name="other">The vehicle that it looks at.</param>
    /// <param name="boxes">Sizes.</param>
    public double NextSpeedMps(in LaneState ego, double previousMps, double plannedMps, in LaneState other, in LaneBoxes boxes)
    {
        Unsafe = !IsSafe(ego, previousMps, other, boxes);
        if (Unsafe)
        {
            Alarmed = true;
            return React(ego.SpeedMps);
        }

        return Alarmed ? ego.SpeedMps : Undisturbed(ego.SpeedMps, plannedMps);
    }

    /// <summary>Speed at the next step with nobody to look at: as planned within comfort, or held once alarmed, m/s.</summary>
    public double NextSpeedAloneMps(double speedMps, double plannedMps)
    {
        Unsafe = false;
        return Alarmed ? speedMps : Undisturbed(speedMps, plannedMps);
    }

    private double Undisturbed(double speed, double planned) =>
        Math.Max(Math.Min(planned, speed + _with.ComfortMps2 / _frequencyHz), speed - _with.ComfortMps2 / _frequencyHz);

    private bool IsSafe(in LaneState ego, double previousMps, in LaneState other, in LaneBoxes boxes)
    {
        switch (_model)
        {
            case CarefulModel.CarefulHuman:
                return _situation == CarefulSituation.CutIn && CarefulTrigger.HumanIsSafeInCutIn(ego, other, boxes, _with);
            case CarefulModel.Reg157:
                return _situation == CarefulSituation.CutIn && CarefulTrigger.Reg157IsSafeInCutIn(ego, other, boxes, _with);
            case CarefulModel.Rss:
                return CarefulTrigger.RssIsSafe(ego, other, boxes, _with);
            default:
                if (!CarefulTrigger.FuzzyLooks(ego, other, boxes))
                {
                    return true;
                }

                double gap = boxes.GapM(ego, other);
                Critical = FuzzySafety.Critical(gap, ego.SpeedMps, other.SpeedMps, (ego.SpeedMps - previousMps) * _frequencyHz, _with);
                Proactive = FuzzySafety.Proactive(gap, ego.SpeedMps, other.SpeedMps, _with);
                return Critical + Proactive == 0;
        }
    }

    private double React(double speed)
    {
        if (_delayLeftS > 0)
        {
            _delayLeftS -= 1 / _frequencyHz;
            if (_model != CarefulModel.CarefulHuman)
            {
                return speed;
            }

            _brakeMps2 = _with.ReleaseMps2;
            return speed - _brakeMps2 / _frequencyHz;
        }

        Braked = true;
        double growing = Math.Min(_brakeMps2 + _with.JerkMps3 / _frequencyHz, _with.MaxBrakeMps2);
        _brakeMps2 = _model switch
        {
            CarefulModel.Reg157 => _with.MaxBrakeMps2,
            CarefulModel.Fuzzy => Math.Min(growing, Demand()),
            _ => growing,
        };
        return Math.Max(speed - _brakeMps2 / _frequencyHz, 0);
    }

    private double Demand()
    {
        double demand = Critical > 0
            ? Critical * (_with.FuzzyBrakeMaxMps2 - _with.FuzzyBrakeMinMps2) + _with.FuzzyBrakeMinMps2
            : Proactive * _with.FuzzyBrakeMinMps2;
        return Math.Max(demand + _with.FuzzyDemandShiftMps2, 0);
    }
}
