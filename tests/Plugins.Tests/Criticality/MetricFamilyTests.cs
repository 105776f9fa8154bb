using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Criticality.Chance;
using Sim.Plugins.Criticality.Evasion;
using Sim.Plugins.Criticality.Exposure;
using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Metrics;

namespace Sim.Tests;

/// <summary>Each metric against values worked out by hand.</summary>
public class MetricFamilyTests
{
    [Fact]
    public void A_closing_lead_gives_every_following_metric_its_textbook_value()
    {
        // 30 m between bumpers, 20 against 10 m/s, both steady; grip 0.8 · 9.81.
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 20, 2), Drive.Along("lead", 34, 0, 10, 2)));
        double gap = 29;
        double grip = 0.8 * 9.81;
        Assert.Equal(gap / 10, Drive.Value(assessment, "min_ttc_path"), 9);
        Assert.Equal(gap / 10, Drive.Value(assessment, "min_ttc_ca"), 9);
        Assert.Equal(gap / 10, Drive.Value(assessment, "min_ttc2d"), 9);
        Assert.Equal(gap, Drive.Value(assessment, "min_hw"), 9);
        Assert.Equal(100 / (2 * gap), Drive.Value(assessment, "max_a_long_req"), 9);
        Assert.Equal(2 * 2 / Math.Pow(gap / 10, 2), Drive.Value(assessment, "max_a_lat_req"), 9);
        Assert.Equal(Math.Sqrt(Math.Pow(100 / (2 * gap), 2) + Math.Pow(4 / Math.Pow(gap / 10, 2), 2)), Drive.Value(assessment, "max_a_req"), 9);
        Assert.Equal(100 / (2 * gap) / grip, Drive.Value(assessment, "max_btn"), 9);
        Assert.Equal(4 / Math.Pow(gap / 10, 2) / grip, Drive.Value(assessment, "max_stn"), 9);
        Assert.Equal(3 * 100 / (2 * (gap - 20)), Drive.Value(assessment, "max_dst"), 9);
        Assert.Equal(gap, Drive.Value(assessment, "min_dce"), 9);
        Assert.Equal(0.1, Drive.Value(assessment, "ttce"), 9);
        Assert.Equal(400 / (2 * grip), Drive.Value(assessment, "max_msd"), 9);
    }

    [Fact]
    public void Less_friction_raises_the_threat_numbers()
    {
        var recording = Drive.Recording(Drive.Along("ego", 0, 0, 20, 2), Drive.Along("lead", 34, 0, 10, 2));
        var ice = recording with { Environment = new WorldEnvironment { Friction = 0.25 } };
        Assert.Equal(4 * Drive.Value(Drive.Assess(recording), "max_btn"), Drive.Value(Drive.Assess(ice), "max_btn"), 9);
        Assert.Equal(2 * Drive.Value(Drive.Assess(recording), "max_btn"), Drive.Value(Drive.Assess(recording, ("mu", "0.4")), "max_btn"), 9);
    }

    [Fact]
    public void A_lead_that_brakes_to_a_stand_asks_for_a_stop_behind_it()
    {
        // 20 m gap, both 15 m/s, the lead stops with 7.5 m/s² after 15 m: the ego has 35 m for 15 m/s.
        Assert.Equal(225 / 70.0, PathMath.RequiredDeceleration(20, 15, 15, -7.5), 12);
        // Closing fast it must match the lead's speed before that: 10 m/s within 5 m on top of the lead's own 1 m/s².
        Assert.Equal(100 / 10.0 + 1, PathMath.RequiredDeceleration(5, 25, 15, -1), 12);
        // A lead that speeds up takes some of it over.
        Assert.Equal(100 / 40.0 - 2, PathMath.RequiredDeceleration(20, 25, 15, 2), 12);
        Assert.Equal(double.PositiveInfinity, PathMath.RequiredDeceleration(0, 25, 15, 2));
    }

    [Fact]
    public void Exposure_adds_up_the_time_below_the_threshold()
    {
        // Time to collision 2.05 s, 1.95, 1.85 …: from the second of five steps on below 2 s.
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 20, 5), Drive.Along("lead", 24.5, 0, 10, 5)));
        Assert.Equal(0.4, Drive.Value(assessment, "tet"), 9);
        Assert.Equal(0.1 * (0.05 + 0.15 + 0.25 + 0.35), Drive.Value(assessment, "tit"), 9);
        Assert.Equal(MeasuredState.NoConflict, Drive.Of(Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 20, 5), Drive.Along("lead", 24.5, 0, 20, 5))), "tet").State);
    }

    [Fact]
    public void The_truncated_normal_of_decelerations_is_a_distribution()
    {
        var madr = TruncatedNormal.MaximumAvailableDeceleration;
        Assert.Equal(0, madr.Cdf(4.23));
        Assert.Equal(1, madr.Cdf(12.68));
        double low = Pinned.NormalCdf((4.23 - 8.45) / 1.4), high = Pinned.NormalCdf((12.68 - 8.45) / 1.4);
        Assert.Equal((0.5 - low) / (high - low), madr.Cdf(8.45), 12);
    }

    [Fact]
    public void Crossing_times_follow_from_the_boxes()
    {
        // The ego (4 by 2 m, 10 m/s) covers the other's 2 m wide strip for its own 4 m plus 2 m: 0.6 s. The other comes 2.5 s behind it.
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", -20.5, 0, 10, 60), Drive.Along("other", 0, -45.5, 10, 60, headingRad: Math.PI / 2)));
        Assert.InRange(Drive.Value(assessment, "max_et"), 0.5, 0.71);
        Assert.InRange(Drive.Value(assessment, "min_pet"), 1.8, 2.1);
        Assert.Equal(MeasuredState.NoConflict, Drive.Of(assessment, "min_psd").State);
        Assert.InRange(Drive.Value(assessment, "max_ci"), 75_000 * Math.Exp(-2.1), 75_000 * Math.Exp(-1.8));
    }

    [Fact]
    public void Who_lets_the_other_pass_must_be_able_to_stop()
    {
        // The other leaves the place at 2.3 s; the ego's front then still has a way to go, and its share of the stopping distance is counted.
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", -45.5, 0, 10, 60), Drive.Along("other", 0, -20.5, 10, 60, headingRad: Math.PI / 2)));
        double stopping = 100 / (2 * 0.8 * 9.81);
        Assert.InRange(Drive.Value(assessment, "min_psd"), 18 / stopping, 21.5 / stopping);
    }

    [Fact]
    public void Time_to_brake_is_the_way_left_over()
    {
        // 15 m/s towards a wall 59.9 m ahead: contact after 4 s (front at 2 m, wall's face at 61.9 m). Braking with 7.848 m/s² takes 14.3 m and, as the pedal
        // needs 0.3 s to bite at 25 m/s³, 2.4 m more: some 43 m or 2.8 s to spare.
        var recording = Drive.Recording(Drive.Along("ego", 0, 0, 15, 60), Drive.Along("wall", 63.9, 0, 0, 60) with { Body = new(4, 40) });
        var scene = Drive.Scene(recording);
        var search = new EvasionSearch(scene, EvasionFamily.LimitsOf(scene), 59, recorded: false, road: null);
        Assert.Equal(40, search.Begin(0, out _));
        int last = Enumerable.Range(0, 40).Last(k => search.Avoids(Manoeuvre.Brake, k));
        Assert.InRange(last, 27, 29);
        Assert.False(search.Avoids(Manoeuvre.SteerLeft, 0));
        Assert.False(search.Avoids(Manoeuvre.Kickdown, 0));
        // The recording drives on into the wall, so in the end nothing helps.
        var assessment = Drive.Assess(recording);
        Assert.Equal(MeasuredState.TooLate, Drive.Of(assessment, "min_ttb").State);
        Assert.Equal(MeasuredState.TooLate, Drive.Of(assessment, "min_ttr").State);
        Assert.Contains(assessment.Evidence, e => e.Text.Contains("no manoeuvre helps any more", StringComparison.Ordinal));
        Assert.Matches("braking was enough until 2\\.[789] s, the ego never brakes", Drive.Of(assessment, "min_ttb").Reason);
    }

    [Fact]
    public void The_winning_manoeuvre_is_named()
    {
        // The ego brakes in time for a narrow post: swerving would have worked longest.
        var recording = Drive.Recording(Drive.Along("ego", 0, 0, 15, 60, -5), Drive.Along("post", 40, 0, 0, 60) with { Body = new(0.5, 0.5) });
        var ttr = Drive.Of(Drive.Assess(recording), "min_ttr");
        Assert.Equal(MeasuredState.Value, ttr.State);
        Assert.StartsWith("steering to the ", ttr.Reason, StringComparison.Ordinal);
        Assert.True(ttr.Value >= Drive.Value(Drive.Assess(recording), "min_ttb"));
    }

    [Fact]
    public void A_follower_that_cannot_react_does_not_forbid_braking()
    {
        var alone = Drive.Recording(Drive.Along("ego", 0, 0, 15, 60, -5), Drive.Along("wall", 40, 0, 0, 60) with { Body = new(4, 40) });
        var followed = Drive.Recording([.. alone.Tracks, Drive.Along("follower", -8, 0, 15, 60, -5)]);
        Assert.Equal(Drive.Value(Drive.Assess(alone), "min_ttb"), Drive.Value(Drive.Assess(followed), "min_ttb"));
    }

    [Fact]
    public void A_swerve_goes_as_far_as_it_should_and_ends_parallel_to_the_path()
    {
        var limits = new EvasionLimits { BrakeMps2 = 8, KickdownMps2 = 4, LateralMps2 = 6, ClipMps2 = 8, SteerWidthM = 3.5, JerkMps3 = 1e9 };
        var motion = new EvasiveMotion(limits, Manoeuvre.SteerRight, 0.01, 0, 20, 0);
        for (int k = 0; k < 400; k++)
        {
            motion.Step();
        }

        Assert.InRange(motion.D, -3.7, -3.3);
        Assert.InRange(motion.SpeedAcrossMps, -0.05, 0.05);
        Assert.InRange(motion.SpeedMps, 19.5, 20.1);
    }

    [Fact]
    public void Personal_space_without_lanes_is_the_grown_box()
    {
        // Front reach 2 + 2 m, sides 1 + 0.5 m; the other's flank at 1.4 m is inside, at 1.6 m it is not.
        int Pairs(double y) => Drive.Of(Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 10, 5), Drive.Along("beside", 0, y, 10, 5))), "soi") is { HasValue: true } m ? (int)m.Value!.Value : 0;
        Assert.Equal(5, Pairs(2.4));
        Assert.Equal(0, Pairs(2.6));
    }

    [Fact]
    public void An_impact_says_how_hard_and_where()
    {
        // 20 m/s into a standing car of the same mass: half of it.
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 20, 20), Drive.Along("parked", 20, 0, 0, 20, actor: ActorClass.ParkedVehicle)));
        var deltaV = Drive.Of(assessment, "collision.delta_v");
        Assert.Equal(10, deltaV.Value!.Value, 9);
        Assert.Equal(800_000, deltaV.WorstTimeUs!.Value);
        Assert.Contains("found by sweeping", deltaV.Reason, StringComparison.Ordinal);
        Assert.Equal(0.5 * 750 * 400, Drive.Value(assessment, "collision.energy"), 6);
    }

    [Fact]
    public void Jerk_is_the_change_of_the_acceleration()
    {
        var states = Enumerable.Range(0, 20).Select(k => new ActorState(0, 0, 0, 20 - 0.5 * 3 * k * k * 0.01)).ToArray();
        var assessment = Drive.Assess(Drive.Recording(Track.FromStates("ego", ActorClass.Car, new(4, 2), 0, states), Drive.Along("other", 500, 0, 0, 20)));
        Assert.Equal(3, Drive.Value(assessment, "max_jerk_long"), 6);
        Assert.Equal(0, Drive.Value(assessment, "max_jerk_lat"), 6);
    }

    [Fact]
    public void A_pedestrian_at_the_crossing_starts_the_time_to_it()
    {
        var map = new RoadMap { Name = "m", Crosswalks = [new Crosswalk("z", new Polygon([new(30, -4), new(33, -4), new(33, 4), new(30, 4)]))] };
        var walker = Drive.Along("walker", 31, -3, 1, 20, headingRad: Math.PI / 2, actor: ActorClass.Pedestrian) with { Body = new(0.5, 0.5) };
        var used = Drive.Recording(Drive.Along("ego", 0, 0, 10, 20), walker) with { Map = map };
        Assert.Equal((28 - 19) / 10.0, Drive.Value(Drive.Assess(used), "min_ttz"), 9);
        var unused = Drive.Recording(Drive.Along("ego", 0, 0, 10, 20), Drive.Along("car", 100, 0, 1, 20)) with { Map = map };
        Assert.Equal(MeasuredState.NoConflict, Drive.Of(Drive.Assess(unused), "min_ttz").State);
        Assert.Equal(MeasuredState.NotApplicable, Drive.Of(Drive.Assess(unused with { Map = RoadMap.Empty }), "min_ttz").State);
    }

    [Fact]
    public void Weights_are_bounded_and_give_the_nominal_probability_back()
    {
        var drawn = new DrawnManoeuvres(3, 20_000, 1, 100);
        Assert.All(drawn.Weight, w => Assert.InRange(w, 0, 2));
        // P(|x| > 3) = 0.0027 per coordinate, within the interval of the estimate.
        double[] shares = [.. drawn.Along.Select(a => Math.Abs(a) > 3 ? 1.0 : 0.0)];
        var estimate = ChanceEstimate.Of(drawn.Weight, shares);
        Assert.InRange(2 * (1 - Pinned.NormalCdf(3)), estimate.Low, estimate.High);
        Assert.True(estimate.High - estimate.Low < 0.001);
        Assert.Equal(0, ChanceEstimate.Of(drawn.Weight, new double[20_000]).Probability);
        Assert.True(ChanceEstimate.Of(drawn.Weight, new double[20_000]).High > 0);
    }

    [Fact]
    public void Values_after_the_ego_has_left_its_log_say_so()
    {
        // The log drove on at 20 m/s; this ego brakes and the replayed follower runs into it.
        var ego = Drive.Along("ego", 0, 0, 20, 40, -6);
        var follower = Drive.Along("follower", 30, 0, 12, 40);
        var recording = Drive.Recording(ego, follower);
        TimedState[] log = [.. Enumerable.Range(0, 40).Select(k => new TimedState(k * 100_000L, new ActorState(2.0 * k, 0, 0, 20)))];
        var scenario = new Scenario
        {
            Name = "s",
            Map = RoadMap.Empty,
            StepUs = 100_000,
            HorizonUs = 4_000_000,
            EgoId = "ego",
            Actors =
            [
                new Actor { Id = "ego", Class = ActorClass.Car, Body = ego.Body, Initial = ego.At(0), Behaviour = new DriverBehaviour { Log = log } },
                new Actor { Id = "follower", Class = ActorClass.Car, Body = ego.Body, Initial = follower.At(0), Behaviour = new TrajectoryBehaviour { States = [.. log.Take(2)], Recorded = true } },
            ],
            Provenance = new() { Generator = "test" },
        };
        var scene = Drive.Scene(recording, scenario: scenario);
        // 3 t² > 0.5 m: from 0.5 s on.
        Assert.Equal(500_000, scene.Validity.LeftUs);
        var metric = new MetricDefinition("x", "", WorseDirection.Higher);
        Metric At(long time) => new() { Name = metric.Name, Unit = "", Worse = metric.Worse, Version = 1, Value = Measured.Of(1.0, time, ["ego", "follower"]) };
        Assert.Equal("", scene.Validity.Mark(At(500_000)).Value.Reason);
        Assert.StartsWith("not valid as a finding", scene.Validity.Mark(At(600_000)).Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_log_is_its_own_log()
    {
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 20, 5), Drive.Along("lead", 34, 0, 10, 5)));
        Assert.Equal(MeasuredState.NoConflict, Drive.Of(assessment, "valid_until").State);
    }

    [Fact]
    public void Only_the_chosen_metrics_are_computed()
    {
        var recording = Drive.Recording(Drive.Along("ego", 0, 0, 20, 5), Drive.Along("lead", 34, 0, 10, 5));
        Assert.Equal(["min_ttb"], Drive.Assess(recording, ("metrics", "min_ttb")).Metrics.Select(m => m.Name));
        Assert.Equal(["min_dce", "ttce", "min_wttc"], Drive.Assess(recording, ("metrics", "approach")).Metrics.Select(m => m.Name));
        Assert.DoesNotContain("max_p_mc", Drive.Assess(recording).Metrics.Select(m => m.Name));
        var error = Assert.Throws<InputException>(() => Drive.Assess(recording, ("metrics", "min_tcc")));
        Assert.Contains("min_ttc", error.Message, StringComparison.Ordinal);
    }
}
