using Sim.Geometry;
using Sim.Maps;
using Sim.Reports.Failures;

namespace Sim.Tests.Reports;

public sealed class CaseEndingTests
{
    // Heading 90°: the ego looks along +y, its right is +x.
    [Theory]
    [InlineData(2.25, 0, 12)]
    [InlineData(2.25, -0.55, 12)] // 13.7°
    [InlineData(2.25, -0.65, 1)] // 16.1°
    [InlineData(2.25, 0.65, 11)]
    [InlineData(0.95, -0.9, 1)] // 43.5°
    [InlineData(0.85, -0.9, 2)] // 46.6°
    [InlineData(0, -0.9, 3)]
    [InlineData(0, 0.9, 9)]
    [InlineData(-2.25, 0, 6)]
    [InlineData(-2.25, -0.9, 5)] // 158.2°
    [InlineData(-2.25, 0.9, 7)]
    public void The_impact_hour_is_the_clock_sector_of_the_point_in_the_egos_frame(double x, double y, int hour)
    {
        foreach (double heading in (double[])[0, 1.5, -3, 40])
        {
            var pose = new Pose2d(100, -20, heading);
            Assert.Equal(hour, CaseEndings.Hour(pose, pose.PointToWorld(new(x, y))));
        }
    }

    [Fact]
    public void The_approach_is_the_partners_place_in_the_egos_frame_at_10_Hz()
    {
        // Contact at 4.05 s, between two steps: the ego is at 40.5 m, the standing car 4.5 m ahead of it.
        var recording = Drives.Of(41, Drives.Straight(0, 0, 0, 10), Drives.Straight(45, 0.5, 0, 0)).WithContact(timeUs: 4_050_000);
        var ending = CaseEndings.Of(recording, [])!;

        Assert.Equal((4_050_000, "other", ActorClass.Car, 12), (ending.TimeUs, ending.Partner, ending.PartnerClass, ending.ImpactHour));
        Assert.Equal("partner-stopped", ending.Event);
        Assert.Equal(DrivenManoeuvre.Straight, ending.EgoManoeuvre);
        Assert.Equal(93, ending.Approach.Count);
        for (int i = 0; i <= 30; i++)
        {
            Assert.Equal([34.5 - i, 0.5, 0], ending.Approach.Skip(3 * i).Take(3));
        }
    }

    public static TheoryData<string, string, DrivenManoeuvre> Situations()
    {
        var data = new TheoryData<string, string, DrivenManoeuvre>();
        foreach (var (name, (_, happened, manoeuvre)) in Known)
        {
            data.Add(name, happened, manoeuvre);
        }

        return data;
    }

    private static Dictionary<string, (Recording Recording, string Event, DrivenManoeuvre Ego)> Known => new()
    {
        ["a lead that brakes"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 15), Drives.Braking(22, 0, 15, 3, 6)).WithContact(), "partner-brakes", DrivenManoeuvre.Straight),
        ["a slower lead"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 15), Drives.Straight(29.5, 0, 0, 10)).WithContact(), "partner-drives-ahead", DrivenManoeuvre.Straight),
        ["a standing car"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 10), Drives.Straight(54.5, 1, 5, 0)).WithContact(), "partner-stopped", DrivenManoeuvre.Straight),
        ["a cut-in from the left"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 15), Drives.Sideways(29, 3.5, 0, 10, 2, 5)).WithContact(), "partner-cuts-in-from-left", DrivenManoeuvre.Straight),
        ["a cut-in from the right"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 15), Drives.Sideways(29, -3.5, 0, 10, 2, 5)).WithContact(), "partner-cuts-in-from-right", DrivenManoeuvre.Straight),
        ["the ego changes lanes to the right"] = (Drives.Of(51, Drives.Sideways(0, 3.5, 0, 15, 2, 5), Drives.Straight(29, 0, 0, 10)).WithContact(), "partner-drives-ahead", DrivenManoeuvre.LaneChangeRight),
        ["the ego sideswipes to the left"] = (Drives.Of(51, Drives.Sideways(0, 0, 2, 15, 2, 5), Drives.Straight(1, 3.5, 0, 15)).WithContact(0, 0.9), "partner-drives-beside", DrivenManoeuvre.LaneChangeLeft),
        ["hit from behind"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 10), Drives.Straight(-29.5, 0, 0, 15)).WithContact(-2.25), "partner-follows", DrivenManoeuvre.Straight),
        ["hit from behind at rest"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 0), Drives.Straight(-54.5, 0, 0, 10)).WithContact(-2.25), "partner-follows", DrivenManoeuvre.Stopped),
        ["head-on"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 10), Drives.Straight(104.5, 0, 180, 10)).WithContact(), "partner-oncoming", DrivenManoeuvre.Straight),
        ["crossing from the left"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 10), Drives.Straight(52, 50, -90, 10)).WithContact(), "partner-crosses-from-left", DrivenManoeuvre.Straight),
        ["crossing from the right"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 10), Drives.Straight(52, -50, 90, 10)).WithContact(), "partner-crosses-from-right", DrivenManoeuvre.Straight),
        ["across the way of an oncoming car"] = (Drives.Of(51, Drives.Arc(0, 0, 0, 8, 15), Drives.Straight(80, 4, 180, 10)).WithContact(), "partner-oncoming", DrivenManoeuvre.LeftTurn),
        ["an oncoming car that turns across"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 10), Drives.Arc(80, 4, 180, 8, 15)).WithContact(), "partner-turns-across", DrivenManoeuvre.Straight),
        ["a car that turns in from the right"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 10), Drives.Arc(50, -12, 90, 4, -15)).WithContact(), "partner-turns-in", DrivenManoeuvre.Straight),
        ["a car that reverses"] = (Drives.Of(51, Drives.Straight(0, 0, 0, 5), Drives.Straight(40, 0, 0, -2)).WithContact(), "partner-reverses", DrivenManoeuvre.Straight),
        ["the ego reverses into somebody"] = (Drives.Of(51, Drives.Straight(0, 0, 0, -2), Drives.Straight(-14.5, 0, 0, 0)).WithContact(-2.25), "partner-stopped", DrivenManoeuvre.Reversing),
        ["a turn to the right"] = (Drives.Of(51, Drives.Arc(0, 0, 90, 6, -20), Drives.Straight(30, 30, 0, 0)).WithContact(), "partner-stopped", DrivenManoeuvre.RightTurn),
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void What_happened_before_is_read_from_the_motions(string situation, string happened, DrivenManoeuvre manoeuvre)
    {
        var ending = CaseEndings.Of(Known[situation].Recording, [])!;
        Assert.Equal((happened, manoeuvre), (ending.Event, ending.EgoManoeuvre));
    }

    [Fact]
    public void A_situation_means_the_same_wherever_the_world_points()
    {
        foreach (var (name, (recording, happened, manoeuvre)) in Known)
        {
            var turned = Turned(recording, new Pose2d(-3000, 700, 2.5));
            var ending = CaseEndings.Of(turned, [])!;
            Assert.True((happened, manoeuvre) == (ending.Event, ending.EgoManoeuvre), $"{name}: {ending.Event}, {ending.EgoManoeuvre}");
            Assert.Equal(CaseEndings.Of(recording, [])!.ImpactHour, ending.ImpactHour);
        }
    }

    [Theory]
    [InlineData(-90, "partner-crosses-from-left")]
    [InlineData(90, "partner-crosses-from-right")]
    public void Who_walks_across_the_road_that_the_ego_turns_into_crosses(double courseFromEgoDeg, string happened)
    {
        // The ego turns left by 75° and ends facing 75°; the pedestrian's body faces anywhere.
        var ego = Drives.Arc(0, 0, 0, 6, 15);
        double course = 75 + courseFromEgoDeg;
        var way = Drives.Straight(20, 20, course, 1.4);
        var recording = Drives.Of(51, ego, t => way(t) with { HeadingRad = 0.3 }, ActorClass.Pedestrian, new(0.5, 0.6)).WithContact();
        Assert.Equal(happened, CaseEndings.Of(recording, [])!.Event);
    }

    [Fact]
    public void Following_a_bend_is_neither_a_turn_nor_a_lane_change()
    {
        const double Radius = 60;
        Polyline Line(double radius) => new([.. Enumerable.Range(0, 91).Select(i => new Vector2d(radius * Math.Sin(i * Math.PI / 180), Radius - radius * Math.Cos(i * Math.PI / 180)))]);
        var map = new RoadMap { Name = "bend", Lanes = [new() { Id = "1", Left = Line(Radius - 1.75), Right = Line(Radius + 1.75), Centre = Line(Radius) }] };
        var ego = Drives.Arc(0, 0, 0, 15, 15 / Radius * 180 / Math.PI);
        Func<double, ActorState> lead = t => ego(t + 1);
        var recording = Drives.Of(41, ego, lead, map: map).WithContact();
        Assert.Equal((DrivenManoeuvre.Straight, "partner-drives-ahead"), (CaseEndings.Of(recording, [])!.EgoManoeuvre, CaseEndings.Of(recording, [])!.Event));

        // The same way without a road is a turn.
        Assert.Equal(DrivenManoeuvre.LeftTurn, CaseEndings.Of(recording with { Map = RoadMap.Empty }, [])!.EgoManoeuvre);
    }

    [Fact]
    public void A_replay_artefact_is_told_only_when_nothing_else_was_hit()
    {
        var drive = Drives.Of(51, Drives.Straight(0, 0, 0, 10), Drives.Straight(-29.5, 0, 0, 15));
        var artefact = drive.WithContact(-2.25, timeUs: 3_000_000, artefact: true);
        Assert.Equal(("replay-artefact", 6), (CaseEndings.Of(artefact, [])!.Event, CaseEndings.Of(artefact, [])!.ImpactHour));

        var both = artefact.WithContact(-2.25, timeUs: 4_000_000);
        Assert.Equal(("partner-follows", 4_000_000), (CaseEndings.Of(both, [])!.Event, CaseEndings.Of(both, [])!.TimeUs));
    }

    [Fact]
    public void Without_a_contact_the_leading_metric_of_the_severest_assessor_names_instant_and_partner()
    {
        var recording = Drives.Of(51, Drives.Straight(0, 0, 0, 15), Drives.Braking(60, 0, 15, 1, 6));
        Assessment Says(string name, double severity, long at, params string[] actors) => new()
        {
            Assessor = name,
            Version = "1",
            Severity = severity,
            LeadingMetric = "m",
            Metrics = [new() { Name = "m", Unit = "s", Worse = WorseDirection.Lower, Version = 1, Value = Measured.Of(1.0, at, actors) }],
        };

        var ending = CaseEndings.Of(recording, [Says("a", 0.5, 1_000_000, "ego", "other"), Says("b", 1, 2_500_000, "ego", "nobody", "other"), Says("c", 1, 3_000_000)])!;
        Assert.Equal((2_500_000, "other", (int?)null, "partner-brakes"), (ending.TimeUs, ending.Partner, ending.ImpactHour, ending.Event));

        var nobody = CaseEndings.Of(recording, [])!;
        Assert.Equal((5_000_000, (string?)null, "", 0), (nobody.TimeUs, nobody.Partner, nobody.Event, nobody.Approach.Count));
    }

    [Fact]
    public void Deceleration_and_lateral_gap_are_the_extremes_of_the_drive()
    {
        // The ego passes a car whose box begins 0.9 + 0.9 + 1.2 m to the left; it brakes with 3 m/s² for a while.
        var recording = Drives.Of(51, Drives.Braking(0, 0, 10, 2, 3), Drives.Straight(10, 3, 0, 0));
        var ending = CaseEndings.Of(recording, [])!;
        Assert.Equal(3, ending.MaxDecelMps2);
        Assert.Equal(1.2, ending.MinLateralGapM!.Value, 12);

        // Ahead is not beside.
        Assert.Null(CaseEndings.Of(Drives.Of(11, Drives.Straight(0, 0, 0, 10), Drives.Straight(50, 0, 0, 10)), [])!.MinLateralGapM);
    }

    [Fact]
    public void Whatever_a_recording_holds_the_ending_is_finite_or_absent()
    {
        double[] odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, -1e308, 0, -0.0, 1e15];
        var random = new Random(7);
        double Any() => random.Next(3) == 0 ? odd[random.Next(odd.Length)] : random.NextDouble() * 60 - 30;
        for (int n = 0; n < 3000; n++)
        {
            int steps = random.Next(1, 45);
            Track Anyone(string id)
            {
                int count = random.Next(0, steps + 3);
                var states = Enumerable.Range(0, count).Select(_ => new ActorState(Any(), Any(), Any(), Any(), Any(), Any())).ToArray();
                var track = Track.FromStates(id, (ActorClass)random.Next(14), new(random.NextDouble() * 5 + 0.1, 1), random.Next(0, steps), states);
                return random.Next(2) == 0 ? track : track with { Presence = Enumerable.Range(0, count).Select(_ => random.Next(4) > 0).ToArray() };
            }

            var recording = Drives.Of(steps, Drives.Straight(0, 0, 0, 1), Drives.Straight(0, 0, 0, 1)) with { Tracks = [Anyone("ego"), Anyone("other")], EgoId = random.Next(9) == 0 ? null : "ego" };
            if (random.Next(2) == 0)
            {
                recording = recording with { Contacts = [Touch(random.NextInt64(-1_000_000, 9_000_000), Any(), Any(), random.Next(5) == 0 ? "stranger" : "other")] };
            }

            if (CaseEndings.Of(recording, []) is { } ending)
            {
                Assert.All(ending.Approach, v => Assert.True(double.IsFinite(v)));
                Assert.True(ending.Approach.Count <= 93 && ending.Approach.Count % 3 == 0);
                Assert.True(double.IsFinite(ending.MaxDecelMps2) && ending.MaxDecelMps2 >= 0);
                Assert.True(ending.MinLateralGapM is null || (double.IsFinite(ending.MinLateralGapM.Value) && ending.MinLateralGapM >= 0));
                Assert.True(ending.ImpactHour is null or (>= 1 and <= 12));
                Assert.InRange(ending.TimeUs, 0, recording.TimeUs(steps));
            }
        }
    }

    private static Contact Touch(long timeUs, double x, double y, string other) => new()
    {
        TimeUs = timeUs,
        A = "ego",
        B = other,
        X = x,
        Y = y,
        ZoneA = ImpactZone.Front,
        ZoneB = ImpactZone.Rear,
        RelativeSpeedMps = 1,
        HeadingDifferenceRad = 0,
        SpeedAMps = 1,
        SpeedBMps = 1,
        Class = CollisionClass.ActiveFront,
        AtFault = true,
    };

    private static Recording Turned(Recording recording, Pose2d by)
    {
        Track Turn(Track track) => Track.FromStates(track.Id, track.Class, track.Body, track.FirstStep, [.. Enumerable.Range(track.FirstStep, track.Count).Select(step =>
        {
            var state = track.At(step);
            var pose = by.PoseToWorld(state.Pose);
            return state with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
        })]);
        return recording with
        {
            Tracks = [.. recording.Tracks.Select(Turn)],
            Contacts = [.. recording.Contacts.Select(c => by.PointToWorld(new(c.X, c.Y)) is var p ? c with { X = p.X, Y = p.Y } : c)],
        };
    }
}
