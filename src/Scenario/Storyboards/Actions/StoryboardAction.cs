using System.Text.Json.Serialization;

namespace Sim.Storyboards;

/// <summary>What an event or the init does. A closed set of kinds; plain data. The discriminator in JSON and YAML is "kind".</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SpeedAction), "speed")]
[JsonDerivedType(typeof(SpeedProfileAction), "speed_profile")]
[JsonDerivedType(typeof(LongitudinalDistanceAction), "longitudinal_distance")]
[JsonDerivedType(typeof(LaneChangeAction), "lane_change")]
[JsonDerivedType(typeof(LaneOffsetAction), "lane_offset")]
[JsonDerivedType(typeof(LateralDistanceAction), "lateral_distance")]
[JsonDerivedType(typeof(VisibilityAction), "visibility")]
[JsonDerivedType(typeof(SynchronizeAction), "synchronize")]
[JsonDerivedType(typeof(ControllerAction), "controller")]
[JsonDerivedType(typeof(TeleportAction), "teleport")]
[JsonDerivedType(typeof(AssignRouteAction), "assign_route")]
[JsonDerivedType(typeof(FollowTrajectoryAction), "follow_trajectory")]
[JsonDerivedType(typeof(AcquirePositionAction), "acquire_position")]
[JsonDerivedType(typeof(AnimationAction), "animation")]
[JsonDerivedType(typeof(LightStateAction), "light_state")]
[JsonDerivedType(typeof(EnvironmentAction), "environment")]
[JsonDerivedType(typeof(AddEntityAction), "add_entity")]
[JsonDerivedType(typeof(DeleteEntityAction), "delete_entity")]
[JsonDerivedType(typeof(ParameterSetAction), "parameter_set")]
[JsonDerivedType(typeof(ParameterModifyAction), "parameter_modify")]
[JsonDerivedType(typeof(VariableSetAction), "variable_set")]
[JsonDerivedType(typeof(VariableModifyAction), "variable_modify")]
[JsonDerivedType(typeof(TrafficSignalStateAction), "traffic_signal_state")]
[JsonDerivedType(typeof(TrafficSignalControllerAction), "traffic_signal_controller")]
[JsonDerivedType(typeof(TrafficSourceAction), "traffic_source")]
[JsonDerivedType(typeof(TrafficSinkAction), "traffic_sink")]
[JsonDerivedType(typeof(TrafficSwarmAction), "traffic_swarm")]
[JsonDerivedType(typeof(TrafficStopAction), "traffic_stop")]
[JsonDerivedType(typeof(CustomCommandAction), "custom_command")]
[JsonDerivedType(typeof(UnsupportedAction), "unsupported")]
public abstract record StoryboardAction
{
    private protected StoryboardAction()
    {
    }
}
