using Sim.Formats.OpenScenario;
using Sim.Storyboards;
using static Sim.Tests.OpenScenario.OpenScenarioXml;

namespace Sim.Tests.OpenScenario;

public sealed class OpenScenarioStartTests
{
    [Theory]
    [InlineData("<WorldPosition x=\"3\" y=\"4\" h=\"1.5\"/>", 3, 4, 1.5)]
    [InlineData("<LanePosition roadId=\"1\" laneId=\"-2\" s=\"50\" offset=\"0.25\"/>", 50, -5, 0)]
    [InlineData("<LanePosition roadId=\"1\" laneId=\"1\" s=\"50\"/>", 50, 1.75, Math.PI)]
    [InlineData("<LanePosition roadId=\"1\" laneId=\"1\" s=\"50\"><Orientation type=\"relative\" h=\"-0.5\"/></LanePosition>", 50, 1.75, Math.PI - 0.5)]
    [InlineData("<LanePosition roadId=\"1\" laneId=\"1\" s=\"50\"><Orientation type=\"absolute\" h=\"0.25\"/></LanePosition>", 50, 1.75, 0.25)]
    [InlineData("<LanePosition roadId=\"1\" laneId=\"-1\" s=\"9999\"/>", 400, -1.75, 0)]
    [InlineData("<RoadPosition roadId=\"1\" s=\"7\" t=\"2\"/>", 7, 2, 0)]
    [InlineData("<RelativeWorldPosition entityRef=\"Ego\" dx=\"10\" dy=\"1\"/>", 30, -0.25, 0)]
    [InlineData("<RelativeObjectPosition entityRef=\"Ego\" dx=\"10\" dy=\"1\"/>", 30, -0.25, 0)]
    [InlineData("<RelativeRoadPosition entityRef=\"Ego\" ds=\"5\" dt=\"1\"/>", 25, -0.25, 0)]
    [InlineData("<RelativeLanePosition entityRef=\"Ego\" dLane=\"-1\" ds=\"5\"/>", 25, -5.25, 0)]
    [InlineData("<RelativeLanePosition entityRef=\"Ego\" dLane=\"1\" ds=\"5\"/>", 25, 1.75, Math.PI)]
    [InlineData("<RoutePosition><RouteRef><Route name=\"r\" closed=\"false\"><Waypoint routeStrategy=\"shortest\">" + At + "</Waypoint><Waypoint routeStrategy=\"shortest\"><Position><LanePosition roadId=\"1\" laneId=\"-1\" s=\"300\"/></Position></Waypoint></Route></RouteRef><InRoutePosition><FromLaneCoordinates pathS=\"30\" laneId=\"-2\" laneOffset=\"0.25\"/></InRoutePosition></RoutePosition>", 50, -5, 0)]
    [InlineData("<RoutePosition><RouteRef><Route name=\"r\" closed=\"false\"><Waypoint routeStrategy=\"shortest\"><Position><LanePosition roadId=\"1\" laneId=\"1\" s=\"300\"/></Position></Waypoint><Waypoint routeStrategy=\"shortest\"><Position><LanePosition roadId=\"1\" laneId=\"1\" s=\"100\"/></Position></Waypoint></Route></RouteRef><InRoutePosition><FromRoadCoordinates pathS=\"30\" t=\"2\"/></InRoutePosition></RoutePosition>", 270, 2, 0)]
    public void The_init_places_actors_by_their_rear_axle(string position, double x, double y, double heading)
    {
        var actor = Start(position);
        var rear = actor.Initial.Pose.CentreToRearAxle(1.4);
        Assert.Equal(x, rear.X, 1e-6);
        Assert.Equal(y, rear.Y, 1e-6);
        Assert.Equal(0, Numerics.Pinned.AngleDifference(heading, rear.HeadingRad), 1e-9);
        Assert.Equal(new BodyBox(4.6, 1.8, 1.5, 1.4), actor.Body);
    }

    [Theory]
    [InlineData("<LanePosition roadId=\"9\" laneId=\"-1\" s=\"1\"/>", "begins on the road '9', which the road network has not")]
    [InlineData("<LanePosition roadId=\"1\" laneId=\"-7\" s=\"1\"/>", "begins in lane -7 of road '1' at s = 1, where the road network has no such lane")]
    [InlineData("<LanePosition roadId=\"1\" laneId=\"x\" s=\"1\"/>", "lanes of OpenDRIVE roads have whole numbers")]
    [InlineData("<WorldPosition x=\"1e11\" y=\"0\"/>", "more than 1e9 m from the origin")]
    public void Places_that_the_road_network_has_not_are_refused(string position, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Start(position)).Message, StringComparison.Ordinal);

    [Fact]
    public void Speeds_are_taken_from_the_init_relative_ones_too()
    {
        string Speed(string target) => $"<LongitudinalAction><SpeedAction><SpeedActionDynamics dynamicsShape=\"step\" dynamicsDimension=\"time\" value=\"0\"/><SpeedActionTarget>{target}</SpeedActionTarget></SpeedAction></LongitudinalAction>";
        var scenario = Read(Document(Init(Private(Speed("<AbsoluteTargetSpeed value=\"10\"/>")) + Private(Speed("<RelativeTargetSpeed entityRef=\"Ego\" value=\"1.5\" speedTargetValueType=\"factor\" continuous=\"false\"/>"), "Other")))).ToScenario();
        Assert.Equal([10, 15], scenario.Actors.Select(a => a.Initial.SpeedMps));
    }

    [Fact]
    public void The_ego_is_moved_by_the_storyboard_or_by_the_driver_under_test()
    {
        var file = Read(Document(Init(Private("<TeleportAction>" + At + "</TeleportAction>"))));
        var own = file.ToScenario();
        Assert.Equal("Ego", own.EgoId);
        Assert.All(own.Actors, a => Assert.IsType<StoryboardBehaviour>(a.Behaviour));
        var driven = file.ToScenario(new OpenScenarioOptions { EgoId = "Ego", Drive = OpenScenarioDrive.Driver, Vehicle = VehicleSpec.Sedan, HorizonUs = 1_000_001, StepUs = 100_000 });
        Assert.IsType<DriverBehaviour>(driven.Ego.Behaviour);
        Assert.IsType<StoryboardBehaviour>(driven.Actors[1].Behaviour);
        Assert.Equal(own.Ego.Initial.Pose.CentreToRearAxle(1.4).X, driven.Ego.Initial.Pose.CentreToRearAxle(VehicleSpec.Sedan.RearAxleToCentreM).X, 1e-9);
        Assert.Equal(1_100_000, driven.HorizonUs);
        Assert.Contains("no entity 'ego'", Assert.Throws<InputException>(() => file.ToScenario(new OpenScenarioOptions { EgoId = "ego" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_route_of_a_driven_ego_is_that_of_the_init()
    {
        string Route(string lane) => Private("<TeleportAction>" + At + "</TeleportAction>") + Private("<RoutingAction><AssignRouteAction><Route name=\"r\" closed=\"false\"><Waypoint routeStrategy=\"shortest\">" + At + "</Waypoint><Waypoint routeStrategy=\"shortest\"><Position><LanePosition roadId=\"1\" laneId=\"" + lane + "\" s=\"300\"/></Position></Waypoint></Route></AssignRouteAction></RoutingAction>");
        IReadOnlyList<string> Way(string lane, OpenScenarioDrive drive) => Read(Document(Init(Route(lane)))).ToScenario(new OpenScenarioOptions { Drive = drive }).Task.Route;
        Assert.Equal(["1:0:-1"], Way("-1", OpenScenarioDrive.Driver));
        Assert.Equal(["1:0:-1", "1:0:-2"], Way("-2", OpenScenarioDrive.Driver));
        Assert.Empty(Way("1", OpenScenarioDrive.Driver));
        Assert.Empty(Way("-1", OpenScenarioDrive.Storyboard));
    }

    [Fact]
    public void Axles_and_performance_become_the_vehicle()
    {
        var vehicle = Start("<WorldPosition x=\"0\" y=\"0\"/>").Vehicle!;
        Assert.Equal(2.7, vehicle.WheelbaseM);
        Assert.Equal(1.4, vehicle.RearAxleToCentreM, 1e-12);
        Assert.Equal((0.5, 4, 9, 50), (vehicle.MaxSteerRad, vehicle.MaxAccelMps2, vehicle.MaxDecelMps2, vehicle.MaxSpeedMps));
    }

    [Fact]
    public void The_stop_triggers_time_is_the_horizon()
    {
        string stop = "<StopTrigger><ConditionGroup><Condition name=\"end\" delay=\"0.5\" conditionEdge=\"none\">" + ByValue("<SimulationTimeCondition value=\"12\" rule=\"greaterThan\"/>") + "</Condition></ConditionGroup></StopTrigger>";
        Assert.Equal(12_550_000, Read(Document(stop)).ToScenario().HorizonUs);
        var open = Read(Document("")).ToScenario();
        Assert.Equal(OpenScenarioOptions.DefaultHorizonUs, open.HorizonUs);
        Assert.Contains("the file says no time at which it ends; it ends after 60 s at the latest", open.Provenance.Assumptions);
    }

    [Fact]
    public void An_entity_that_is_added_later_is_absent_at_first()
    {
        var file = Read(Document(Init(Private("<TeleportAction>" + At + "</TeleportAction>")) + Story("<GlobalAction><EntityAction entityRef=\"Other\"><AddEntityAction>" + At + "</AddEntityAction></EntityAction></GlobalAction>")));
        Assert.Equal([true, false], file.Storyboard!.Entities.Select(e => e.PresentAtStart));
    }

    [Fact]
    public void Selections_are_resolved_to_their_members()
    {
        string entities = Entities + "<EntitySelection name=\"all\"><Members><ByType objectType=\"vehicle\"/></Members></EntitySelection><EntitySelection name=\"one\"><Members><EntityRef entityRef=\"Other\"/></Members></EntitySelection>";
        var file = Read(Document(Init(Private("<TeleportAction><Position><WorldPosition x=\"5\" y=\"0\"/></Position></TeleportAction>", "one")), entities: entities));
        Assert.Equal(["Ego", "Other"], file.Storyboard!.Selections[0].Members);
        Assert.Equal(5 + 1.4, file.ToScenario().Actors[1].Initial.X, 1e-9);
    }

    [Fact]
    public void A_foreign_town_is_named_as_what_is_missing()
    {
        var file = Read(Document("", roads: "<RoadNetwork><LogicFile filepath=\"Town01\"/><SceneGraphFile filepath=\"\"/></RoadNetwork>"));
        Assert.Null(file.Map);
        Assert.Contains("unsupported: needs the road network 'Town01'", Assert.Throws<InputException>(() => file.ToScenario()).Message, StringComparison.Ordinal);
        Assert.Equal("road", Read(Document("", roads: "<RoadNetwork><LogicFile filepath=\"road.xodr\"/></RoadNetwork>")).Map!.Name);
        Assert.Empty(Read(Document("", roads: "")).ToScenario().Map.Lanes);
    }

    [Fact]
    public void Weather_of_the_init_is_the_scenarios_environment()
    {
        var scenario = Read(Document(Init("<GlobalAction>" + OpenScenarioElements.GlobalActions[0].Xml + "</GlobalAction>"))).ToScenario();
        Assert.Equal((0.6, 5, 80, "day"), (scenario.Environment.Friction, scenario.Environment.RainMmph, scenario.Environment.FogVisibilityM, scenario.Environment.Light));
    }

    [Fact]
    public void Traffic_light_programmes_are_kept()
    {
        string roads = "<RoadNetwork><LogicFile filepath=\"road\"/><TrafficSignals><TrafficSignalController name=\"k\" delay=\"2\" reference=\"j\"><Phase name=\"go\" duration=\"5\"><TrafficSignalState trafficSignalId=\"7\" state=\"off;off;on\"/></Phase></TrafficSignalController></TrafficSignals></RoadNetwork>";
        var controller = Assert.Single(Read(Document("", roads: roads)).Storyboard!.SignalControllers);
        Assert.Equal(("k", 2, "j"), (controller.Name, controller.DelayS, controller.ReferenceName));
        Assert.Equal(new SignalControllerState("7", "off;off;on"), controller.Phases[0].States[0]);
        Assert.Equal(("go", 5), (controller.Phases[0].Name, controller.Phases[0].DurationS));
    }

    private static Actor Start(string position) =>
        Read(Document(Init(Private("<TeleportAction>" + At + "</TeleportAction>") + Private($"<TeleportAction><Position>{position}</Position></TeleportAction>", "Other")))).ToScenario().Actors[1];
}
