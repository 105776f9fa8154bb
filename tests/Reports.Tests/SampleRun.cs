using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.Reports;

/// <summary>A made-up but coherent run: cut-ins on a motorway of three lanes, every verdict and outcome among them.</summary>
internal sealed class SampleRun
{
    private const long StepUs = 100_000;
    private readonly Dictionary<string, Recording> _recordings = new(StringComparer.Ordinal);
    private readonly List<CaseRow> _rows = [];
    private readonly int _actors;
    private readonly int _steps;

    private SampleRun(int cases, int actors, int seconds)
    {
        _actors = actors;
        _steps = seconds * 10 + 1;
        var map = Motorway();
        for (int i = 0; i < cases; i++)
        {
            Add(i, map);
        }

        _rows.Sort((a, b) => string.CompareOrdinal(a.Result.Case.Id, b.Result.Case.Id));
    }

    public IReadOnlyDictionary<string, Recording> Recordings => _recordings;

    public RunReport Report { get; private set; } = null!;

    /// <param name="cases">How many cases.</param>
    /// <param name="actors">Actors of each, at least 3: beyond them others drive along.</param>
    /// <param name="seconds">Length of those without a contact.</param>
    public static SampleRun Of(int cases, int actors = 3, int seconds = 8)
    {
        var run = new SampleRun(cases, actors, seconds);
        string[] With(CaseVerdict verdict) => [.. run._rows.Where(r => r.Verdict == verdict).Select(r => r.Result.Case.Id)];
        string[] failed = With(CaseVerdict.Failed);
        run.Report = new RunReport
        {
            Identity = new()
            {
                SimVersion = "0.1.0",
                Suites = ["cut-ins"],
                Seed = 18_446_744_073_709_551_615,
                Inputs = [new("cut-ins.yaml", new string('a', 64)), new("vehicles/sedan.yaml", new string('b', 64))],
                Modules = [new("assessor", "criticality", "1.0"), new("driver", "idm", "1.0"), new("simulator", "embedded", "1.0")],
                CpuClass = "any",
                PlannedCases = cases + 1,
                PlanSha256 = new string('c', 64),
            },
            ExitCode = 3,
            Verdict = $"not evaluated: {cases} cases ({failed.Length} failed); 1 case could not be evaluated; 1 expectation failed",
            Cases = run._rows,
            Gates =
            [
                new() { Text = "none: collision.at_fault", Outcome = GateOutcome.Failed, Message = $"{cases - 2} of {cases} applicable, {failed.Length} violate", Selected = cases, Applicable = cases - 2, Cases = failed },
                new() { Text = "quantile: 0.05, of: min_ttc, at_least: 0.5 s", Outcome = GateOutcome.Passed, Message = "the 5 % quantile is 0.62 s", Selected = cases, Applicable = cases - 3 },
                new() { Text = "all: epdms >= 0.5", Outcome = GateOutcome.Error, Message = "the metric 'epdms' failed for 1 case", Selected = cases, Applicable = cases - 3, Cases = With(CaseVerdict.Error) },
                new() { Text = "all: min_thw >= 0.8 s, where: family = pedestrian", Outcome = GateOutcome.Empty, Message = "selects no case", Selected = 0 },
            ],
            Waivers =
            [
                new(new() { CasePattern = "cut-in-gap-6-m*", Reason = "AEB range", Ticket = "AEB-77", Owner = "braking", Expires = new DateOnly(2027, 3, 1) }, "used", With(CaseVerdict.Known)),
                new(new() { CasePattern = "cut-in-gap-9-m*", Reason = "sensor delay", Ticket = "SEN-3", Owner = "perception", Expires = new DateOnly(2026, 1, 31) }, "expired", []),
            ],
            Missing = ["cut-in-gap-40-m-0123456789ab"],
        };
        return run;
    }

    private void Add(int i, RoadMap map)
    {
        double gap = 5 + i % 40;
        double brake = 2 + i / 40 % 5;
        var key = new CaseKey { Source = "unece/r157-cut-in", Parameters = Pairs(("gap", $"{gap} m"), ("lead_deceleration", $"{brake} m/s²"), ("speed", "100 km/h")), Label = $"gap-{gap}-m", Draw = i / 40 };
        var what = Case.Create("cut-in", key);
        var (verdict, status, reason) = (i % 13) switch
        {
            7 => (CaseVerdict.Refused, CaseStatus.Refused, "ego and 'cutter' overlap at the first instant"),
            9 => (CaseVerdict.Error, CaseStatus.Error, "assessor 'criticality' failed: the recording has no lane under the ego at 2.30 s"),
            11 => (CaseVerdict.NotRun, CaseStatus.NotRun, "time budget"),
            _ => (CaseVerdict.Passed, CaseStatus.Assessed, ""),
        };
        var result = new CaseResult { Case = what, Status = status, Reason = reason, Tags = ["motorway"], Covers = ["REQ-AEB-12"], Odd = Pairs(("light", "day"), ("road", "motorway")) };
        if (status == CaseStatus.Assessed)
        {
            var drive = CutInDrive.Of(gap, brake, _steps, StepUs);
            var contact = drive.Contact;
            verdict = contact is null ? CaseVerdict.Passed : Math.Abs(gap - 6) < 0.5 ? CaseVerdict.Known : CaseVerdict.Failed;
            var recording = drive.ToRecording($"cut-in gap {gap} m", map);
            recording = recording with { Tracks = [.. recording.Tracks, .. Enumerable.Range(0, _actors - 3).Select(k => Along(i, k, recording.StepCount))] };
            _recordings.Add(what.Id, recording);
            result = result with
            {
                End = contact is null ? RecordingEnd.Horizon : RecordingEnd.Contact,
                SimulatedUs = (recording.StepCount - 1) * StepUs,
                Assessments = [drive.Assess()],
                Traffic = "scripted",
                RecordingSha256 = new string('d', 64),
            };
        }

        _rows.Add(new(result, verdict, verdict is CaseVerdict.Failed or CaseVerdict.Known ? ["none: collision.at_fault"] : []));
    }

    /// <summary>A car on the left or right lane that hunts around its speed as people do.</summary>
    private static Track Along(int i, int k, int steps)
    {
        double x = -30 + 25 * k + i % 7, speed = 20 + (i * 7 + k * 3) % 9;
        var states = new ActorState[steps];
        for (int n = 0; n < steps; n++)
        {
            double accel = 0.7 * Math.Sin(0.11 * n + i + k) + 0.3 * Math.Sin(0.53 * n + 2 * k);
            double y = (k % 2 == 0 ? 1.75 : 8.75) + 0.2 * Math.Sin(0.07 * n + k) + 1e-4 * x * x;
            states[n] = new(x, y, 2e-4 * x + 0.004 * Math.Cos(0.07 * n + k), speed, 0, accel);
            speed = Math.Max(0, speed + accel * StepUs / 1e6);
            x += speed * StepUs / 1e6;
        }

        return Track.FromStates($"along-{k}", k % 5 == 4 ? ActorClass.Truck : ActorClass.Car, new(4.6, 1.85), 0, states);
    }

    public static SortedDictionary<string, string> Pairs(params (string Name, string Value)[] pairs)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            sorted.Add(name, value);
        }

        return sorted;
    }

    public static RoadMap Motorway()
    {
        var lanes = new List<Lane>();
        for (int k = 0; k < 4; k++)
        {
            Polyline Line(double y) => new([.. Enumerable.Range(0, 81).Select(i => new Vector2d(i * 8 - 40, y + 1e-4 * (i * 8 - 40) * (i * 8 - 40)))]);
            double right = k == 0 ? -2.5 : (k - 1) * 3.5;
            double left = k * 3.5;
            lanes.Add(new()
            {
                Id = $"1:0:-{4 - k}",
                Type = k == 0 ? LaneType.Shoulder : LaneType.Driving,
                Left = Line(left),
                Right = Line(right),
                Centre = Line((left + right) / 2),
                LeftMarking = k is 0 or 3 ? LaneMarking.Solid : LaneMarking.Broken,
                RightMarking = k == 0 ? LaneMarking.None : k == 1 ? LaneMarking.Solid : LaneMarking.Broken,
            });
        }

        return new RoadMap { Name = "motorway", Lanes = lanes };
    }
}
