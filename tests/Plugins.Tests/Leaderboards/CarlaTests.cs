using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Leaderboards;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Leaderboards;

public class CarlaTests
{
    private static readonly EgoTask ToTheEnd = new() { Route = ["r0", "r1"] };

    [Fact]
    public void Half_of_a_route_without_an_infraction_scores_fifty()
    {
        // From x = 0 to 250 m of 500 m; waypoints a metre apart count when passed.
        var score = CarlaScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 10, 251)) with { Task = ToTheEnd });

        Assert.Equal(50, Value(score.RouteCompletion), 0.3);
        Assert.Equal(1, Value(score.Penalty));
        Assert.Equal(Value(score.RouteCompletion), Value(score.DrivingScore), 12);
        Assert.Empty(score.Infractions);
    }

    [Fact]
    public void The_end_of_the_route_is_reached_ten_metres_before_it()
    {
        var score = CarlaScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 14, 357)) with { Task = ToTheEnd });
        Assert.Equal(100, Value(score.DrivingScore));
    }

    [Theory]
    [InlineData(ActorClass.Pedestrian, "collisions_pedestrian", 0.5, 1 / 2.0)]
    [InlineData(ActorClass.Car, "collisions_vehicle", 0.6, 1 / 1.7)]
    [InlineData(ActorClass.StaticObject, "collisions_layout", 0.65, 1 / 1.6)]
    public void A_contact_costs_by_what_it_is_and_by_the_version(ActorClass actorClass, string name, double factor20, double factor21)
    {
        // What is hit lies beside the lanes' middle, so that nothing else changes; the ego drives on.
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 10, 251), Street.Straight("it", 50, 1.9, 0, 251, actorClass)) with { Task = ToTheEnd };
        recording = recording with { Tracks = [recording.Tracks[0], recording.Tracks[1] with { Class = actorClass }] };
        var options = new CarlaOptions { Checkpoints = 1 };
        var score = CarlaScore.Of(recording, options: options);

        Assert.Equal(factor20, Value(score.Penalty), 12);
        Assert.Equal(1, Value(score.Counts[name]));
        Assert.Equal(factor21, Value(CarlaScore.Of(recording, options: options with { Penalties = CarlaPenalties.Version21 }).Penalty), 12);
        var infraction = Assert.Single(score.Infractions);
        Assert.Equal((name, 4_600_000L), (infraction.Name, infraction.TimeUs));
        Assert.Equal(["ego", "it"], infraction.Actors);
        Assert.InRange(infraction.Place.X, 47.9, 48.1);
    }

    [Fact]
    public void Products_and_sums_of_several_infractions()
    {
        var counts = new Dictionary<string, int> { ["collisions_vehicle"] = 2, ["red_light"] = 1 };

        Assert.Equal(0.6 * 0.6 * 0.7 * (1 - (0.3 * 0.4)) * 0.9, CarlaPenalties.Version20.Factor(counts, [0.4], 0.1), 15);
        Assert.Equal(0.9 / (1 + 0.7 + 0.7 + 0.4 + (0.4 * 0.4)), CarlaPenalties.Version21.Factor(counts, [0.4], 0.1), 15);
        Assert.Equal(1, CarlaPenalties.Version21.Factor(new Dictionary<string, int>(), [], 0));
    }

    [Fact]
    public void Coefficients_are_options()
    {
        var options = CarlaOptions.From(Setting.Map([new("version", Setting.Scalar("2.1")), new("penalties", Setting.Map([new("red_light", Setting.Scalar("3"))]))]));

        Assert.True(options.Penalties.Additive);
        Assert.Equal((3, 0.7), (options.Penalties.Coefficients["red_light"], options.Penalties.Coefficients["collisions_vehicle"]));
        Assert.Throws<InputException>(() => CarlaOptions.From(Setting.Map([new("penalties", Setting.Map([new("red_lights", Setting.Scalar("0.5"))]))])));
    }

    [Fact]
    public void Touching_the_same_again_or_at_the_same_place_counts_once_and_standing_counts_never()
    {
        var stands = Street.Recording(Street.Straight("ego", 0, 0, 0, 100), Street.Straight("it", -30, 0, 10, 100)) with { Task = ToTheEnd };
        Assert.Equal(0, Value(CarlaScore.Of(stands).Counts["collisions_vehicle"]));

        var two = Street.Recording(Street.Straight("ego", 0, 0, 10, 100), Street.Straight("a", 50, 1.9, 0, 100), Street.Straight("b", 53, -1.9, 0, 100), Street.Straight("c", 80, 1.9, 0, 100));
        Assert.Equal(2, Value(CarlaScore.Of(two with { Task = ToTheEnd }).Counts["collisions_vehicle"]));
    }

    [Theory]
    [InlineData(SignalState.Red, 1)]
    [InlineData(SignalState.Yellow, 0)]
    [InlineData(SignalState.Green, 0)]
    public void A_red_light_is_run_once_when_the_tail_crosses_the_line(SignalState shown, int expected)
    {
        var map = Street.Map();
        var recording = Street.Recording(Street.Straight("ego", 80, 0, 10, 100)) with
        {
            Task = ToTheEnd,
            Map = map with
            {
                Lanes = [.. map.Lanes.Select(l => l.Id == "r0" ? l with { SignalIds = ["light"], StopLineId = "stop" } : l)],
                Signals = [new MapSignal { Id = "light", Kind = MapSignalKind.Light }],
                StopLines = [new StopLine("stop", new Vector2d(98, 1.75), new Vector2d(98, -1.75), ["light"])],
            },
            Signals = [new SignalTrack("light", [new SignalChange(0, shown)])],
        };
        var score = CarlaScore.Of(recording);

        Assert.Equal(expected, Value(score.Counts["red_light"]));
        Assert.Equal(expected == 1 ? 0.7 : 1, Value(score.Penalty), 12);
        if (expected == 1)
        {
            // The far end of the tail is 3 m behind the centre: it reaches 98 m at 2.1 s, the near end 1.6 m behind already at 1.96 s.
            Assert.InRange(score.Infractions[0].TimeUs, 1_960_000, 2_100_000);
        }
    }

    [Fact]
    public void What_cannot_be_told_is_not_a_pass()
    {
        var score = CarlaScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 10, 100)) with { Task = ToTheEnd });

        foreach (string name in new[] { "stop_infraction", "yield_emergency_vehicle_infractions", "scenario_timeouts", "route_timeout", "red_light", "min_speed_infractions" })
        {
            Assert.Equal(MeasuredState.NotApplicable, score.Counts[name].State);
            Assert.NotEmpty(score.Counts[name].Reason);
            Assert.Contains(name, score.DrivingScore.Reason, StringComparison.Ordinal);
        }

        var lights = Street.Recording(Street.Straight("ego", 0, 0, 10, 100)) with { Task = ToTheEnd, Map = Street.Map() with { Signals = [new MapSignal { Id = "light", Kind = MapSignalKind.Light }] } };
        Assert.Equal("what the traffic lights showed is not recorded", CarlaScore.Of(lights).Counts["red_light"].Reason);
    }

    [Fact]
    public void Route_driven_outside_the_lanes_does_not_count()
    {
        // In the oncoming lane for all of the way: nothing remains.
        var wrong = CarlaScore.Of(Street.Recording(Street.Straight("ego", 0, 7, 10, 100)) with { Task = ToTheEnd });
        Assert.Equal(0, Value(wrong.DrivingScore), 9);
        Assert.Equal(Value(wrong.RouteCompletion) * 5, Value(wrong.Counts["outside_route_lanes"]), 0.01);

        // 2.2 m off the edge lane's middle is within half a width and half a metre, 2.3 m is not.
        Assert.Equal(1, Value(CarlaScore.Of(Street.Recording(Street.Straight("ego", 0, -2.2, 10, 100)) with { Task = ToTheEnd }).Penalty));
        Assert.Equal(0, Value(CarlaScore.Of(Street.Recording(Street.Straight("ego", 0, -2.3, 10, 100)) with { Task = ToTheEnd }).Penalty), 9);
    }

    [Fact]
    public void Slower_than_the_traffic_costs_by_what_is_missing()
    {
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 5, 1000), Street.Straight("it", 100, 3.5, 10, 1000)) with { Task = ToTheEnd };
        var score = CarlaScore.Of(recording);

        // Half of the traffic's speed at each of the four checkpoints, the last one at the end.
        Assert.Equal(4, Value(score.Counts["min_speed_infractions"]));
        Assert.Equal(0.85 * 0.85 * 0.85 * 0.85, Value(score.Penalty), 9);
    }

    [Fact]
    public void Too_far_from_the_route_or_standing_for_too_long_ends_the_run()
    {
        var away = Street.Path("ego", t => new ActorState(10 * t, 10 * t, Math.PI / 4, 14), 100);
        var score = CarlaScore.Of(Street.Recording(away, Street.Straight("it", 90, 90, 0, 100)) with { Task = ToTheEnd });
        Assert.Equal(1, Value(score.Counts["route_dev"]));
        Assert.Equal(0, Value(score.Counts["collisions_vehicle"]));
        Assert.Equal(6, Value(score.RouteCompletion), 0.3);

        var blocked = CarlaScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 0, 200)) with { Task = ToTheEnd }, options: new CarlaOptions { BlockedS = 10 });
        Assert.Equal(1, Value(blocked.Counts["vehicle_blocked"]));
        Assert.Equal(10_050_000, blocked.Counts["vehicle_blocked"].WorstTimeUs);
        Assert.Equal(0, Value(blocked.DrivingScore));
    }

    [Fact]
    public void A_route_may_change_lanes()
    {
        var score = CarlaScore.Of(Street.Recording(Street.Path("ego", t => new ActorState(14 * t, 3.5, 0, 14), 357)) with { Task = new EgoTask { Route = ["r0", "l0", "l1"] } });
        Assert.Equal(100, Value(score.DrivingScore));
    }

    [Fact]
    public void Without_a_route_the_log_stands_in_and_is_named()
    {
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 5, 101)) with { Vehicle = null };
        var own = CarlaScore.Of(recording);
        Assert.Equal(100, Value(own.DrivingScore));
        Assert.Contains("its own way stands in", own.DrivingScore.Reason, StringComparison.Ordinal);

        var driven = CarlaScore.Of(recording with { Vehicle = VehicleSpec.Sedan });
        Assert.Equal(MeasuredState.NotApplicable, driven.DrivingScore.State);
    }

    public static TheoryData<string> Degenerate => ["no ego", "no map", "driver failed", "unknown lane", "alone"];

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Degenerate_recordings_have_states_with_reasons_in_every_metric(string kind)
    {
        var whole = Street.Recording(Street.Straight("ego", 0, 0, 10, 50)) with { Task = ToTheEnd };
        var recording = kind switch
        {
            "no ego" => whole with { EgoId = null },
            "no map" => whole with { Map = RoadMap.Empty },
            "driver failed" => whole with { End = RecordingEnd.DriverFailed },
            "unknown lane" => whole with { Task = new EgoTask { Route = ["nowhere"] } },
            _ => whole,
        };
        foreach (IAssessor assessor in new IAssessor[] { new CarlaAssessor(), new WaymaxAssessor(), new NuPlanAssessor() })
        {
            var assessment = assessor.Assess(new AssessRequest { Recording = recording }, AssessPeers.None, TestContext.Current.CancellationToken);
            Assert.Null(assessment.Fault());
            Assert.Equal(assessor.Metrics, assessment.Metrics.Select(m => m.Name));
            Assert.All(assessment.Metrics, m => Assert.True(m.Value.HasValue || m.Value.Reason.Length > 0, m.Name));
        }

        Assert.Equal(kind == "alone", CarlaScore.Of(recording).DrivingScore.HasValue);
    }

    private static double Value(Measured<double> measured) => measured.Value ?? throw new InvalidOperationException(measured.Reason);
}
