using Sim.Maps;
using Sim.Plugins.Criticality;
using Sim.Plugins.Criticality.Rss;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

/// <summary>RSS on hand-made recordings with the default parameters: response 1 s (others 2 s), 3.5, 4 and 8 m/s² lengthwise, 0.2 and 0.8 m/s² sideways.</summary>
public class RssTests
{
    // 21.75 m in the response time, then 23.5² / 8 m; the lead needs 10² / 16 m.
    private const double SafeBehind10 = 21.75 + 23.5 * 23.5 / 8 - 100 / 16.0;

    // The ego sways 0.1 + 0.025 m, the other in 2 s 0.4 + 0.1 m, and half of the other's margin.
    private const double SafeBeside = 0.125 + 0.5 + 0.05;

    [Fact]
    public void A_lead_too_close_in_the_same_lane_is_dangerous_by_the_formula()
    {
        var assessment = Assess(RoadMap.Empty, Roads.Straight("ego", 0, 0, 20, 5), Roads.Straight("lead", 34, 0, 10, 5));

        Near(26 - SafeBehind10, Metric(assessment, "rss.longitudinal_margin").Value.Value!.Value);
        Near(-SafeBeside, Metric(assessment, "rss.margin").Value.Value!.Value);
        Assert.Equal(1, Metric(assessment, "rss.dangerous").Value.Value);
        Assert.Equal(0, Metric(assessment, "rss.dangerous").Value.WorstTimeUs);
        Near(0.5, Metric(assessment, "rss.dangerous_time").Value.Value!.Value);
        Assert.Contains(assessment.Evidence, e => e.Text.Contains("no longer safe by RSS", StringComparison.Ordinal));
    }

    [Fact]
    public void A_car_in_the_next_lane_is_not_dangerous_however_close_lengthwise()
    {
        var assessment = Assess(Roads.Motorway(2), Roads.Straight("ego", 0, 0, 20, 5), Roads.Straight("lead", 10, 3.5, 10, 5));

        Near(1.5 - SafeBeside, Metric(assessment, "rss.margin").Value.Value!.Value);
        Assert.Equal(0, Metric(assessment, "rss.dangerous").Value.Value);
        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "rss.longitudinal_margin").Value.State);
        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "rss.response_missing").Value.State);
    }

    [Fact]
    public void Driving_on_as_if_nothing_were_lacks_all_of_the_least_braking()
    {
        var assessment = Assess(RoadMap.Empty, Roads.Straight("ego", 0, 0, 20, 25), Roads.Straight("lead", 64, 0, 10, 25));

        var missing = Metric(assessment, "rss.response_missing").Value;
        Near(4, missing.Value!.Value);
        Assert.Equal(1_000_000, missing.WorstTimeUs);
        Assert.Equal(MeasuredState.TooLate, Metric(assessment, "rss.response_delay").Value.State);
    }

    [Fact]
    public void Braking_hard_enough_within_the_response_time_is_the_proper_response()
    {
        var ego = Roads.Driven("ego", 0, 0, 25, i => i <= 5 ? 20 : 20 - 4.5 * 0.1 * (i - 5));
        var assessment = Assess(RoadMap.Empty, ego, Roads.Straight("lead", 64, 0, 10, 25));

        Near(0, Metric(assessment, "rss.response_missing").Value.Value!.Value);
        Near(0, Metric(assessment, "rss.response_delay").Value.Value!.Value);
    }

    [Fact]
    public void Braking_half_a_second_too_late_is_told_to_the_step()
    {
        // Central differences see half of the braking at step 15 and all of it from step 16 on; due since step 10.
        var ego = Roads.Driven("ego", 0, 0, 25, i => i <= 15 ? 20 : 20 - 4.5 * 0.1 * (i - 15));
        var assessment = Assess(RoadMap.Empty, ego, Roads.Straight("lead", 84, 0, 10, 25));

        Near(4, Metric(assessment, "rss.response_missing").Value.Value!.Value);
        Near(0.6, Metric(assessment, "rss.response_delay").Value.Value!.Value);
    }

    [Fact]
    public void Drifting_towards_a_car_beside_asks_for_a_sideways_response()
    {
        // Beside each other lengthwise is never safe; sideways it is lost first when the drift begins, so the drift must be braked.
        var ego = Roads.Path("ego", i => new ActorState(2.0 * i, i < 5 ? 0 : 0.05 * (i - 5), 0, 20, i < 5 ? 0 : 0.5), 30);
        var assessment = Assess(Roads.Motorway(2), ego, Roads.Straight("beside", 0, 3.5, 20, 30));

        Assert.Equal(1, Metric(assessment, "rss.dangerous").Value.Value);
        Near(0.8, Metric(assessment, "rss.response_missing").Value.Value!.Value);
    }

    [Fact]
    public void A_follower_who_closes_in_asks_nothing_of_the_ego()
    {
        var assessment = Assess(RoadMap.Empty, Roads.Straight("ego", 30, 0, 10, 25), Roads.Straight("follower", 0, 0, 20, 25));

        Assert.Equal(1, Metric(assessment, "rss.dangerous").Value.Value);
        Assert.Equal(MeasuredState.NotApplicable, Metric(assessment, "rss.response_missing").Value.State);
        Assert.Contains("the one ahead", Metric(assessment, "rss.response_missing").Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_comes_towards_the_ego_must_stop_too()
    {
        // The ego in its lane: 21.75 + 23.5² / 6; the other in 2 s: 20 · 2 + 7, then 27² / 8.
        var other = Roads.Path("other", i => new ActorState(400 - 2.0 * i, 0, Math.PI, 20), 3);
        var assessment = Assess(Roads.Motorway(1), Roads.Straight("ego", 0, 0, 20, 3), other);

        double safe = 21.75 + 23.5 * 23.5 / 6 + 47 + 27 * 27 / 8.0;
        Near(396 - 8 - safe, Metric(assessment, "rss.longitudinal_margin").Value.Value!.Value, 6);
    }

    [Fact]
    public void Crossing_traffic_is_no_following_meeting_or_driving_beside()
    {
        var crossing = Roads.Path("crossing", i => new ActorState(40, -20 + i, Math.PI / 2, 10), 20);
        var assessment = Assess(RoadMap.Empty, Roads.Straight("ego", 0, 0, 10, 20), crossing);

        Assert.Equal(MeasuredState.NoConflict, Metric(assessment, "rss.margin").Value.State);
        Assert.Equal(0, Metric(assessment, "rss.dangerous").Value.Value);
    }

    [Fact]
    public void A_gap_of_exactly_the_safe_distance_is_not_safe()
    {
        var assessment = Assess(RoadMap.Empty, Roads.Straight("ego", 0, 0, 0, 1), Roads.Straight("lead", 4 + SafeFrom0, 0, 0, 1));
        Near(0, Metric(assessment, "rss.longitudinal_margin").Value.Value!.Value);
        Assert.Equal(1, Metric(assessment, "rss.dangerous").Value.Value);
    }

    private const double SafeFrom0 = 1.75 + 3.5 * 3.5 / 8;

    [Fact]
    public void Parameters_are_read_checked_and_shown_as_inputs()
    {
        var options = Setting.Map(("rss", Setting.Map(("response", Setting.Scalar("0.5 s")), ("brake_min", Setting.Scalar("5 m/s^2")))));
        var recording = Roads.Record(RoadMap.Empty, Roads.Straight("ego", 0, 0, 20, 5), Roads.Straight("lead", 34, 0, 10, 5));
        var assessment = new CriticalityAssessor().Assess(new AssessRequest { Recording = recording, Options = options }, AssessPeers.None, CancellationToken.None);
        var inputs = Metric(assessment, "rss.margin").Value.Inputs;
        Assert.Equal(0.5, inputs.Single(i => i.Name == "response time").Value);
        Assert.Equal(5, inputs.Single(i => i.Name == "least braking").Value);

        var wrong = Setting.Map(("rss", Setting.Map(("brake_min", Setting.Scalar("9 m/s^2")))));
        Assert.Contains("brake_max 8 is outside 9 to 100", Assert.Throws<InputException>(() => CriticalityOptions.From(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exact_and_tolerant_comparison_differ_only_within_the_tolerance()
    {
        // Half a millimetre per second is standstill to the library.
        var who = new RssParameters();
        Near(0, RssFormulas.Accelerated(0.5005, 100, -0.5, 1, RssTolerance.Library).SpeedMps);
        Near(0.0005, RssFormulas.Accelerated(0.5005, 100, -0.5, 1, RssTolerance.Exact).SpeedMps);
        Assert.Null(who.Fault());
        Assert.Equal("brake_min_correct 0 is outside 0 to 100", (who with { BrakeMinCorrectMps2 = 0 }).Fault());
        Assert.Equal("response time NaN is outside 0 to 10", (who with { ResponseTimeS = double.NaN }).Fault());
    }

    [Fact]
    public void Physics_holds_for_drawn_parameters()
    {
        var random = new Sim.Numerics.RandomStream(5);
        for (int n = 0; n < 2000; n++)
        {
            var like = n % 2 == 0 ? RssTolerance.Exact : RssTolerance.Library;
            double correct = 0.5 + 3 * random.NextDouble(), least = correct + 3 * random.NextDouble();
            var who = new RssParameters
            {
                ResponseTimeS = 0.1 + 2 * random.NextDouble(),
                AccelMaxMps2 = 4 * random.NextDouble(),
                BrakeMinCorrectMps2 = correct,
                BrakeMinMps2 = least,
                BrakeMaxMps2 = least + 4 * random.NextDouble(),
            };
            Assert.Null(who.Fault());
            double ego = 40 * random.NextDouble(), lead = 40 * random.NextDouble(), safe = RssFormulas.SafeSameDirectionM(lead, who, ego, who, like);

            // A harder-braking lead, a slower lead, a faster ego and a slower response never shorten the safe distance.
            const double Slack = 3e-3;
            Assert.True(RssFormulas.SafeSameDirectionM(lead, who with { BrakeMaxMps2 = who.BrakeMaxMps2 + 1 }, ego, who, like) >= safe - Slack);
            Assert.True(RssFormulas.SafeSameDirectionM(lead * 0.9, who, ego, who, like) >= safe - Slack);
            Assert.True(RssFormulas.SafeSameDirectionM(lead, who, ego + 1, who, like) >= safe - Slack);
            Assert.True(RssFormulas.SafeSameDirectionM(lead, who, ego, who with { ResponseTimeS = who.ResponseTimeS + 0.3 }, like) >= safe - Slack);

            // Who has kept the safe distance and responds properly stops behind a lead that brakes as hard as it can.
            var (speed, way) = RssFormulas.Accelerated(ego, who.MaxSpeedOnAccelerationMps, who.AccelMaxMps2, who.ResponseTimeS, like);
            double stops = way + RssFormulas.BrakingDistanceM(speed, who.BrakeMinMps2), leadStops = RssFormulas.BrakingDistanceM(lead, who.BrakeMaxMps2);
            Assert.True(safe + leadStops >= stops - Slack);

            // The mirror image is as safe sideways.
            double left = 4 * random.NextDouble() - 2, right = 4 * random.NextDouble() - 2;
            Near(RssFormulas.SafeLateralM(left, who, right, RssParameters.OtherDefault), RssFormulas.SafeLateralM(-right, RssParameters.OtherDefault, -left, who), 9);
        }
    }

    private static Assessment Assess(RoadMap map, params Track[] tracks) =>
        new CriticalityAssessor().Assess(new AssessRequest { Recording = Roads.Record(map, tracks) }, AssessPeers.None, CancellationToken.None);

    private static Metric Metric(Assessment assessment, string name) => assessment.Metrics.Single(m => m.Name == name);

    private static void Near(double expected, double actual, int digits = 9) => Assert.Equal(expected, actual, digits);
}
