using Sim.Formats.CommonRoad;

namespace Sim.Tests.CommonRoad;

public sealed class ObstacleTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void A_rectangle_of_its_own_centre_and_angle_moves_the_state_to_the_box()
    {
        // Box 1 m ahead of and 2 m left of the origin, turned by a quarter: with heading 90° the offset (1, 2) becomes (-2, 1).
        var obstacle = Single(Dynamic(
            "<rectangle><length>4</length><width>2</width><orientation>1.5707963267948966</orientation><center><x>1</x><y>2</y></center></rectangle>",
            CommonRoadXml.State("initialState", "<exact>3</exact>", 10, 20, "<exact>1.5707963267948966</exact>", "<velocity><exact>5</exact></velocity><yawRate><exact>0</exact></yawRate>"),
            ""));
        var state = obstacle.States.Span[0];
        Assert.Equal(3, obstacle.FirstStep);
        Assert.Equal(8, state.X, Tolerance);
        Assert.Equal(21, state.Y, Tolerance);
        Assert.Equal(Math.PI, state.HeadingRad, Tolerance);
        Assert.Equal(0, state.SpeedMps, Tolerance);
        Assert.Equal(-5, state.LateralMps, Tolerance);
        Assert.Equal((4.0, 2.0), (obstacle.Body.LengthM, obstacle.Body.WidthM));
        Assert.Empty(obstacle.Footprint);
    }

    [Fact]
    public void A_circle_gives_its_bounding_box_and_a_footprint()
    {
        var obstacle = Single(Dynamic("<circle><radius>0.5</radius></circle>", CommonRoadXml.At(0, 1, name: "initialState"), ""));
        Assert.Equal((1.0, 1.0), (obstacle.Body.LengthM, obstacle.Body.WidthM));
        var ring = Assert.Single(obstacle.Footprint);
        Assert.All(ring.Points, p => Assert.Equal(0.5, p.Length, Tolerance));
    }

    [Fact]
    public void A_polygon_is_boxed_in_the_frame_of_the_obstacle()
    {
        const string triangle = "<polygon><point><x>0</x><y>0</y></point><point><x>4</x><y>0</y></point><point><x>4</x><y>2</y></point><point><x>0</x><y>0</y></point></polygon>";
        var obstacle = Single(Dynamic(triangle, CommonRoadXml.At(0, 10, 5, name: "initialState"), ""));
        Assert.Equal((4.0, 2.0), (obstacle.Body.LengthM, obstacle.Body.WidthM));
        Assert.Equal((12.0, 6.0), (obstacle.States.Span[0].X, obstacle.States.Span[0].Y));
        Assert.Equal([new(-2, -1), new(2, -1), new(2, 1)], Assert.Single(obstacle.Footprint).Points);
    }

    [Fact]
    public void A_group_of_shapes_is_boxed_together_and_keeps_each_part()
    {
        const string group = "<rectangle><length>4</length><width>2</width></rectangle><circle><radius>1</radius><center><x>4</x><y>0</y></center></circle>";
        var obstacle = Single(Dynamic(group, CommonRoadXml.At(0, 0, 0, name: "initialState"), ""));
        Assert.Equal(7, obstacle.Body.LengthM, Tolerance);
        Assert.Equal(2, obstacle.Body.WidthM, Tolerance);
        Assert.Equal(1.5, obstacle.States.Span[0].X, Tolerance);
        Assert.Equal(2, obstacle.Footprint.Count);
    }

    [Fact]
    public void Surroundings_get_the_smallest_box_at_any_angle()
    {
        // A 2 x 1 rectangle turned by 45°.
        const string turned = "<polygon><point><x>0</x><y>0</y></point><point><x>1.4142135623730951</x><y>1.4142135623730951</y></point><point><x>0.7071067811865476</x><y>2.1213203435596424</y></point><point><x>-0.7071067811865475</x><y>0.7071067811865476</y></point></polygon>";
        var file = CommonRoadXml.Read($"<environmentObstacle id=\"9\"><type>building</type><shape>{turned}</shape></environmentObstacle>");
        var building = Assert.Single(file.Obstacles);
        Assert.Equal(CommonRoadObstacleRole.Environment, building.Role);
        Assert.Equal(2, building.Body.LengthM * building.Body.WidthM, 1e-9);
        Assert.Equal(ActorClass.StaticObject, building.Class);
        Assert.Equal(1, Assert.Single(file.ToRecording().Tracks).Count);
    }

    [Fact]
    public void Interval_states_take_their_middle_and_say_so()
    {
        const string state = """
            <initialState>
              <position><rectangle><length>4</length><width>2</width><orientation>0</orientation><center><x>7</x><y>8</y></center></rectangle></position>
              <orientation><intervalStart>0.1</intervalStart><intervalEnd>0.3</intervalEnd></orientation>
              <velocity><intervalStart>4</intervalStart><intervalEnd>8</intervalEnd></velocity>
              <time><intervalStart>2</intervalStart><intervalEnd>4</intervalEnd></time>
            </initialState>
            """;
        var file = CommonRoadXml.Read(Dynamic("<circle><radius>1</radius></circle>", state, ""));
        var obstacle = Assert.Single(file.Obstacles);
        Assert.Equal(new ActorState(7, 8, 0.2, 6), obstacle.States.Span[0]);
        Assert.Equal(3, obstacle.FirstStep);
        Assert.Contains(file.Assumptions, a => a.Contains("velocity", StringComparison.Ordinal));
        Assert.Contains(file.Assumptions, a => a.Contains("areas", StringComparison.Ordinal));
        Assert.Contains(file.Assumptions, a => a.Contains("time", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<circle><radius>2</radius><center><x>3</x><y>1</y></center></circle>", 3, 1)]
    [InlineData("<polygon><point><x>0</x><y>0</y></point><point><x>4</x><y>0</y></point><point><x>4</x><y>2</y></point></polygon>", 2, 1)]
    [InlineData("<lanelet ref=\"1\"/>", 50, 2)]
    [InlineData("<lanelet ref=\"2\"/>", 150, 2)]
    public void A_position_given_as_an_area_or_a_lanelet_becomes_its_centre(string position, double x, double y)
    {
        string state = $"<initialState><position>{position}</position><orientation><exact>0</exact></orientation><time><exact>0</exact></time></initialState>";
        var obstacle = Single(Dynamic("<circle><radius>1</radius></circle>", state, "") + CommonRoadXml.TwoLanes);
        Assert.Equal((x, y), (obstacle.States.Span[0].X, obstacle.States.Span[0].Y));
    }

    [Fact]
    public void Missing_speed_acceleration_and_yaw_rate_are_differences()
    {
        string Bare(string name, int step, double x, double heading) =>
            CommonRoadXml.State(name, FormattableString.Invariant($"<exact>{step}</exact>"), x, 0, FormattableString.Invariant($"<exact>{heading}</exact>"));
        var obstacle = Single(Dynamic("<circle><radius>1</radius></circle>", Bare("initialState", 0, 0, 0), $"<trajectory>{Bare("state", 1, 1, 0.1)}{Bare("state", 2, 3, 0.2)}</trajectory>"));
        var states = obstacle.States.Span;
        Assert.Equal(10, states[0].SpeedMps, 1e-9);
        Assert.Equal(3 / 0.2 * Math.Cos(0.1), states[1].SpeedMps, 1e-9);
        Assert.Equal(1, states[1].YawRateRps, 1e-9);
        Assert.Equal((states[2].SpeedMps - states[0].SpeedMps) / 0.2, states[1].AccelMps2, 1e-9);
    }

    [Fact]
    public void Missing_orientations_follow_the_motion()
    {
        string Bare(string name, int step, double x, double y) =>
            FormattableString.Invariant($"<{name}><position><point><x>{x}</x><y>{y}</y></point></position><time><exact>{step}</exact></time></{name}>");
        var obstacle = Single(Dynamic("<circle><radius>1</radius></circle>", Bare("initialState", 0, 0, 0), $"<trajectory>{Bare("state", 1, 0, 0)}{Bare("state", 2, 0, 1)}</trajectory>"));
        Assert.Equal([Math.PI / 2, Math.PI / 2, Math.PI / 2], obstacle.States.ToArray().Select(s => s.HeadingRad));
    }

    [Fact]
    public void Steps_without_a_state_are_filled_linearly_and_late_actors_keep_their_first_step()
    {
        var file = CommonRoadXml.Read(CommonRoadXml.Car("5", CommonRoadXml.At(4, 0), CommonRoadXml.At(8, 4)));
        var track = Assert.Single(file.ToRecording().Tracks);
        Assert.Equal(4, track.FirstStep);
        Assert.Equal([0, 1, 2, 3, 4], track.X.ToArray());
        Assert.Contains(file.Assumptions, a => a.Contains("interpolated", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trajectory_may_repeat_the_initial_state()
    {
        var states = Single(CommonRoadXml.Car("5", CommonRoadXml.At(4, 0), CommonRoadXml.At(4, 9), CommonRoadXml.At(5, 1))).States;
        Assert.Equal([0, 1], states.ToArray().Select(s => s.X));
    }

    [Fact]
    public void An_occupancy_set_moves_the_actor_with_the_centres_and_is_kept()
    {
        const string set = """
            <occupancySet>
              <occupancy><shape><circle><radius>1</radius><center><x>5</x><y>2</y></center></circle></shape><time><exact>1</exact></time></occupancy>
              <occupancy><shape><rectangle><length>8</length><width>4</width><orientation>0</orientation><center><x>10</x><y>2</y></center></rectangle></shape><time><intervalStart>2</intervalStart><intervalEnd>4</intervalEnd></time></occupancy>
            </occupancySet>
            """;
        var obstacle = Single(Dynamic("<rectangle><length>4</length><width>2</width></rectangle>", CommonRoadXml.At(0, 0, name: "initialState"), set));
        Assert.Equal(2, obstacle.Occupancies.Count);
        Assert.Equal((2, 4), (obstacle.Occupancies[1].FirstStep, obstacle.Occupancies[1].LastStep));
        Assert.Equal([0, 5, 7.5, 10], obstacle.States.ToArray().Select(s => s.X));
    }

    [Fact]
    public void Phantoms_are_kept_with_the_file_but_are_no_actors()
    {
        const string phantom = "<phantomObstacle id=\"7\"><occupancySet><occupancy><shape><circle><radius>1</radius></circle></shape><time><exact>1</exact></time></occupancy></occupancySet></phantomObstacle>";
        var file = CommonRoadXml.Read(phantom);
        Assert.Equal(CommonRoadObstacleRole.Phantom, Assert.Single(file.Obstacles).Role);
        Assert.Single(file.Obstacles[0].Occupancies);
        Assert.Empty(file.ToRecording().Tracks);
        Assert.Contains(file.Assumptions, a => a.Contains("phantom", StringComparison.Ordinal));
    }

    [Fact]
    public void Version_2018b_names_the_role_in_an_element()
    {
        string Obstacle(string id, string role, string type) =>
            $"<obstacle id=\"{id}\"><role>{role}</role><type>{type}</type><shape><rectangle><length>4</length><width>2</width></rectangle></shape>{CommonRoadXml.At(0, 1, name: "initialState")}</obstacle>";
        var file = CommonRoadXml.Read(Obstacle("1", "static", "parkedVehicle") + Obstacle("2", "dynamic", "pedestrian"), "2018b", "tags=\"urban critical\"");
        Assert.Equal([(CommonRoadObstacleRole.Static, ActorClass.ParkedVehicle), (CommonRoadObstacleRole.Dynamic, ActorClass.Pedestrian)], file.Obstacles.Select(o => (o.Role, o.Class)));
        Assert.Equal(["urban", "critical"], file.Header.Tags);
        Assert.Equal(0, file.Obstacles[0].States.Span[0].SpeedMps);
    }

    [Fact]
    public void A_static_obstacle_stands_through_the_whole_recording()
    {
        const string parked = "<staticObstacle id=\"2\"><type>parkedVehicle</type><shape><rectangle><length>4</length><width>2</width></rectangle></shape>";
        var file = CommonRoadXml.Read(CommonRoadXml.Car("1", CommonRoadXml.At(0, 0), CommonRoadXml.At(1, 1), CommonRoadXml.At(2, 2)) + parked + CommonRoadXml.At(0, 30, name: "initialState") + "</staticObstacle>");
        var log = file.ToRecording();
        Assert.Equal(3, log.StepCount);
        Assert.Equal([30, 30, 30], log.Find("2")!.X.ToArray());
        Assert.Equal("1", log.EgoId);
    }

    private static string Dynamic(string shape, string initial, string rest) =>
        $"<dynamicObstacle id=\"1\"><type>unknown</type><shape>{shape}</shape>{initial}{rest}</dynamicObstacle>";

    private static CommonRoadObstacle Single(string body) => Assert.Single(CommonRoadXml.Read(body).Obstacles);
}
