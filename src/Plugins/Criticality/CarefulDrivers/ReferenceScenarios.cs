namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// The concrete cut-ins, car followings and cut-outs of the JRC's comparison (specs/criticality §5): 350 steps at 10 Hz, cars of 4.3 m by 1.9 m,
/// the position advances with the new speed. Thread-safe.
/// </summary>
public static class ReferenceScenarios
{
    /// <summary>Steps of a scenario.</summary>
    public const int Steps = 350;

    /// <summary>Steps per second.</summary>
    public const double FrequencyHz = 10;

    private const double LengthM = 4.3;
    private const double WidthM = 1.9;
    private const double SideGapM = 1.6;
    private const double WanderingM = -0.375;
    private static readonly LaneBoxes Boxes = new(LengthM, LengthM, WidthM, WidthM);

    /// <summary>Start gap at which a model follows steadily, m; the careful human's also stands for 5.2.5.2, which has none.</summary>
    public static double EquilibriumGapM(CarefulModel model, double speedMps)
    {
        var with = CarefulParameters.Of(model);
        double reaction = with.AssumedReactionTimeS;
        switch (model)
        {
            case CarefulModel.Fuzzy:
                return speedMps * reaction + speedMps * speedMps / (2 * with.FuzzyBrakeMinMps2) - speedMps * speedMps / (2 * with.FuzzyLeadBrakeMps2)
                    + with.FuzzySafeMarginM + with.FuzzyMarginM;
            case CarefulModel.Rss:
                double after = speedMps + reaction * with.RssAccelMps2;
                double lead = Math.Max(speedMps - reaction * with.RssBrakeMps2, 0);
                return speedMps * reaction + with.RssAccelMps2 * (reaction * reaction) / 2 + after * after / (2 * with.RssBrakeMps2)
                    - lead * lead / (2 * with.RssBrakeMps2) + with.RssBrakeMps2 * (reaction * reaction) / 2;
            default:
                return 2 * speedMps;
        }
    }

    /// <summary>A vehicle 1.6 m beside the ego's side moves over at constant lateral speed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="egoMps">Speed of the ego, m/s.</param>
    /// <param name="otherMps">Speed of the other, m/s.</param>
    /// <param name="lateralMps">Its lateral speed, m/s; negative is towards the ego.</param>
    /// <param name="gapM">Gap between the bumpers at the start, m.</param>
    public static ReferenceOutcome CutIn(CarefulModel model, double egoMps, double otherMps, double lateralMps, double gapM)
    {
        var other = CuttingIn(gapM + LengthM, SideGapM + WidthM, otherMps, lateralMps);
        var run = new Run(model, CarefulSituation.CutIn, egoMps);
        for (int i = 0; i < Steps - 1; i++)
        {
            run.Step(i, other[i]);
        }

        return run.Outcome(Steps - 1, other, gapM);
    }

    /// <summary>The vehicle ahead, at the model's own following distance, decelerates from the first step on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="speedMps">Speed of both, m/s.</param>
    /// <param name="leadBrakeMps2">Deceleration of the lead, m/s².</param>
    /// <param name="startGapM">Gap between the bumpers at the start, m; null is <see cref="EquilibriumGapM"/>.</param>
    public static ReferenceOutcome CarFollowing(CarefulModel model, double speedMps, double leadBrakeMps2, double? startGapM = null)
    {
        double gap = startGapM ?? EquilibriumGapM(model, speedMps);
        var other = Braking(gap + LengthM, speedMps, leadBrakeMps2);
        var run = new Run(model, CarefulSituation.Deceleration, speedMps);
        int last = Steps - 2;
        for (int i = 0; i < Steps - 1; i++)
        {
            run.Step(i, other[i]);
            if (run.Stands(i) || run.Crashed)
            {
                last = i;
                break;
            }
        }

        return run.Outcome(last, other, gap);
    }

    /// <summary>The vehicle ahead leaves the lane and reveals a stopped one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="speedMps">Speed of both, m/s.</param>
    /// <param name="frontM">Gap between the vehicle ahead and the stopped one at the start, m.</param>
    /// <param name="lateralMps">Lateral speed of the vehicle ahead, m/s, negative.</param>
    public static ReferenceOutcome CutOut(CarefulModel model, double speedMps, double frontM, double lateralMps)
    {
        const double Shift = 4;
        double gap = EquilibriumGapM(model, speedMps);
        var lead = CuttingIn(gap + LengthM, Shift, speedMps, lateralMps);
        for (int i = 0; i < Steps; i++)
        {
            lead[i] = lead[i] with { LateralM = lead[i].LateralM - Shift };
        }

        var stopped = Braking(gap + LengthM + frontM + LengthM, 0, 0);
        var run = new Run(model, CarefulSituation.CutOut, speedMps);
        bool revealed = false, leadCrash = false;
        double critical = 0, proactive = 0;
        int last = Steps - 1;
        for (int i = 0; i < Steps - 1; i++)
        {
            if (!leadCrash && Boxes.Touch(stopped[i], lead[i]))
            {
                leadCrash = true;
                Array.Fill(lead, new LaneState(lead[i].AlongM, lead[i].LateralM, 0, 0), i, Steps - i);
            }

            if (leadCrash)
            {
                run.Step(i, lead[i]);
                (critical, proactive) = (0, 0);
            }
            else if (lead[i].LateralM < WanderingM)
            {
                run.Step(i, stopped[i]);
                if (!revealed)
                {
                    (revealed, critical, proactive) = (true, run.Driver.Critical, run.Driver.Proactive);
                }
            }

            if (run.Stands(i))
            {
                last = i;
                break;
            }
        }

        return run.Outcome(last, stopped, gap) with { LeadCrash = leadCrash, Critical = critical, Proactive = proactive };
    }

    private static LaneState[] CuttingIn(double alongM, double lateralM, double speedMps, double lateralMps)
    {
        int moving = lateralMps == 0 ? 0 : (int)(FloorDivide(Math.Abs(FrequencyHz * lateralM), Math.Abs(lateralMps)) + 1);
        var states = new LaneState[Steps];
        double along = 0, lateral = 0;
        for (int i = 0; i < Steps; i++)
        {
            double sideways = i < moving ? lateralMps : 0;
            along += speedMps;
            lateral += sideways;
            states[i] = new LaneState(along / FrequencyHz + alongM, lateral / FrequencyHz + lateralM, speedMps, sideways);
        }

        return states;
    }

    private static LaneState[] Braking(double alongM, double speedMps, double brakeMps2)
    {
        var states = new LaneState[Steps];
        double along = 0;
        for (int i = 0; i < Steps; i++)
        {
            double speed = Math.Max(speedMps - i * brakeMps2 / FrequencyHz, 0);
            along += speed;
            states[i] = new LaneState(along / FrequencyHz + alongM, 0, speed, 0);
        }

        return states;
    }

    // Whole part by the exact remainder, as the reference's operator takes it: the rounded quotient may lie on the other side of an integer.
    private static double FloorDivide(double a, double b)
    {
        double quotient = (a - a % b) / b;
        double floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private sealed class Run
    {
        private readonly double[] _speed = new double[Steps];
        private readonly double[] _along = new double[Steps];
        private readonly double _startMps;
        private double _critical;
        private double _proactive;
        private double _impactMps;
        private int? _firstUnsafe;
        private int? _crash;
        private bool _ahead;

        public Run(CarefulModel model, CarefulSituation situation, double speedMps)
        {
            Driver = new CarefulDriver(model, situation, CarefulParameters.Of(model), FrequencyHz);
            _startMps = speedMps;
            double along = 0;
            for (int i = 0; i < Steps; i++)
            {
                along += speedMps;
                _speed[i] = speedMps;
                _along[i] = along / FrequencyHz;
            }
        }

        public CarefulDriver Driver { get; }

        public bool Crashed => _crash is not null;

        public bool Stands(int step)
        {
            if (_speed[step] != 0)
            {
                return false;
            }

            Array.Fill(_along, _along[step], step, Steps - step);
            Array.Fill(_speed, 0, step, Steps - step);
            return true;
        }

        public void Step(int i, in LaneState other)
        {
            var ego = new LaneState(_along[i], 0, _speed[i], 0);
            _speed[i + 1] = Driver.NextSpeedMps(ego, i > 0 ? _speed[i - 1] : _startMps, _speed[i + 1], other, Boxes);
            _along[i + 1] = _along[i] + _speed[i + 1] / FrequencyHz;
            _critical = Math.Max(_critical, Driver.Critical);
            _proactive = Math.Max(_proactive, Driver.Proactive);
            if (Driver.Unsafe)
            {
                _firstUnsafe ??= i;
            }

            if (_crash is null && Boxes.Touch(ego, other))
            {
                (_crash, _ahead, _impactMps) = (i, ego.AlongM > other.AlongM, ego.SpeedMps - other.SpeedMps);
            }
        }

        public ReferenceOutcome Outcome(int last, LaneState[] other, double startGapM) => new()
        {
            Crash = Crashed,
            EgoAhead = _ahead,
            StartGapM = startGapM,
            FirstUnsafeStep = _firstUnsafe,
            CrashStep = _crash,
            LastStep = last,
            ImpactMps = _impactMps,
            Critical = _critical,
            Proactive = _proactive,
            LastGapM = other[last].AlongM - _along[last] - LengthM,
            EgoSpeedMps = _speed,
            EgoAlongM = _along,
        };
    }
}
