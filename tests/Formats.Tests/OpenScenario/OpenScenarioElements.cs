using Sim.Storyboards;
using static Sim.Tests.OpenScenario.OpenScenarioXml;

namespace Sim.Tests.OpenScenario;

/// <summary>Every action, condition and position with what it must come out as.</summary>
internal static class OpenScenarioElements
{
    private static readonly LanePosition There = new() { RoadId = "1", LaneId = "-1", AlongM = 20, OffsetM = 0.5 };
    private const string Dynamics = "dynamicsShape=\"cubic\" dynamicsDimension=\"time\" value=\"2\"";
    private static readonly TransitionDynamics Two = new(TransitionShape.Cubic, TransitionDimension.Time, 2);
    private const string Polyline = "<Trajectory name=\"t\" closed=\"false\"><Shape><Polyline><Vertex time=\"0\">" + At + "</Vertex><Vertex time=\"1\">" + At + "</Vertex></Polyline></Shape></Trajectory>";
    private const string Route = "<Route name=\"r\" closed=\"true\"><Waypoint routeStrategy=\"fastest\">" + At + "</Waypoint><Waypoint routeStrategy=\"shortest\">" + At + "</Waypoint></Route>";

    public static readonly (string Xml, Func<StoryboardAction, bool> Is)[] PrivateActions =
    [
        ("<LongitudinalAction><SpeedAction><SpeedActionDynamics " + Dynamics + "/><SpeedActionTarget><AbsoluteTargetSpeed value=\"10\"/></SpeedActionTarget></SpeedAction></LongitudinalAction>",
            a => a == new SpeedAction { Dynamics = Two, Target = new SpeedTarget { Value = 10 } }),
        ("<LongitudinalAction><SpeedAction><SpeedActionDynamics dynamicsShape=\"linear\" dynamicsDimension=\"rate\" value=\"-3\" followingMode=\"follow\"/><SpeedActionTarget><RelativeTargetSpeed entityRef=\"Ego\" value=\"0.5\" speedTargetValueType=\"factor\" continuous=\"true\"/></SpeedActionTarget></SpeedAction></LongitudinalAction>",
            a => a == new SpeedAction { Dynamics = new(TransitionShape.Linear, TransitionDimension.Rate, 3, false), Target = new SpeedTarget { EntityId = "Ego", Value = 0.5, Factor = true, Continuous = true } }),
        ("<LongitudinalAction><SpeedProfileAction followingMode=\"follow\" entityRef=\"Ego\"><DynamicConstraints maxAcceleration=\"3\" maxSpeed=\"INF\"/><SpeedProfileEntry speed=\"1\" time=\"2\"/><SpeedProfileEntry speed=\"3\"/></SpeedProfileAction></LongitudinalAction>",
            a => a is SpeedProfileAction { EntityId: "Ego", FollowPosition: false, Constraints: { MaxSpeedMps: null, MaxAccelMps2: 3 }, Entries: [{ SpeedMps: 1, TimeS: 2 }, { SpeedMps: 3, TimeS: null }] }),
        ("<LongitudinalAction><LongitudinalDistanceAction entityRef=\"Ego\" timeGap=\"1.5\" freespace=\"true\" continuous=\"true\" coordinateSystem=\"road\" displacement=\"leadingReferencedEntity\"/></LongitudinalAction>",
            a => a == new LongitudinalDistanceAction { EntityId = "Ego", TimeGapS = 1.5, Freespace = true, Continuous = true, Coordinates = StoryCoordinates.Road, Displacement = Displacement.Leading }),
        ("<LateralAction><LaneChangeAction targetLaneOffset=\"0.2\"><LaneChangeActionDynamics " + Dynamics + "/><LaneChangeTarget><RelativeTargetLane entityRef=\"Other\" value=\"-1\"/></LaneChangeTarget></LaneChangeAction></LateralAction>",
            a => a == new LaneChangeAction { Dynamics = Two, EntityId = "Other", RelativeLanes = -1, TargetOffsetM = 0.2 }),
        ("<LateralAction><LaneChangeAction><LaneChangeActionDynamics " + Dynamics + "/><LaneChangeTarget><AbsoluteTargetLane value=\"-2\"/></LaneChangeTarget></LaneChangeAction></LateralAction>",
            a => a == new LaneChangeAction { Dynamics = Two, LaneId = "-2" }),
        ("<LateralAction><LaneOffsetAction continuous=\"false\"><LaneOffsetActionDynamics maxLateralAcc=\"1.5\" dynamicsShape=\"sinusoidal\"/><LaneOffsetTarget><RelativeTargetLaneOffset entityRef=\"Ego\" value=\"0.7\"/></LaneOffsetTarget></LaneOffsetAction></LateralAction>",
            a => a == new LaneOffsetAction { Shape = TransitionShape.Sinusoidal, MaxLateralAccelMps2 = 1.5, EntityId = "Ego", OffsetM = 0.7 }),
        ("<LateralAction><LateralDistanceAction entityRef=\"Ego\" distance=\"2\" freespace=\"false\" continuous=\"true\" displacement=\"rightToReferencedEntity\"/></LateralAction>",
            a => a == new LateralDistanceAction { EntityId = "Ego", DistanceM = 2, Continuous = true, Displacement = Displacement.Trailing }),
        ("<VisibilityAction graphics=\"true\" sensors=\"false\" traffic=\"1\"><SensorReferenceSet><SensorReference name=\"front\"/></SensorReferenceSet></VisibilityAction>",
            a => a is VisibilityAction { Graphics: true, Sensors: false, Traffic: true, SensorNames: ["front"] }),
        ("<SynchronizeAction masterEntityRef=\"Ego\" targetTolerance=\"1\"><TargetPositionMaster><LanePosition roadId=\"1\" laneId=\"-1\" s=\"20\" offset=\"0.5\"/></TargetPositionMaster><TargetPosition><LanePosition roadId=\"1\" laneId=\"-1\" s=\"20\" offset=\"0.5\"/></TargetPosition><FinalSpeed><RelativeSpeedToMaster value=\"2\" speedTargetValueType=\"delta\"><SteadyState><TargetTimeSteadyState time=\"3\"/></SteadyState></RelativeSpeedToMaster></FinalSpeed></SynchronizeAction>",
            a => a == new SynchronizeAction { MasterId = "Ego", MasterPosition = There, Position = There, ToleranceM = 1, FinalSpeed = new SynchronizeFinalSpeed { Value = 2, RelativeToMaster = true, SteadyTimeS = 3 } }),
        ("<ActivateControllerAction lateral=\"true\" longitudinal=\"false\"/>", a => a is ControllerAction { Assign: null, Activate: { Lateral: true, Longitudinal: false, Animation: null } }),
        ("<ControllerAction><AssignControllerAction activateLateral=\"true\"><Controller name=\"c\"><Properties><Property name=\"k\" value=\"v\"/></Properties></Controller></AssignControllerAction><OverrideControllerValueAction><Brake active=\"true\" value=\"0.3\"/><Gear active=\"false\" number=\"2\"/></OverrideControllerValueAction></ControllerAction>",
            a => a is ControllerAction { Assign: { Controller: { Name: "c" }, Activate.Lateral: true }, Overrides: [{ Control: "brake", Active: true, Value: 0.3 }, { Control: "gear", Active: false, Value: 2 }] } c && c.Assign.Controller.Properties["k"] == "v"),
        ("<TeleportAction>" + At + "</TeleportAction>", a => a == new TeleportAction { Position = There }),
        ("<RoutingAction><AssignRouteAction>" + Route + "</AssignRouteAction></RoutingAction>",
            a => a is AssignRouteAction { Route: { Name: "r", Closed: true, Waypoints: [{ Strategy: RouteStrategy.Fastest }, { Strategy: RouteStrategy.Shortest }] } r } && r.Waypoints[1].Position == There),
        ("<RoutingAction><FollowTrajectoryAction initialDistanceOffset=\"4\"><TrajectoryRef>" + Polyline + "</TrajectoryRef><TimeReference><Timing domainAbsoluteRelative=\"relative\" scale=\"2\" offset=\"1\"/></TimeReference><TrajectoryFollowingMode followingMode=\"follow\"/></FollowTrajectoryAction></RoutingAction>",
            a => a is FollowTrajectoryAction { InitialOffsetM: 4, FollowPosition: false, Timing: { Absolute: false, Scale: 2, OffsetS: 1 }, Trajectory: { Name: "t", Shape: PolylineShape { Vertices: [{ TimeS: 0 }, { TimeS: 1 }] } } }),
        ("<RoutingAction><FollowTrajectoryAction><Trajectory name=\"c\" closed=\"false\"><Shape><Clothoid curvature=\"0.01\" curvatureDot=\"0.001\" length=\"30\" startTime=\"1\" stopTime=\"5\">" + At + "</Clothoid></Shape></Trajectory><TimeReference><None/></TimeReference><TrajectoryFollowingMode followingMode=\"position\"/></FollowTrajectoryAction></RoutingAction>",
            a => a is FollowTrajectoryAction { Timing: null, Trajectory.Shape: ClothoidShape { CurvaturePerM: 0.01, CurvatureChangePerM2: 0.001, LengthM: 30, StartTimeS: 1, StopTimeS: 5 } }),
        ("<RoutingAction><FollowTrajectoryAction><Trajectory name=\"n\" closed=\"false\"><Shape><Nurbs order=\"2\"><ControlPoint weight=\"2\" time=\"0\">" + At + "</ControlPoint><ControlPoint>" + At + "</ControlPoint><Knot value=\"0\"/><Knot value=\"0\"/><Knot value=\"1\"/><Knot value=\"1\"/></Nurbs></Shape></Trajectory><TimeReference><None/></TimeReference></FollowTrajectoryAction></RoutingAction>",
            a => a is FollowTrajectoryAction { Trajectory.Shape: NurbsShape { Order: 2, ControlPoints: [{ Weight: 2, TimeS: 0 }, { Weight: 1, TimeS: null }], Knots: [0, 0, 1, 1] } }),
        ("<RoutingAction><AcquirePositionAction>" + At + "</AcquirePositionAction></RoutingAction>", a => a == new AcquirePositionAction { Position = There }),
        ("<AppearanceAction><LightStateAction transitionTime=\"0.1\"><LightType><VehicleLight vehicleLightType=\"brakeLights\"/></LightType><LightState mode=\"flashing\" flashingOnDuration=\"0.5\" flashingOffDuration=\"0.4\"/></LightStateAction></AppearanceAction>",
            a => a == new LightStateAction { Light = "brakeLights", Mode = "flashing", TransitionS = 0.1, FlashOnS = 0.5, FlashOffS = 0.4 }),
        ("<AppearanceAction><AnimationAction loop=\"true\" animationDuration=\"2\"><AnimationType><ComponentAnimation><VehicleComponent vehicleComponentType=\"trunk\"/></ComponentAnimation></AnimationType><AnimationState state=\"1\"/></AnimationAction></AppearanceAction>",
            a => a == new AnimationAction { Target = "ComponentAnimation VehicleComponent vehicleComponentType=trunk", State = 1, DurationS = 2, Loop = true }),
        ("<TrailerAction><DisconnectTrailerAction/></TrailerAction>", a => a == new UnsupportedAction { Element = "TrailerAction" }),
    ];

    public static readonly (string Xml, Func<StoryboardAction, bool> Is)[] GlobalActions =
    [
        ("<EnvironmentAction><Environment name=\"n\"><TimeOfDay animation=\"false\" dateTime=\"2026-01-01T12:00:00\"/><Weather fractionalCloudCover=\"zeroOktas\" temperature=\"280\"><Sun azimuth=\"1\" elevation=\"0.5\" illuminance=\"9000\"/><Fog visualRange=\"80\"/><Precipitation precipitationType=\"rain\" precipitationIntensity=\"5\"/><Wind direction=\"1\" speed=\"2\"/></Weather><RoadCondition frictionScaleFactor=\"0.6\" wetness=\"moist\"/></Environment></EnvironmentAction>",
            a => a == new EnvironmentAction { Environment = new StoryEnvironment { Name = "n", DateTime = "2026-01-01T12:00:00", DateTimeRuns = false, CloudState = "zeroOktas", TemperatureK = 280, SunAzimuthRad = 1, SunElevationRad = 0.5, SunIlluminanceLx = 9000, FogVisualRangeM = 80, Precipitation = "rain", PrecipitationMmph = 5, WindDirectionRad = 1, WindMps = 2, FrictionScale = 0.6, Wetness = "moist" } }),
        ("<EntityAction entityRef=\"Other\"><AddEntityAction>" + At + "</AddEntityAction></EntityAction>", a => a == new AddEntityAction { EntityId = "Other", Position = There }),
        ("<EntityAction entityRef=\"Other\"><DeleteEntityAction/></EntityAction>", a => a == new DeleteEntityAction { EntityId = "Other" }),
        ("<ParameterAction parameterRef=\"p\"><SetAction value=\"x\"/></ParameterAction>", a => a == new ParameterSetAction { Parameter = "p", Value = "x" }),
        ("<ParameterAction parameterRef=\"p\"><ModifyAction><Rule><MultiplyByValue value=\"2\"/></Rule></ModifyAction></ParameterAction>", a => a == new ParameterModifyAction { Parameter = "p", Multiply = true, Value = 2 }),
        ("<VariableAction variableRef=\"v\"><SetAction value=\"1\"/></VariableAction>", a => a == new VariableSetAction { Variable = "v", Value = "1" }),
        ("<VariableAction variableRef=\"v\"><ModifyAction><Rule><AddValue value=\"3\"/></Rule></ModifyAction></VariableAction>", a => a == new VariableModifyAction { Variable = "v", Multiply = false, Value = 3 }),
        ("<InfrastructureAction><TrafficSignalAction><TrafficSignalStateAction name=\"5\" state=\"green\"/></TrafficSignalAction></InfrastructureAction>", a => a == new TrafficSignalStateAction { SignalId = "5", State = "green" }),
        ("<InfrastructureAction><TrafficSignalAction><TrafficSignalControllerAction trafficSignalControllerRef=\"k\" phase=\"go\"/></TrafficSignalAction></InfrastructureAction>", a => a == new TrafficSignalControllerAction { Controller = "k", Phase = "go" }),
        ("<TrafficAction trafficName=\"t\"><TrafficSourceAction rate=\"0.5\" radius=\"10\" velocity=\"8\">" + At + "<TrafficDefinition name=\"d\"><VehicleCategoryDistribution><VehicleCategoryDistributionEntry category=\"car\" weight=\"1\"/></VehicleCategoryDistribution><ControllerDistribution><ControllerDistributionEntry weight=\"2\"><Controller name=\"c\"><Properties/></Controller></ControllerDistributionEntry></ControllerDistribution></TrafficDefinition></TrafficSourceAction></TrafficAction>",
            a => a is TrafficSourceAction { Name: "t", RatePerS: 0.5, RadiusM: 10, SpeedMps: 8, Definition: { Name: "d", Categories: [{ Word: "car", Weight: 1 }], Controllers: [{ Name: "c" }], ControllerWeights: [2] } }),
        ("<TrafficAction><TrafficSinkAction radius=\"10\">" + At + "</TrafficSinkAction></TrafficAction>", a => a == new TrafficSinkAction { RadiusM = 10, Position = There }),
        ("<TrafficAction trafficName=\"w\"><TrafficSwarmAction innerRadius=\"20\" offset=\"1\" semiMajorAxis=\"200\" semiMinorAxis=\"100\" numberOfVehicles=\"30\"><CentralObject entityRef=\"Ego\"/><InitialSpeedRange lowerLimit=\"5\" upperLimit=\"9\"/></TrafficSwarmAction></TrafficAction>",
            a => a == new TrafficSwarmAction { Name = "w", CentralEntityId = "Ego", InnerRadiusM = 20, OffsetM = 1, SemiMajorM = 200, SemiMinorM = 100, Count = 30, MinSpeedMps = 5, MaxSpeedMps = 9 }),
        ("<TrafficAction trafficName=\"w\"><TrafficStopAction/></TrafficAction>", a => a == new TrafficStopAction { Name = "w" }),
        ("<SetMonitorAction monitorRef=\"x\" value=\"true\"/>", a => a == new UnsupportedAction { Element = "SetMonitorAction" }),
    ];

    private static readonly DistanceMeasure AlongRoad = new(StoryCoordinates.Road, StoryDistanceType.Longitudinal, true);

    public static readonly (string Xml, Func<TriggerCondition, bool> Is)[] EntityConditions =
    [
        ("<EndOfRoadCondition duration=\"1\"/>", c => c is EndOfRoadCondition { DurationS: 1 }),
        ("<CollisionCondition><EntityRef entityRef=\"Other\"/></CollisionCondition>", c => c is CollisionCondition { EntityId: "Other", ByKind: null }),
        ("<CollisionCondition><ByType type=\"pedestrian\"/></CollisionCondition>", c => c is CollisionCondition { EntityId: null, ByKind: StoryboardEntityKind.Pedestrian }),
        ("<OffroadCondition duration=\"2\"/>", c => c is OffroadCondition { DurationS: 2 }),
        ("<TimeHeadwayCondition entityRef=\"Other\" value=\"1.5\" rule=\"lessOrEqual\" freespace=\"true\" alongRoute=\"true\"/>", c => c is TimeHeadwayCondition { EntityId: "Other", ValueS: 1.5, Rule: ValueRule.LessOrEqual } h && h.Measure == AlongRoad),
        ("<TimeHeadwayCondition entityRef=\"Other\" value=\"1.5\" rule=\"lessThan\" freespace=\"true\" coordinateSystem=\"road\" relativeDistanceType=\"longitudinal\"/>", c => c is TimeHeadwayCondition h && h.Measure == AlongRoad),
        ("<TimeToCollisionCondition value=\"3\" rule=\"lessThan\" freespace=\"false\"><TimeToCollisionConditionTarget><EntityRef entityRef=\"Other\"/></TimeToCollisionConditionTarget></TimeToCollisionCondition>", c => c is TimeToCollisionCondition { EntityId: "Other", Position: null, ValueS: 3 }),
        ("<TimeToCollisionCondition value=\"3\" rule=\"lessThan\" freespace=\"false\"><TimeToCollisionConditionTarget>" + At + "</TimeToCollisionConditionTarget></TimeToCollisionCondition>", c => c is TimeToCollisionCondition { EntityId: null } t && t.Position == There),
        ("<AccelerationCondition value=\"2\" rule=\"greaterThan\" direction=\"lateral\"/>", c => c is AccelerationCondition { ValueMps2: 2, Direction: DirectionalDimension.Lateral }),
        ("<StandStillCondition duration=\"3\"/>", c => c is StandStillCondition { DurationS: 3 }),
        ("<SpeedCondition value=\"5\" rule=\"notEqualTo\"/>", c => c is SpeedCondition { ValueMps: 5, Rule: ValueRule.NotEqualTo, Direction: null }),
        ("<RelativeSpeedCondition entityRef=\"Other\" value=\"-1\" rule=\"greaterOrEqual\"/>", c => c is RelativeSpeedCondition { EntityId: "Other", ValueMps: -1, Rule: ValueRule.GreaterOrEqual }),
        ("<TraveledDistanceCondition value=\"50\"/>", c => c is TraveledDistanceCondition { ValueM: 50 }),
        ("<ReachPositionCondition tolerance=\"2\">" + At + "</ReachPositionCondition>", c => c is ReachPositionCondition { ToleranceM: 2 } r && r.Position == There),
        ("<DistanceCondition value=\"9\" freespace=\"false\" rule=\"lessThan\" coordinateSystem=\"world\" routingAlgorithm=\"shortest\">" + At + "</DistanceCondition>",
            c => c is DistanceCondition { ValueM: 9 } d && d.Measure == new DistanceMeasure(StoryCoordinates.World, StoryDistanceType.Euclidian, false, RoutingAlgorithm.Shortest)),
        ("<RelativeDistanceCondition entityRef=\"Other\" relativeDistanceType=\"cartesianDistance\" value=\"9\" freespace=\"true\" rule=\"lessThan\"/>", c => c is RelativeDistanceCondition { ValueM: 9 } r && r.Measure == new DistanceMeasure(Freespace: true)),
        ("<RelativeClearanceCondition oppositeLanes=\"false\" distanceForward=\"20\" distanceBackward=\"10\" freeSpace=\"true\"><RelativeLaneRange from=\"-1\" to=\"1\"/><EntityRef entityRef=\"Other\"/></RelativeClearanceCondition>",
            c => c is RelativeClearanceCondition { ForwardM: 20, BackwardM: 10, Freespace: true, Lanes: [{ From: -1, To: 1 }], EntityIds: ["Other"] }),
        ("<AngleCondition angle=\"1\" angleTolerance=\"0.1\" angleType=\"heading\"/>", c => c is UnsupportedCondition { Element: "AngleCondition" }),
    ];

    public static readonly (string Xml, Func<TriggerCondition, bool> Is)[] ValueConditions =
    [
        ("<ParameterCondition parameterRef=\"$p\" value=\"3\" rule=\"equalTo\"/>", c => c is ParameterCondition { Parameter: "p", Value: "3", Rule: ValueRule.EqualTo }),
        ("<VariableCondition variableRef=\"v\" value=\"3\" rule=\"equalTo\"/>", c => c is VariableCondition { Variable: "v" }),
        ("<TimeOfDayCondition dateTime=\"2026-01-01T12:00:00\" rule=\"greaterThan\"/>", c => c is TimeOfDayCondition { DateTime: "2026-01-01T12:00:00" }),
        ("<SimulationTimeCondition value=\"4.5\" rule=\"greaterThan\"/>", c => c is SimulationTimeCondition { ValueS: 4.5, Rule: ValueRule.GreaterThan }),
        ("<StoryboardElementStateCondition storyboardElementType=\"maneuverGroup\" storyboardElementRef=\"g\" state=\"endTransition\"/>",
            c => c is StoryboardElementStateCondition { Element: StoryboardElementKind.ManeuverGroup, ElementName: "g", State: StoryboardElementState.EndTransition }),
        ("<UserDefinedValueCondition name=\"u\" value=\"1\" rule=\"lessThan\"/>", c => c is UserDefinedValueCondition { ValueName: "u", Value: "1" }),
        ("<TrafficSignalCondition name=\"5\" state=\"red\"/>", c => c is TrafficSignalCondition { SignalId: "5", State: "red" }),
        ("<TrafficSignalControllerCondition trafficSignalControllerRef=\"k\" phase=\"go\"/>", c => c is TrafficSignalControllerCondition { Controller: "k", Phase: "go" }),
    ];

    public static readonly (string Xml, StoryPosition Is)[] Positions =
    [
        ("<WorldPosition x=\"1\" y=\"2\"/>", new WorldPosition { X = 1, Y = 2 }),
        ("<WorldPosition x=\"1\" y=\"2\" z=\"3\" h=\"0.4\" p=\"0.5\" r=\"0.6\"/>", new WorldPosition { X = 1, Y = 2, Z = 3, Orientation = new StoryOrientation(false, 0.4, 0.5, 0.6) }),
        ("<RelativeWorldPosition entityRef=\"Ego\" dx=\"1\" dy=\"2\"/>", new RelativeWorldPosition { EntityId = "Ego", DxM = 1, DyM = 2 }),
        ("<RelativeObjectPosition entityRef=\"Ego\" dx=\"1\" dy=\"2\" dz=\"3\"><Orientation type=\"relative\" h=\"0.1\"/></RelativeObjectPosition>", new RelativeObjectPosition { EntityId = "Ego", DxM = 1, DyM = 2, DzM = 3, Orientation = new StoryOrientation(true, 0.1) }),
        ("<RoadPosition roadId=\"1\" s=\"5\" t=\"-1\"/>", new RoadPosition { RoadId = "1", AlongM = 5, AcrossM = -1 }),
        ("<RelativeRoadPosition entityRef=\"Ego\" ds=\"5\" dt=\"-1\"/>", new RelativeRoadPosition { EntityId = "Ego", DsM = 5, DtM = -1 }),
        ("<LanePosition roadId=\"1\" laneId=\"-1\" s=\"5\"><Orientation h=\"3.1\"/></LanePosition>", new LanePosition { RoadId = "1", LaneId = "-1", AlongM = 5, Orientation = new StoryOrientation(false, 3.1) }),
        ("<RelativeLanePosition entityRef=\"Ego\" dLane=\"1\" ds=\"5\" offset=\"0.1\"/>", new RelativeLanePosition { EntityId = "Ego", DLane = 1, DsM = 5, OffsetM = 0.1 }),
        ("<RelativeLanePosition entityRef=\"Ego\" dLane=\"1\" dsLane=\"5\"/>", new RelativeLanePosition { EntityId = "Ego", DLane = 1, DsLaneM = 5 }),
        ("<GeoPosition latitudeDeg=\"90\" longitudeDeg=\"-180\" altitude=\"3\"/>", new GeoPosition { LatitudeRad = Math.PI / 2, LongitudeRad = -Math.PI, AltitudeM = 3 }),
        ("<GeoPosition latitude=\"0.8\" longitude=\"0.1\"/>", new GeoPosition { LatitudeRad = 0.8, LongitudeRad = 0.1 }),
    ];

    public static readonly (string Xml, Func<StoryPosition, bool> Is)[] PathPositions =
    [
        ("<RoutePosition><RouteRef>" + Route + "</RouteRef><InRoutePosition><FromCurrentEntity entityRef=\"Ego\"/></InRoutePosition></RoutePosition>", p => p is RoutePosition { FromEntityId: "Ego", Route.Name: "r" }),
        ("<RoutePosition><RouteRef>" + Route + "</RouteRef><InRoutePosition><FromRoadCoordinates pathS=\"3\" t=\"1\"/></InRoutePosition></RoutePosition>", p => p is RoutePosition { PathAlongM: 3, AcrossM: 1, LaneId: null }),
        ("<RoutePosition><RouteRef>" + Route + "</RouteRef><InRoutePosition><FromLaneCoordinates pathS=\"3\" laneId=\"-1\" laneOffset=\"0.1\"/></InRoutePosition></RoutePosition>", p => p is RoutePosition { PathAlongM: 3, AcrossM: null, LaneId: "-1", LaneOffsetM: 0.1 }),
        ("<TrajectoryPosition s=\"3\" t=\"1\"><TrajectoryRef>" + Polyline + "</TrajectoryRef></TrajectoryPosition>", p => p is TrajectoryPosition { AlongM: 3, AcrossM: 1, Trajectory.Name: "t" }),
    ];

    /// <summary>One document with all of them, for fuzzing and round trips.</summary>
    public static string Everything()
    {
        var init = string.Concat(GlobalActions.Select(g => $"<GlobalAction>{g.Xml}</GlobalAction>")) + "<UserDefinedAction><CustomCommandAction type=\"shell\">rm -rf /</CustomCommandAction></UserDefinedAction>"
            + string.Concat(PrivateActions.Select(a => Private(a.Xml))) + string.Concat(Positions.Select(p => Private($"<TeleportAction><Position>{p.Xml}</Position></TeleportAction>", "Other")))
            + string.Concat(PathPositions.Select(p => Private($"<TeleportAction><Position>{p.Xml}</Position></TeleportAction>", "Other")));
        var stories = string.Concat(EntityConditions.Select(c => Story("<GlobalAction>" + GlobalActions[2].Xml + "</GlobalAction>", Start(ByEntity(c.Xml)))))
            + string.Concat(ValueConditions.Select(c => Story("<PrivateAction>" + PrivateActions[0].Xml + "</PrivateAction>", Start(ByValue(c.Xml)))));
        return Document(Init(init) + stories + "<StopTrigger><ConditionGroup><Condition name=\"end\" delay=\"0\" conditionEdge=\"none\">" + ByValue(ValueConditions[3].Xml) + "</Condition></ConditionGroup></StopTrigger>",
            before: "<ParameterDeclarations><ParameterDeclaration name=\"p\" parameterType=\"double\" value=\"3\"/></ParameterDeclarations><VariableDeclarations><VariableDeclaration name=\"v\" variableType=\"int\" value=\"4\"/></VariableDeclarations>");
    }
}
