using Sim.Maps;
using Sim.Plugins.Criticality;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

/// <summary>Would a careful driver have avoided it? On hand-made recordings.</summary>
public class CarefulDriverTests
{
    private static readonly string[] R157 = ["careful-human", "reg157", "fuzzy", "rss"];

    [Fact]
    public void A_slow_cut_in_far_ahead_that_the_ego_runs_into_is_preventable_by_the_four_models()
    {
        var assessment = Assess(CutIn(gap: 45, otherMps: 14, lateralMps: -0.8));

        foreach (string model in R157)
        {
            var driver = Driver(assessment, model);
            Assert.Equal(CounterfactualOutcome.Avoids, driver.Outcome);
            Assert.Contains("cuts in", driver.Reason, StringComparison.Ordinal);
            Assert.Equal("other", driver.Other);
            Assert.NotNull(driver.ReactionTimeUs);
            Assert.True(driver.AlarmTimeUs <= driver.ReactionTimeUs);
        }

        Assert.Equal(1, Value(assessment, "careful.preventable"));
        Assert.Equal(0, Value(assessment, "careful.disputed"));
        Assert.Equal(1, Value(assessment, "careful.r157_applies"));
        Assert.StartsWith("preventable by the models of UN R157", Metric(assessment, "careful.preventable").Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_car_that_cuts_in_right_before_the_bumper_at_half_the_speed_is_unpreventable()
    {
        var assessment = Assess(CutIn(gap: 2, otherMps: 10, lateralMps: -3));

        Assert.All(R157, model => Assert.Equal(CounterfactualOutcome.Collides, Driver(assessment, model).Outcome));
        Assert.Equal(0, Value(assessment, "careful.preventable"));
        Assert.All(R157, model => Assert.InRange(Driver(assessment, model).ImpactSpeedMps!.Value, 1, 15));
        Assert.Contains(assessment.Evidence, e => e.Text.EndsWith("unpreventable.", StringComparison.Ordinal));
    }

    [Fact]
    public void Somewhere_between_the_verdict_flips_within_the_band_and_is_disputed()
    {
        var words = Enumerable.Range(1, 60).Select(gap => Assess(CutIn(gap, 12, -1.5))).Where(a => Driver(a, "fuzzy").Outcome != CounterfactualOutcome.NotApplicable)
            .Select(a => (Preventable: Value(a, "careful.preventable"), Disputed: Value(a, "careful.disputed"))).ToList();

        Assert.Contains((1.0, 0.0), words);
        Assert.Contains((0.0, 0.0), words);
        Assert.Contains(words, w => w.Disputed == 1);

        // Farther is never worse.
        int first = words.FindIndex(w => w.Preventable == 1);
        Assert.All(words.Skip(first), w => Assert.Equal(1, w.Preventable));
    }

    [Fact]
    public void The_band_holds_nine_variants_and_no_band_holds_nine_alike()
    {
        var options = Setting.Map(("careful", Setting.Map(("reaction_band", Setting.Scalar("0 s")), ("brake_band", Setting.Scalar("0 m/s^2")))));
        var driver = Driver(Assess(CutIn(20, 12, -1.5), options), "rss");
        Assert.Equal(9, driver.BandRuns);
        Assert.Contains(driver.BandAvoids, new[] { 0, 9 });
    }

    [Fact]
    public void A_braking_lead_is_a_deceleration_and_5_2_5_2_does_not_speak_of_it()
    {
        var assessment = Assess(Braking());

        Assert.Contains("ahead decelerates", Driver(assessment, "careful-human").Reason, StringComparison.Ordinal);
        Assert.Equal(CounterfactualOutcome.Avoids, Driver(assessment, "careful-human").Outcome);
        Assert.Equal(CounterfactualOutcome.NotApplicable, Driver(assessment, "reg157").Outcome);
        Assert.Contains("5.2.5.2", Driver(assessment, "reg157").Reason, StringComparison.Ordinal);
        Assert.Equal(1, Value(assessment, "careful.preventable"));
    }

    [Fact]
    public void The_careful_human_reacts_three_quarters_of_a_second_after_the_lead_began_to_brake()
    {
        // It brakes from step 20 on; one step later the difference shows. 0.75 s are eight steps of a tenth, as in the reference.
        var human = Driver(Assess(Braking()), "careful-human");
        Assert.Equal(2_100_000, human.AlarmTimeUs);
        Assert.Equal(2_900_000, human.ReactionTimeUs);
    }

    [Fact]
    public void A_vehicle_ahead_that_leaves_and_reveals_a_standing_one_is_a_cut_out()
    {
        var leaving = Roads.Path("leaving", i => new ActorState(30 + 2.2 * i, i < 10 ? 0 : Math.Min((i - 10) * 0.15, 3.5), 0, 22, i is >= 10 and < 34 ? 1.5 : 0), 80);
        var assessment = Assess(Roads.Record(Roads.Motorway(2), Roads.Straight("ego", 0, 0, 22, 80), leaving, Roads.Straight("stands", 120, 0, 0, 80)).UntilContact());

        Assert.Contains("cuts out and reveals 'stands'", Driver(assessment, "rss").Reason, StringComparison.Ordinal);
        Assert.Equal(CounterfactualOutcome.NotApplicable, Driver(assessment, "reg157").Outcome);
        Assert.NotEqual(CounterfactualOutcome.NotApplicable, Driver(assessment, "fuzzy").Outcome);
    }

    [Fact]
    public void A_standing_car_ahead_all_the_time_is_no_disturbance_of_R157()
    {
        var assessment = Assess(Roads.Record(Roads.Motorway(2), Roads.Straight("ego", 0, 0, 20, 80), Roads.Straight("stands", 120, 0, 0, 80)).UntilContact());
        NoR157(assessment, "does not decelerate (UN R157 Appendix 3");
        Assert.Equal(CounterfactualOutcome.Avoids, Driver(assessment, "brake-and-steer").Outcome);
        Assert.Equal(CounterfactualOutcome.Avoids, Driver(assessment, "rss-ego").Outcome);
        Assert.Equal(1, Value(assessment, "careful.preventable"));
    }

    [Theory]
    [InlineData("no lanes")]
    [InlineData("junction")]
    [InlineData("single lane")]
    [InlineData("without separation")]
    [InlineData("on foot")]
    [InlineData("outside 10 to 130 km/h")]
    [InlineData("the ego itself changes lanes")]
    public void Off_the_motorway_the_four_models_say_nothing_and_name_the_clause(string why)
    {
        var recording = Braking();
        recording = why switch
        {
            "no lanes" => recording with { Map = RoadMap.Empty },
            "junction" => recording with { Map = Roads.Motorway(2, junction: "j") },
            "single lane" => recording with { Map = Roads.Motorway(1) },
            "without separation" => recording with { Map = Roads.Motorway(2, oncomingLeft: true) },
            "on foot" => recording with { Tracks = [.. recording.Tracks, Roads.Straight("walker", 40, -5, 1, recording.StepCount, ActorClass.Pedestrian)] },
            "outside 10 to 130 km/h" => Roads.Record(Roads.Motorway(2), Roads.Straight("ego", 0, 0, 45, 80), Roads.Straight("other", 60, 0, 30, 80)).UntilContact(),
            _ => Roads.Record(
                Roads.Motorway(2),
                Roads.Path("ego", i => new ActorState(2.0 * i, Math.Clamp((i - 5) * 0.15, 0, 3.5), 0, 20, i is >= 5 and < 29 ? 1.5 : 0), 80),
                Roads.Straight("other", 40, 3.5, 10, 80)).UntilContact(),
        };
        NoR157(Assess(recording), why);
    }

    [Fact]
    public void An_intersection_gets_no_verdict_by_R157_but_one_by_the_reference_drivers()
    {
        var crossing = Roads.Path("crossing", i => new ActorState(60, -48 + i, Math.PI / 2, 10), 80);
        var recording = Roads.Record(Roads.Motorway(2), Roads.Straight("ego", 0, 0, 12, 80), crossing).UntilContact();
        var assessment = Assess(recording);

        NoR157(assessment, "crosses or comes towards the ego");
        Assert.NotEqual(CounterfactualOutcome.NotApplicable, Driver(assessment, "rss-ego").Outcome);
        Assert.NotEqual(CounterfactualOutcome.NotApplicable, Driver(assessment, "brake-and-steer").Outcome);
        Assert.Contains("R157 does not apply", Metric(assessment, "careful.preventable").Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_friction_makes_a_preventable_contact_unpreventable()
    {
        var dry = CutIn(gap: 30, otherMps: 14, lateralMps: -1.2);
        var ice = dry with { Environment = dry.Environment with { Friction = 0.02 } };

        Assert.Equal(1, Value(Assess(dry), "careful.preventable"));
        Assert.Equal(0, Value(Assess(ice), "careful.preventable"));
        Assert.Contains(Driver(Assess(ice), "rss").Assumptions, a => a.Contains("friction 0.02", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_is_asked_without_a_contact_unless_the_options_say_so()
    {
        var near = Roads.Record(Roads.Motorway(2), Roads.Driven("ego", 0, 0, 60, i => i < 20 ? 20 : Math.Max(20 - 0.7 * (i - 20), 8)), Roads.Straight("lead", 30, 0, 12, 60));
        var quiet = Assess(near);
        Assert.Empty(quiet.Counterfactuals);
        Assert.Equal(MeasuredState.NoConflict, Metric(quiet, "careful.preventable").Value.State);

        var asked = Assess(near, Setting.Map(("careful", Setting.Map(("from_severity", Setting.Scalar("0.1"))))));
        Assert.Equal(6, asked.Counterfactuals.Count);
        Assert.Equal(MeasuredState.NoConflict, Metric(asked, "careful.preventable").Value.State);
        Assert.Equal(MeasuredState.Value, Metric(asked, "careful.r157_applies").Value.State);
    }

    [Fact]
    public void The_sentence_tells_who_did_what_until_when_braking_was_enough_and_the_verdict()
    {
        var said = Assess(Braking()).Evidence[0];

        Assert.Matches(
            @"^At \d\.\d\d s other decelerated at 5\.0 m/s²; gap \d+\.\d m, closing \d+\.\d m/s: TTC 1\.\d\d s, under 1\.5 s\. Braking at 7\.6 m/s² would have been enough until \d\.\d\d s; the ego did not brake\. A careful human driver \(R157\) would have avoided it: preventable\.$",
            said.Text);
        Assert.Equal(["ego", "other"], said.Actors);
    }

    [Fact]
    public void The_latest_braking_is_the_last_that_avoids()
    {
        // 20 m/s against a standing car 96 m ahead of the bumper: 20² / (2 · 7.593) = 26.3 m, so braking must begin within 69.7 m: after 3.4 s.
        var recording = Roads.Record(Roads.Motorway(2), Roads.Straight("ego", 0, 0, 20, 80), Roads.Straight("stands", 100, 0, 0, 80)).UntilContact();
        Assert.Contains("would have been enough until 3.40 s", Assess(recording).Evidence[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Others_go_on_after_the_recordings_end_and_who_vanished_before_is_gone()
    {
        // The recording ends at the contact; without going on the lead would be nowhere and everybody would avoid.
        var crash = Braking();
        Assert.Equal(RecordingEnd.Contact, crash.End);
        var gone = crash with { Tracks = [crash.Tracks[0], crash.Tracks[1].Slice(0, 15)!] };
        var assessment = Assess(gone);

        Assert.Empty(assessment.Counterfactuals);
        Assert.Equal(MeasuredState.NotApplicable, Metric(assessment, "careful.preventable").Value.State);
    }

    [Fact]
    public void Degenerate_recordings_have_a_state_and_a_reason_and_never_a_pass()
    {
        var alone = Assess(Roads.Record(RoadMap.Empty, Roads.Straight("ego", 0, 0, 20, 5)));
        Assert.Equal(MeasuredState.NoConflict, Metric(alone, "careful.preventable").Value.State);

        var noEgo = Assess(Roads.Record(RoadMap.Empty, Roads.Straight("a", 0, 0, 20, 5)) with { EgoId = null });
        Assert.Equal(MeasuredState.NotApplicable, Metric(noEgo, "careful.preventable").Value.State);
        Assert.Null(noEgo.LeadingMetric);

        // The ego's record ends before the contact that the list tells of.
        var crash = Braking();
        var early = Assess(crash with { Tracks = [crash.Tracks[0].Slice(0, 20)!, crash.Tracks[1]] });
        Assert.Null(early.Fault());
        Assert.All(early.Metrics.Where(m => m.Value.State != MeasuredState.Value), m => Assert.NotEqual("", m.Value.Reason));

        var flicker = crash.Tracks[1] with { Presence = Enumerable.Range(0, crash.Tracks[1].Count).Select(i => i % 7 != 3).ToArray() };
        Assert.Null(Assess(crash with { Tracks = [crash.Tracks[0], flicker] }).Fault());

        var touching = Roads.Record(Roads.Motorway(2), Roads.Straight("ego", 0, 0, 20, 3), Roads.Straight("other", 2, 0, 10, 3)).UntilContact();
        Assert.Equal(0, Value(Assess(touching), "careful.preventable"));
    }

    [Fact]
    public void A_replay_artefact_is_nothing_to_prevent()
    {
        var crash = Braking();
        var assessment = Assess(crash with { Contacts = [crash.Contacts[0] with { ReplayArtefact = true }] });
        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "careful.preventable").Value.State);
    }

    [Fact]
    public void A_mirrored_cut_in_has_the_same_verdicts()
    {
        var left = Assess(CutIn(25, 12, -1.5));
        var right = Assess(CutIn(25, 12, -1.5, mirrored: true));
        foreach (var (a, b) in left.Counterfactuals.Zip(right.Counterfactuals))
        {
            if (a.Model == "brake-and-steer")
            {
                continue;
            }

            Assert.Equal((a.Outcome, a.AlarmTimeUs, a.ReactionTimeUs, a.BandAvoids), (b.Outcome, b.AlarmTimeUs, b.ReactionTimeUs, b.BandAvoids));
        }
    }

    private static Recording Braking()
    {
        // 20 m/s both, 30 m apart; the lead brakes with 5 m/s² to standstill, the ego goes on.
        var lead = Roads.Driven("other", 34, 0, 120, i => i < 20 ? 20 : Math.Max(20 - 0.5 * (i - 20), 0));
        return Roads.Record(Roads.Motorway(2), Roads.Straight("ego", 0, 0, 20, 120), lead).UntilContact();
    }

    private static Recording CutIn(double gap, double otherMps, double lateralMps, bool mirrored = false)
    {
        // From the next lane's centre to the ego's, beginning after two seconds.
        int sign = mirrored ? -1 : 1;
        double Y(int i) => Math.Max(3.5 + lateralMps * 0.1 * Math.Max(i - 20, 0), 0);
        var other = Roads.Path(
            "other", i => new ActorState(4 + gap + (20 - otherMps) * 2 + otherMps * 0.1 * i, sign * Y(i), 0, otherMps, Y(i) is > 0 and < 3.5 ? sign * lateralMps : 0), 300);
        var map = Roads.Motorway(3);
        var ego = Roads.Straight("ego", 0, 0, 20, 300);
        var recording = Roads.Record(map, ego, other);
        if (mirrored)
        {
            recording = recording with { Map = Shifted(map) };
        }

        return recording.UntilContact();
    }

    // The same lanes one lane further right, so that the ego's lane has a neighbour on that side.
    private static RoadMap Shifted(RoadMap map) => map with
    {
        Lanes = [.. map.Lanes.Select(l => l with
        {
            Left = Down(l.Left), Centre = Down(l.Centre), Right = Down(l.Right),
        })],
    };

    private static Sim.Geometry.Polyline Down(Sim.Geometry.Polyline line) => new([.. line.Points.Select(p => new Sim.Geometry.Vector2d(p.X, p.Y - 3.5))]);

    private static void NoR157(Assessment assessment, string why)
    {
        foreach (string model in R157)
        {
            var driver = Driver(assessment, model);
            Assert.Equal(CounterfactualOutcome.NotApplicable, driver.Outcome);
            Assert.Contains(why, driver.Reason, StringComparison.Ordinal);
            Assert.Contains("UN R157", driver.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(0, Value(assessment, "careful.r157_applies"));
    }

    private static Counterfactual Driver(Assessment assessment, string model) => assessment.Counterfactuals.Single(c => c.Model == model);

    private static Assessment Assess(Recording recording, Setting? options = null)
    {
        var assessment = new CriticalityAssessor().Assess(new AssessRequest { Recording = recording, Options = options ?? Setting.Empty }, AssessPeers.None, CancellationToken.None);
        Assert.Null(assessment.Fault());
        return assessment;
    }

    private static Metric Metric(Assessment assessment, string name) => assessment.Metrics.Single(m => m.Name == name);

    private static double Value(Assessment assessment, string name) => Metric(assessment, name).Value.Value!.Value;
}
