using Sim.Maps;

namespace Sim.Tests.Reports;

/// <summary>An ego that follows at 28 m/s and a slower car that cuts in and brakes; integrated step by step.</summary>
internal sealed class CutInDrive
{
    private readonly List<ActorState> _ego = [];
    private readonly List<ActorState> _cutter = [];
    private readonly List<ActorState> _truck = [];
    private readonly List<MetricSample> _ttc = [];
    private readonly List<RecordedAnswer> _answers = [];
    private readonly long _stepUs;

    private CutInDrive(long stepUs) => _stepUs = stepUs;

    public Contact? Contact { get; private set; }

    public static CutInDrive Of(double gapM, double brakeMps2, int steps, long stepUs)
    {
        var drive = new CutInDrive(stepUs);
        double dt = stepUs / 1e6;
        double xe = 0, ve = 28, xc = gapM + 4.6, vc = 24, ae = 0;
        for (int k = 0; k < steps && drive.Contact is null; k++)
        {
            double t = k * dt;
            double phase = Math.Clamp((t - 1) / 2.5, 0, 1);
            double yc = 8.75 - 3.5 * phase * phase * (3 - 2 * phase);
            double turn = phase is > 0 and < 1 ? -3.5 * 6 * phase * (1 - phase) / 2.5 / vc : 0;
            drive._ego.Add(On(xe, 5.25, 0, ve, ae));
            drive._cutter.Add(On(xc, yc, turn, vc, t > 3 && vc > 5 ? -brakeMps2 : 0));
            drive._truck.Add(On(30 + 22 * t, 1.75, 0, 22, 0));
            double gap = xc - xe - 4.6;
            bool inLane = yc < 7.05;
            if (inLane && ve > vc + 0.1)
            {
                drive._ttc.Add(new(k, Math.Min(30, Math.Max(0, gap) / (ve - vc))));
            }

            if (inLane && gap <= 0)
            {
                drive.Touch(k, xe, ve, vc, turn);
            }

            if (k % 5 == 0)
            {
                double v = ve, a = ae;
                drive._answers.Add(new(k, DriverAnswer.FromPlan([.. Enumerable.Range(1, 16).Select(i => Plan(k, i, xe, v, a, stepUs))])));
            }

            ae = inLane && t > 2.6 ? Math.Max(-6, Math.Min(0, (gap - 12) * 0.45 - (ve - vc) * 0.9)) : 0;
            ve = Math.Max(0, ve + ae * dt);
            vc = t > 3 ? Math.Max(5, vc - brakeMps2 * dt) : vc;
            xe += ve * dt;
            xc += vc * dt;
        }

        return drive;
    }

    public Recording ToRecording(string name, RoadMap map) => new()
    {
        Name = name,
        StepUs = _stepUs,
        StepCount = _ego.Count,
        Map = map,
        EgoId = "ego",
        Tracks =
        [
            Track.FromStates("ego", ActorClass.Car, new(4.6, 1.85, 1.5, 1.4), 0, _ego.ToArray()),
            Track.FromStates("cutter", ActorClass.Car, new(4.6, 1.85), 0, _cutter.ToArray()),
            Track.FromStates("truck", ActorClass.Truck, new(12, 2.5), 0, _truck.ToArray()),
        ],
        Events = [new RecordedEvent(1_000_000, "trigger", ["cutter"], "cutter begins its lane change")],
        Contacts = Contact is null ? [] : [Contact],
        Answers = _answers,
        Traffic = "scripted",
        Provenance = new() { Generator = "template", Version = "1.0", Seed = 7, Parents = ["unece/r157-cut-in"], Assumptions = ["lane width 3.5 m"], Facts = [new("road/lanes", "2", "stated", "two-lane road")], Unused = ["wind"] },
    };

    public Assessment Assess()
    {
        var worst = _ttc.OrderBy(s => s.Value).ThenBy(s => s.Step).Select(s => (MetricSample?)s).FirstOrDefault();
        var ttc = worst is { } w
            ? Measured.Of(w.Value, w.Step * _stepUs, ["ego", "cutter"], [new("gap", _cutter[w.Step].X - _ego[w.Step].X - 4.6, "m"), new("closing speed", _ego[w.Step].SpeedMps - _cutter[w.Step].SpeedMps, "m/s")])
            : Measured.NoConflict<double>("the gap never closes");
        var evidence = new List<Evidence>();
        if (Contact is { } c)
        {
            evidence.Add(new($"The ego hits cutter with {c.RelativeSpeedMps.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} m/s at its rear.", c.TimeUs, ["ego", "cutter"]));
        }

        if (worst is { Value: < 1.5 } low)
        {
            evidence.Add(new($"TTC {low.Value.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} s to cutter, below 1.5 s.", low.Step * _stepUs, ["ego", "cutter"]));
        }

        return new()
        {
            Assessor = "criticality",
            Version = "1.0",
            Severity = Contact is not null ? 1 + Contact.RelativeSpeedMps / 30 : worst is { } x ? 1 / (1 + x.Value) : 0,
            LeadingMetric = Contact is not null ? "collision.at_fault" : worst is null ? null : "min_ttc",
            Counterfactuals = Contact is null ? [] :
            [
                new()
                {
                    Model = "careful-human",
                    Outcome = CounterfactualOutcome.Avoids,
                    Reason = "a motorway-like cut-in (UN R157, Annex 4 Appendix 3)",
                    Other = "cutter",
                    AlarmTimeUs = Contact.TimeUs - 1_500_000,
                    ReactionTimeUs = Contact.TimeUs - 750_000,
                    BandRuns = 9,
                    BandAvoids = 7,
                    Assumptions = ["The others move as recorded.", "The road allows 9.8 m/s² of braking."],
                },
                new()
                {
                    Model = "reg157",
                    Outcome = CounterfactualOutcome.Collides,
                    Other = "cutter",
                    AlarmTimeUs = Contact.TimeUs - 600_000,
                    ReactionTimeUs = Contact.TimeUs - 250_000,
                    ImpactTimeUs = Contact.TimeUs,
                    ImpactSpeedMps = 3.25,
                    BandRuns = 9,
                    Assumptions = ["The others move as recorded."],
                },
                new() { Model = "rss", Outcome = CounterfactualOutcome.NotApplicable, Reason = "the other vehicle comes from behind" },
            ],
            Evidence = evidence,
            Metrics =
            [
                new() { Name = "collision.at_fault", Unit = "", Worse = WorseDirection.Higher, Version = 1, Value = Measured.Of(Contact is null ? 0.0 : 1, Contact?.TimeUs), CriticalAt = 1 },
                new() { Name = "min_ttc", Unit = "s", Worse = WorseDirection.Lower, Version = 1, Value = ttc, CriticalAt = 1.5, Series = _ttc },
                new() { Name = "pet", Unit = "s", Worse = WorseDirection.Lower, Version = 1, Value = Measured.NotApplicable<double>("the paths do not cross"), CriticalAt = 1 },
                new() { Name = "btn", Unit = "", Worse = WorseDirection.Higher, Version = 1, Value = Contact is null ? Measured.NoConflict<double>("no braking needed") : Measured.TooLate<double>("no braking helps any more", Contact.TimeUs), CriticalAt = 1 },
            ],
        };
    }

    private static ActorState On(double x, double y, double heading, double speed, double accel) =>
        new(x, y + 1e-4 * x * x, heading + 2e-4 * x, speed, 0, accel);

    private static PlanPoint Plan(int k, int i, double x, double v, double a, long stepUs)
    {
        double t = i * 0.25;
        double at = x - 1.4 + Math.Max(0, v * t + 0.5 * Math.Max(a, -v / Math.Max(t, 0.1)) * t * t);
        return new(k * stepUs + i * 250_000, at, 5.25 + 1e-4 * at * at, 2e-4 * at, v);
    }

    private void Touch(int k, double x, double ve, double vc, double turn)
    {
        double at = x + 2.3;
        Contact = new()
        {
            TimeUs = k * _stepUs,
            A = "ego",
            B = "cutter",
            X = at,
            Y = 5.25 + 1e-4 * at * at,
            ZoneA = ImpactZone.Front,
            ZoneB = ImpactZone.Rear,
            RelativeSpeedMps = Math.Abs(ve - vc),
            HeadingDifferenceRad = turn,
            SpeedAMps = ve,
            SpeedBMps = vc,
            Class = CollisionClass.ActiveFront,
            AtFault = true,
        };
    }
}
