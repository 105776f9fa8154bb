using Sim.Maps;
using Sim.Plugins.Leaderboards;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Leaderboards;

public class NuPlanTests
{
    private const int Steps = 101;

    [Fact]
    public void Driving_as_the_expert_does_scores_one()
    {
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 10, Steps), Street.Straight("far", 300, 0, 10, Steps));
        var score = NuPlanScore.Of(recording, recording);

        Assert.Equal(1.0, score.Score.Value);
        Assert.All(Metrics(recording, recording), m => Assert.Equal(1.0, m.Value));
    }

    [Fact]
    public void Half_the_experts_progress_costs_half_of_its_weight()
    {
        var score = NuPlanScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 5, Steps)), Street.Recording(Street.Straight("ego", 0, 0, 10, Steps)));

        Near(0.5, score.Progress);
        Near((2.5 + 5 + 4 + 2) / 16, score.Score);
    }

    [Fact]
    public void Progress_counts_on_through_joined_lanes_and_after_a_lane_change_beside_the_experts_lane()
    {
        // 0.7 m/s to the left from 5 s on for 5 s, as many metres forward as the expert.
        var ego = Street.Path("ego", t => new ActorState(60 + (10 * t), Math.Clamp(0.7 * (t - 2.5), 0, 3.5), 0, 10), Steps);
        var score = NuPlanScore.Of(Street.Recording(ego), Street.Recording(Street.Straight("ego", 60, 0, 10, Steps)));

        Near(1, score.Progress);
        Near(1, score.MakingProgress);
    }

    [Fact]
    public void An_expert_that_waits_asks_for_nothing_and_going_back_gives_nothing()
    {
        var waits = Street.Recording(Street.Straight("ego", 0, 0, 0, Steps));
        Near(1, NuPlanScore.Of(waits, waits).Progress);

        var back = Street.Recording(Street.Straight("ego", 0, 0, -1, Steps));
        Near(0, NuPlanScore.Of(back, waits).Progress);
        Near(0, NuPlanScore.Of(back, waits).MakingProgress);
    }

    [Fact]
    public void Progress_below_a_fifth_leaves_no_score()
    {
        var score = NuPlanScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 1.9, Steps)), Street.Recording(Street.Straight("ego", 0, 0, 10, Steps)));

        Near(0.19, score.Progress);
        Near(0, score.Score);
    }

    [Theory]
    [InlineData(ActorClass.Car, 0)]
    [InlineData(ActorClass.Pedestrian, 0)]
    [InlineData(ActorClass.StaticObject, 0.5)]
    public void Driving_into_what_stands_is_at_fault_and_costs_by_what_it_is(ActorClass actorClass, double expected)
    {
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 10, Steps), Street.Straight("it", 50, 0, 0, Steps, actorClass));
        var score = NuPlanScore.Of(recording, recording);

        Near(expected, score.NoAtFaultCollisions);
        Assert.Equal(4_600_000, score.NoAtFaultCollisions.WorstTimeUs);
        Assert.Equal(["ego", "it"], score.NoAtFaultCollisions.Actors);
        Near(0, score.TimeToCollision);
        Near(0, score.TimeToCollision.Inputs.Single(i => i.Name == "time to collision").Value);
    }

    [Fact]
    public void Being_hit_from_behind_is_not_at_fault()
    {
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 5, Steps), Street.Straight("it", -30, 0, 10, Steps));
        var score = NuPlanScore.Of(recording, recording);

        Near(1, score.NoAtFaultCollisions);
        Assert.Contains("none at fault", score.NoAtFaultCollisions.Reason, StringComparison.Ordinal);
        Near(1, score.Score);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(1.2, 0.0)]
    public void A_side_contact_is_at_fault_while_the_ego_is_between_lanes(double egoY, double expected)
    {
        // The other drifts into the ego's side; both go forward at 10 m/s, the other a metre behind.
        var other = Street.Path("it", t => new ActorState(-1 + (10 * t), 6.0 - (0.6 * t), 0, 10, -0.6), Steps);
        var recording = Street.Recording(Street.Straight("ego", 0, egoY, 10, Steps), other);

        Assert.Contains(EgoContactClasses(recording), c => c == CollisionClass.ActiveLateral);
        Near(expected, NuPlanScore.Of(recording, recording).NoAtFaultCollisions);
    }

    [Theory]
    [InlineData(-1.04, 1)]
    [InlineData(-1.06, 0)]
    public void A_corner_may_leave_the_drivable_area_by_less_than_the_tolerance(double y, double expected)
    {
        // The right edge of the road lies at -1.75, half the ego's width is 1: 0.29 and 0.31 m off.
        var recording = Street.Recording(Street.Straight("ego", 0, y, 10, Steps));
        Near(expected, NuPlanScore.Of(recording, recording).DrivableArea);
    }

    [Theory]
    [InlineData(1.8, 1)]
    [InlineData(3, 0.5)]
    [InlineData(5.4, 0.5)]
    [InlineData(5.5, 0)]
    public void Driving_against_a_lane_counts_by_the_metres_of_a_second(double speed, double expected)
    {
        // The original sums eleven steps of a tenth: 2 m and 6 m are reached at 1.82 and 5.45 m/s.
        var recording = Street.Recording(Street.Straight("ego", 0, 7, speed, Steps));
        Near(expected, NuPlanScore.Of(recording, recording).DrivingDirection);
    }

    [Fact]
    public void Over_speed_costs_in_proportion()
    {
        // n samples cover n - 1 intervals; nuPlan sums over all n.
        var recording = Street.Recording(Street.Straight("ego", -90, 0, Street.LimitMps + 0.5, Steps));
        var limit = NuPlanScore.Of(recording, recording).SpeedLimit;

        Near(1 - (0.5 * 10.1 / (2.23 * 10)), limit);
        Near(0.5, limit.Inputs.Single(i => i.Name == "over-speed").Value);
    }

    [Fact]
    public void Braking_hard_is_not_comfortable_and_says_why()
    {
        var ego = Street.Path("ego", t => t < 2 ? new ActorState(20 * t, 0, 0, 20) : new ActorState(40 + (20 * (t - 2)) - (2.5 * (t - 2) * (t - 2)), 0, 0, 20 - (5 * (t - 2)), 0, -5), 60);
        var comfort = NuPlanScore.Of(Street.Recording(ego)).Comfort;

        Near(0, comfort);
        Assert.Equal(["longitudinal acceleration", "longitudinal jerk"], comfort.Inputs.Select(i => i.Name));
        Assert.Equal(-5, comfort.Inputs[0].Value, 0.5);
    }

    [Fact]
    public void A_gentle_drive_is_comfortable_and_a_tight_swerve_is_not()
    {
        var gentle = Street.Path("ego", t => new ActorState(5 * t * t / 5, 0, 0, 2 * t, 0, 2), 40);
        Near(1, NuPlanScore.Of(Street.Recording(gentle)).Comfort);

        var swerve = Street.Path("ego", t => new ActorState(10 * t, 0, 0.5 * Math.Sin(4 * t), 10, 0, 0, 2 * Math.Cos(4 * t)), 40);
        Assert.Contains("yaw acceleration", NuPlanScore.Of(Street.Recording(swerve)).Comfort.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9.4, 0)]
    [InlineData(10.5, 1)]
    public void Time_to_collision_must_stay_above_the_bound(double lastGap, double expected)
    {
        // The gap at the end of 5 s at 10 m/s; the boxes touch at the next whole tenth: 0.94 s → 1.0 s is within, so 9.4 m means 1.0 s minus 0.06.
        double closing = 10;
        var recording = Street.Recording(Street.Straight("ego", 0, 0, closing, 51), Street.Straight("it", 50 + 4 + lastGap - (expected == 0 ? 0.5 : 0), 0, 0, 51));
        var ttc = NuPlanScore.Of(recording, recording).TimeToCollision;

        Near(expected, ttc);
        Assert.Equal(5_000_000, ttc.WorstTimeUs);
    }

    [Fact]
    public void Who_drives_beside_the_ego_matters_only_while_it_is_between_lanes()
    {
        Recording Beside(double y) => Street.Recording(
            Street.Straight("ego", 0, y, 10, 20), Street.Path("it", t => new ActorState(10 * t, y + 2.7, -0.5, 10.5), 20));

        Near(1, NuPlanScore.Of(Beside(0), Beside(0)).TimeToCollision);
        Near(0, NuPlanScore.Of(Beside(1.2), Beside(1.2)).TimeToCollision);
    }

    [Fact]
    public void Without_speed_limits_the_mean_goes_without_and_says_so()
    {
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 5, Steps)) with { Map = Street.Map(null) };
        var score = NuPlanScore.Of(recording, Street.Recording(Street.Straight("ego", 0, 0, 10, Steps)));

        Assert.Equal(MeasuredState.NotApplicable, score.SpeedLimit.State);
        Near((2.5 + 5 + 2) / 12, score.Score);
        Assert.Contains("without the speed limit", score.Score.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_expert_the_tasks_route_stands_in_and_that_is_said()
    {
        // 10 s at 15 m/s reach 150 m; the route is longer.
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 7.5, Steps)) with { Task = new EgoTask { Route = ["r0", "r1"] } };
        var progress = NuPlanScore.Of(recording).Progress;

        Near(0.5, progress);
        Assert.StartsWith("no expert: progress along the task's route, as far as its speed limits allow", progress.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_route_the_shortest_lanes_to_the_goal_stand_in()
    {
        // The goal's middle lies at x = 200 m, the ego comes to 100 m; 15 m/s would reach 150 m.
        var goal = new GoalRegion { Areas = [new Geometry.Polygon([new(190, 2), new(210, 2), new(210, 5), new(190, 5)])] };
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 10, Steps)) with { Task = new EgoTask { Goals = [goal] } };
        var progress = NuPlanScore.Of(recording).Progress;

        Near(100 / 150.0, progress);
        Assert.StartsWith("no expert: progress along the shortest lanes to the task's goal", progress.Reason, StringComparison.Ordinal);
        var carla = CarlaScore.Of(recording);
        Assert.Equal(50, carla.RouteCompletion.Value!.Value, 1.0);
        Assert.Equal("no route: the shortest lanes to the goal stand in", carla.RouteCompletion.Reason);
        Near(1, NuPlanScore.Of(recording with { End = RecordingEnd.GoalReached }).Progress);
    }

    [Fact]
    public void Without_expert_and_route_a_driven_recording_has_no_score_and_a_log_is_its_own_expert()
    {
        var driven = Street.Recording(Street.Straight("ego", 0, 0, 10, Steps));
        Assert.Equal(MeasuredState.NotApplicable, NuPlanScore.Of(driven).Score.State);
        Assert.Contains("neither an expert nor a route", NuPlanScore.Of(driven).Score.Reason, StringComparison.Ordinal);

        var log = NuPlanScore.Of(driven with { Vehicle = null });
        Near(1, log.Score);
        Assert.Contains("compared with itself", log.Score.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_in_the_scenario_is_the_expert()
    {
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 5, Steps));
        var log = Enumerable.Range(0, 51).Select(k => new TimedState(k * 200_000, new ActorState(2 * k, 0, 0, 10))).ToList();
        var scenario = new Scenario
        {
            Name = "s",
            Map = recording.Map,
            StepUs = 100_000,
            HorizonUs = 10_000_000,
            EgoId = "ego",
            Actors = [new Actor { Id = "ego", Class = ActorClass.Car, Body = new(4, 2), Initial = default, Behaviour = new DriverBehaviour { Log = log } }],
            Provenance = new() { Generator = "test" },
        };
        var assessment = new NuPlanAssessor().Assess(new AssessRequest { Recording = recording, Scenario = scenario }, AssessPeers.None, TestContext.Current.CancellationToken);

        var progress = assessment.Metrics.Single(m => m.Name == "nuplan.progress").Value;
        Near(0.5, progress);
        Assert.Equal("", progress.Reason);
        Assert.Equal(new NuPlanAssessor().Metrics, assessment.Metrics.Select(m => m.Name));
        Assert.Contains(assessment.Evidence, e => e.Text.Contains("nuplan.progress is 0.5", StringComparison.Ordinal));
    }

    public static TheoryData<string> Degenerate => ["no ego", "ego never present", "one instant", "no map", "off every lane", "driver failed", "ego vanishes", "gap"];

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Degenerate_recordings_have_states_with_reasons(string kind)
    {
        var whole = Street.Recording(Street.Straight("ego", 0, 0, 10, Steps), Street.Straight("other", 30, 3.5, 10, 30));
        var ego = whole.Tracks[0];
        bool[] Present(Func<int, bool> at) => [.. Enumerable.Range(0, Steps).Select(at)];
        var recording = kind switch
        {
            "no ego" => whole with { EgoId = null },
            "ego never present" => whole with { Tracks = [ego with { Presence = Present(_ => false) }, whole.Tracks[1]] },
            "one instant" => whole with { Tracks = [ego with { Presence = Present(k => k == 3) }, whole.Tracks[1]] },
            "no map" => whole with { Map = RoadMap.Empty },
            "off every lane" => Street.Recording(Street.Straight("ego", 0, 100, 10, Steps)),
            "driver failed" => whole with { End = RecordingEnd.DriverFailed },
            "ego vanishes" => whole with { Tracks = [ego with { Presence = Present(k => k < 40) }, whole.Tracks[1]] },
            _ => whole with { Tracks = [ego with { Presence = Present(k => k is < 40 or > 60) }, whole.Tracks[1]] },
        };
        var metrics = Metrics(recording, whole).ToList();

        Assert.All(metrics, m => Assert.True(m.HasValue || m.Reason.Length > 0));
        Assert.All(metrics, m => Assert.True(m.Value is null || double.IsFinite(m.Value.Value)));
        var score = metrics[0];
        if (kind is "ego vanishes" or "gap")
        {
            Near((5 * 0.39) + 11, Measured.Of(score.Value!.Value * 16));
            Assert.Contains("the ego is in the scene from 0 s to 3.9 s of 10 s", score.Reason, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(kind == "driver failed" ? MeasuredState.Failed : MeasuredState.NotApplicable, score.State);
        }
    }

    [Fact]
    public void Finer_steps_are_read_at_ten_hertz()
    {
        var fine = Track.FromStates("ego", ActorClass.Car, new(4, 2), 0, [.. Enumerable.Range(0, 501).Select(k => new ActorState(k * 0.2, 0, 0, 10))]);
        var recording = Street.Recording(fine) with { StepUs = 20_000 };

        Near(1, NuPlanScore.Of(recording, Street.Recording(Street.Straight("ego", 0, 0, 10, Steps))).Score);
    }

    [Fact]
    public void A_mirrored_street_scores_the_same()
    {
        static Track Turned(Track track) => track with
        {
            X = Array.ConvertAll(track.X.ToArray(), x => -x),
            Y = Array.ConvertAll(track.Y.ToArray(), y => 7 - y),
            HeadingRad = Array.ConvertAll(track.HeadingRad.ToArray(), h => h + Math.PI),
        };
        var ego = Street.Path("ego", t => new ActorState(10 * t, 0.2 * t, 0.02, 10), 31);
        var recording = Street.Recording(ego, Street.Straight("it", 48, 0, 0, 31));
        var map = Street.Map();
        var turned = recording with
        {
            Map = map with { Lanes = [.. map.Lanes.Select(Turn)] },
            Tracks = [.. recording.Tracks.Select(Turned)],
        };

        var expected = Metrics(recording, recording).ToList();
        var actual = Metrics(turned, turned).ToList();
        Assert.All(expected.Zip(actual), pair => Near(pair.First.Value!.Value, pair.Second));

        static Lane Turn(Lane lane)
        {
            Geometry.Polyline Line(Geometry.Polyline line) => new([.. line.Points.Select(p => new Geometry.Vector2d(-p.X, 7 - p.Y))]);
            return lane with { Left = Line(lane.Left), Right = Line(lane.Right), Centre = Line(lane.Centre) };
        }
    }

    private static IEnumerable<Measured<double>> Metrics(Recording recording, Recording expert)
    {
        var s = NuPlanScore.Of(recording, expert);
        return [s.Score, s.NoAtFaultCollisions, s.DrivableArea, s.MakingProgress, s.DrivingDirection, s.Progress, s.TimeToCollision, s.SpeedLimit, s.Comfort];
    }

    private static IEnumerable<CollisionClass> EgoContactClasses(Recording recording) => Simulation.Contacts.ContactFinder.Find(recording).Select(c => c.Class);

    private static void Near(double expected, Measured<double> actual) => Near(expected, actual.Value ?? throw new InvalidOperationException(actual.Reason));

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 9);
}
