using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Tests.Reports;

/// <summary>Small recordings of an ego and one other, written as functions of time; and rows of reports made of them.</summary>
internal static class Drives
{
    public const long StepUs = 100_000;

    public static readonly BodyBox Car = new(4.5, 1.8);

    /// <summary>A state at a place; speed along the heading.</summary>
    public static ActorState At(double x, double y, double headingDeg, double speed) => new(x, y, headingDeg * Math.PI / 180, speed);

    /// <summary>A way at even speed.</summary>
    public static Func<double, ActorState> Straight(double x, double y, double headingDeg, double speed)
    {
        var way = Vector2d.FromHeading(headingDeg * Math.PI / 180) * speed;
        return t => At(x + way.X * t, y + way.Y * t, headingDeg, speed);
    }

    /// <summary>A circle's arc, to the left for a positive rate.</summary>
    public static Func<double, ActorState> Arc(double x, double y, double headingDeg, double speed, double yawRateDegPerS)
    {
        double h0 = headingDeg * Math.PI / 180, rate = yawRateDegPerS * Math.PI / 180;
        return t => new ActorState(
            x + speed / rate * (Pinned.Sin(h0 + rate * t) - Pinned.Sin(h0)), y - speed / rate * (Pinned.Cos(h0 + rate * t) - Pinned.Cos(h0)), h0 + rate * t, speed, 0, 0, rate);
    }

    /// <summary>Slows down from an instant on, to a standstill.</summary>
    public static Func<double, ActorState> Braking(double x, double y, double speed, double from, double decel) => t =>
    {
        double braked = Math.Clamp(t - from, 0, speed / decel);
        double moving = Math.Min(t, from) * speed + speed * braked - decel * braked * braked / 2;
        return new ActorState(x + moving, y, 0, speed - decel * braked, 0, t > from && braked < speed / decel ? -decel : 0);
    };

    /// <summary>Moves sideways evenly between two instants while it goes on.</summary>
    public static Func<double, ActorState> Sideways(double x, double y, double toY, double speed, double from, double until) => t =>
        At(x + speed * t, y + (toY - y) * Math.Clamp((t - from) / (until - from), 0, 1), 0, speed);

    public static Track Track(string id, ActorClass actor, BodyBox body, int steps, Func<double, ActorState> way) =>
        Sim.Track.FromStates(id, actor, body, 0, [.. Enumerable.Range(0, steps).Select(k => way(k * StepUs / 1e6))]);

    public static Recording Of(int steps, Func<double, ActorState> ego, Func<double, ActorState> other, ActorClass actor = ActorClass.Car, BodyBox? body = null, RoadMap? map = null) => new()
    {
        Name = "drive",
        StepUs = StepUs,
        StepCount = steps,
        Map = map ?? RoadMap.Empty,
        EgoId = "ego",
        Tracks = [Track("ego", ActorClass.Car, Car, steps, ego), Track("other", actor, body ?? Car, steps, other)],
        Provenance = new() { Generator = "test" },
    };

    /// <summary>The same with a contact at the last instant, at a point of the ego's frame.</summary>
    public static Recording WithContact(this Recording recording, double bodyX = 2.25, double bodyY = 0, long? timeUs = null, bool artefact = false)
    {
        long at = timeUs ?? recording.TimeUs(recording.StepCount - 1);
        var point = recording.Ego()!.At((int)(at / StepUs)).Pose.PointToWorld(new(bodyX, bodyY));
        return recording with
        {
            Contacts =
            [
                .. recording.Contacts,
                new Contact
                {
                    TimeUs = at,
                    A = "ego",
                    B = "other",
                    X = point.X,
                    Y = point.Y,
                    ZoneA = ImpactZone.Front,
                    ZoneB = ImpactZone.Rear,
                    RelativeSpeedMps = 5,
                    HeadingDifferenceRad = 0,
                    SpeedAMps = 10,
                    SpeedBMps = 5,
                    Class = CollisionClass.ActiveFront,
                    AtFault = true,
                    ReplayArtefact = artefact,
                },
            ],
        };
    }

    /// <summary>A failed row with an ending.</summary>
    public static CaseRow Row(string entry, int number, CaseEnding? ending, double severity = 1.2, string leading = "collision.delta_v", CaseVerdict verdict = CaseVerdict.Failed) => new(
        new CaseResult
        {
            Case = Case.Create(entry, new CaseKey { Source = "test", Parameters = SampleRun.Pairs(("n", number.ToString(System.Globalization.CultureInfo.InvariantCulture))), Label = $"n{number}" }),
            Status = CaseStatus.Assessed,
            End = RecordingEnd.Contact,
            Assessments = [new Assessment { Assessor = "criticality", Version = "1", Metrics = [], Severity = severity, LeadingMetric = leading }],
            Ending = ending,
        },
        verdict,
        verdict == CaseVerdict.Failed ? ["none: collision.any"] : []);

    /// <summary>An ending with an approach straight from ahead.</summary>
    public static CaseEnding Ending(double fromM, double sideM = 0, string happened = "partner-brakes", int hour = 12) => new()
    {
        TimeUs = 4_000_000,
        Partner = "other",
        PartnerClass = ActorClass.Car,
        ImpactHour = hour,
        EgoManoeuvre = DrivenManoeuvre.Straight,
        Event = happened,
        MaxDecelMps2 = 2,
        Approach = [.. Enumerable.Range(0, 31).SelectMany(i => new[] { 4.5 + (fromM - 4.5) * (30 - i) / 30.0, sideM * (30 - i) / 30.0, 0.0 })],
    };
}
