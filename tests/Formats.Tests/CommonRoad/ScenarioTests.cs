using Sim.Formats;
using Sim.Maps;

namespace Sim.Tests.CommonRoad;

public sealed class ScenarioTests
{
    private const string Goal = "<position><lanelet ref=\"2\"/></position><time><intervalStart>3</intervalStart><intervalEnd>40</intervalEnd></time><velocity><intervalStart>0</intervalStart><intervalEnd>15</intervalEnd></velocity>";

    [Fact]
    public void A_planning_problem_puts_a_new_ego_among_replayed_actors()
    {
        var scenario = CommonRoadXml.Read(CommonRoadXml.TwoLanes + Cars() + CommonRoadXml.Problem("9", 0, 20, Goal)).ToScenario("9");
        Assert.Equal(4_000_000, scenario.HorizonUs);
        Assert.Equal("ego", scenario.EgoId);
        Assert.IsType<DriverBehaviour>(scenario.Ego.Behaviour);
        Assert.Equal((20.0, 10.0), (scenario.Ego.Initial.X, scenario.Ego.Initial.SpeedMps));
        var goal = Assert.Single(scenario.Task.Goals);
        Assert.Equal(["2"], goal.LaneIds);
        Assert.Equal(new Interval(300_000, 4_000_000), goal.TimeUs);
        var replay = Assert.IsType<TrajectoryBehaviour>(scenario.Actors.Single(a => a.Id == "5").Behaviour);
        Assert.True(replay.Recorded);
        Assert.False(replay.HoldAtEnd);
        Assert.Equal(11, replay.States.Count);
        Assert.Equal(2, scenario.Actors.Single(a => a.Id == "6").FirstStep);
    }

    [Fact]
    public void A_problem_that_starts_later_moves_the_scenarios_time_zero_there()
    {
        const string light = "<trafficLight id=\"30\"><cycle><cycleElement><duration>3</duration><color>red</color></cycleElement><cycleElement><duration>7</duration><color>green</color></cycleElement></cycle></trafficLight>";
        var scenario = CommonRoadXml.Read(CommonRoadXml.TwoLanes + light + Cars() + CommonRoadXml.Problem("9", 3, 20, Goal)).ToScenario("9");
        Assert.Equal(new Interval(0, 3_700_000), Assert.Single(scenario.Task.Goals).TimeUs);
        Assert.Equal(3.0, scenario.Actors.Single(a => a.Id == "5").Initial.X);
        Assert.Equal(0, scenario.Actors.Single(a => a.Id == "6").FirstStep);
        Assert.Equal(300_000, scenario.Map.Signals[0].CycleOffsetUs);
        Assert.Equal(SignalState.Green, scenario.Map.Signals[0].Cycle[1].State);
    }

    [Fact]
    public void A_problem_with_the_id_of_a_recorded_vehicle_is_that_vehicle()
    {
        var same = CommonRoadXml.Read(CommonRoadXml.TwoLanes + Cars() + CommonRoadXml.Problem("5", 0, 0, Goal)).ToScenario("5");
        Assert.Equal(["ego", "6"], same.Actors.Select(a => a.Id));
        Assert.Equal(11, Assert.IsType<DriverBehaviour>(same.Ego.Behaviour).Log.Count);
        Assert.Contains(same.Provenance.Assumptions, a => a.Contains("'5'", StringComparison.Ordinal));

        var elsewhere = CommonRoadXml.Read(CommonRoadXml.TwoLanes + Cars() + CommonRoadXml.Problem("5", 0, 90, Goal)).ToScenario("5");
        Assert.Equal(["ego", "6"], elsewhere.Actors.Select(a => a.Id));
        Assert.Empty(Assert.IsType<DriverBehaviour>(elsewhere.Ego.Behaviour).Log);
    }

    [Fact]
    public void A_recorded_ego_keeps_its_log_its_size_and_ends_with_it()
    {
        var scenario = CommonRoadXml.Read(CommonRoadXml.TwoLanes + Cars()).ToReplay();
        Assert.Equal("5", scenario.EgoId);
        Assert.Equal(1_000_000, scenario.HorizonUs);
        var log = Assert.IsType<DriverBehaviour>(scenario.Ego.Behaviour).Log;
        Assert.Equal(new TimedState(0, scenario.Ego.Initial), log[0]);
        Assert.Equal(new TimedState(1_000_000, scenario.Ego.Initial with { X = 10 }), log[^1]);
        Assert.Equal((4.0, 2.0), (scenario.Ego.Body.LengthM, scenario.Ego.Vehicle!.WidthM));
        Assert.Equal(VehicleSpec.Sedan.WheelbaseM * 4 / VehicleSpec.Sedan.LengthM, scenario.Ego.Vehicle.WheelbaseM, 1e-12);
    }

    [Fact]
    public void A_recorded_ego_is_asked_to_go_where_its_log_went()
    {
        Assert.Equal(["1"], CommonRoadXml.Read(CommonRoadXml.TwoLanes + Cars()).ToReplay().Task.Route);
        string far = CommonRoadXml.Car("5", CommonRoadXml.At(0, 10), CommonRoadXml.At(1, 110));
        Assert.Equal(["1", "2"], CommonRoadXml.Read(CommonRoadXml.TwoLanes + far).ToReplay().Task.Route);
        Assert.Empty(CommonRoadXml.Read(CommonRoadXml.TwoLanes + CommonRoadXml.Car("5", CommonRoadXml.At(0, 10, y: 50), CommonRoadXml.At(1, 20, y: 50))).ToReplay().Task.Route);
        Assert.Empty(CommonRoadXml.Read(Cars()).ToReplay().Task.Route);
    }

    [Fact]
    public void A_named_ego_starts_when_it_appears_and_not_before_the_start()
    {
        var file = CommonRoadXml.Read(CommonRoadXml.TwoLanes + Cars());
        var scenario = file.ToReplay("6");
        Assert.Equal((200_000L, 12.0), (scenario.HorizonUs, scenario.Ego.Initial.X));
        Assert.Equal(2.0, scenario.Actors.Single(a => a.Id == "5").Initial.X);
        var later = file.ToReplay("5", new RecordedScenarioOptions { Name = "x", StartUs = 450_000 });
        Assert.Equal((500_000L, 5.0), (later.HorizonUs, later.Ego.Initial.X));
        Assert.DoesNotContain(later.Actors, a => a.Id == "6");
        Assert.Throws<InputException>(() => file.ToReplay("5", new RecordedScenarioOptions { Name = "x", StartUs = 1_000_000 }));
        Assert.Contains("'5'", Assert.Throws<InputException>(() => file.ToReplay("4")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_step_and_horizon_keep_the_logged_times()
    {
        var scenario = CommonRoadXml.Read(CommonRoadXml.TwoLanes + Cars()).ToReplay("5", new RecordedScenarioOptions { Name = "x", StepUs = 150_000, HorizonUs = 800_000 });
        Assert.Equal((150_000L, 750_000L), (scenario.StepUs, scenario.HorizonUs));
        var late = scenario.Actors.Single(a => a.Id == "6");
        Assert.Equal((2, 13.0), (late.FirstStep, late.Initial.X));
        Assert.Equal(200_000, Assert.IsType<TrajectoryBehaviour>(late.Behaviour).States[0].TimeUs);
        var interpolated = CommonRoadXml.Read(CommonRoadXml.TwoLanes + Cars()).ToReplay("5", new RecordedScenarioOptions { Name = "x", StepUs = 250_000 });
        Assert.Equal((1, 12.5), (interpolated.Actors.Single(a => a.Id == "6").FirstStep, interpolated.Actors.Single(a => a.Id == "6").Initial.X));
    }

    [Fact]
    public void Goals_take_areas_lanelets_both_and_wrapping_headings()
    {
        const string shapes = "<rectangle><length>4</length><width>2</width><orientation>0</orientation><center><x>5</x><y>6</y></center></rectangle>";
        var file = CommonRoadXml.Read(CommonRoadXml.TwoLanes +
            CommonRoadXml.Problem("9", 0, 20, $"<position>{shapes}</position><orientation><intervalStart>3</intervalStart><intervalEnd>-3</intervalEnd></orientation><time><exact>7</exact></time>") +
            CommonRoadXml.Problem("10", 0, 20, $"<position>{shapes}<lanelet ref=\"1\"/></position><time><exact>7</exact></time>"));
        var first = Assert.Single(file.Problems[0].Goals);
        Assert.Equal([new(3, 5), new(7, 5), new(7, 7), new(3, 7)], Assert.Single(first.Areas).Points);
        Assert.Equal(2 * Math.PI - 3, first.HeadingRad!.Value.Max, 1e-12);
        var both = Assert.Single(file.Problems[1].Goals);
        Assert.Equal((2, 0), (both.Areas.Count, both.LaneIds.Count));
    }

    [Fact]
    public void The_designated_ego_is_the_first_then_longest_present_then_furthest_then_lowest()
    {
        string Walk(string id, int first, int count, double stride) =>
            CommonRoadXml.Car(id, [.. Enumerable.Range(first, count).Select(i => CommonRoadXml.At(i, i * stride))]);
        Assert.Equal("7", Ego(Walk("6", 1, 9, 9), Walk("7", 0, 3, 1)));
        Assert.Equal("8", Ego(Walk("7", 0, 3, 9), Walk("8", 0, 4, 1)));
        Assert.Equal("7", Ego(Walk("8", 0, 4, 1), Walk("7", 0, 4, 2)));
        Assert.Equal("10", Ego(Walk("9", 0, 4, 1), Walk("10", 0, 4, 1)));
        Assert.Null(Ego(Walk("9", 0, 4, 1).Replace("<type>car", "<type>bicycle", StringComparison.Ordinal)));
    }

    private static string? Ego(params string[] obstacles) => CommonRoadXml.Read(string.Concat(obstacles)).ToRecording().EgoId;

    // Car 5 from step 0 to 10, car 6 from step 2 to 4.
    private static string Cars() =>
        CommonRoadXml.Car("5", [.. Enumerable.Range(0, 11).Select(i => CommonRoadXml.At(i, i))]) +
        CommonRoadXml.Car("6", [.. Enumerable.Range(2, 3).Select(i => CommonRoadXml.At(i, 10 + i))]);
}
