using System.Text.Json.Serialization;

namespace Sim.Storyboards;

/// <summary>One condition of a trigger. A closed set of kinds; plain data. The discriminator in JSON and YAML is "kind".</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EndOfRoadCondition), "end_of_road")]
[JsonDerivedType(typeof(CollisionCondition), "collision")]
[JsonDerivedType(typeof(OffroadCondition), "offroad")]
[JsonDerivedType(typeof(TimeHeadwayCondition), "time_headway")]
[JsonDerivedType(typeof(TimeToCollisionCondition), "time_to_collision")]
[JsonDerivedType(typeof(AccelerationCondition), "acceleration")]
[JsonDerivedType(typeof(StandStillCondition), "stand_still")]
[JsonDerivedType(typeof(SpeedCondition), "speed")]
[JsonDerivedType(typeof(RelativeSpeedCondition), "relative_speed")]
[JsonDerivedType(typeof(TraveledDistanceCondition), "traveled_distance")]
[JsonDerivedType(typeof(ReachPositionCondition), "reach_position")]
[JsonDerivedType(typeof(DistanceCondition), "distance")]
[JsonDerivedType(typeof(RelativeDistanceCondition), "relative_distance")]
[JsonDerivedType(typeof(RelativeClearanceCondition), "relative_clearance")]
[JsonDerivedType(typeof(ParameterCondition), "parameter")]
[JsonDerivedType(typeof(VariableCondition), "variable")]
[JsonDerivedType(typeof(TimeOfDayCondition), "time_of_day")]
[JsonDerivedType(typeof(SimulationTimeCondition), "simulation_time")]
[JsonDerivedType(typeof(StoryboardElementStateCondition), "storyboard_element_state")]
[JsonDerivedType(typeof(UserDefinedValueCondition), "user_defined_value")]
[JsonDerivedType(typeof(TrafficSignalCondition), "traffic_signal")]
[JsonDerivedType(typeof(TrafficSignalControllerCondition), "traffic_signal_controller")]
[JsonDerivedType(typeof(UnsupportedCondition), "unsupported")]
public abstract record TriggerCondition
{
    private protected TriggerCondition()
    {
    }

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Time between the expression and the condition's becoming true, s, not negative.</summary>
    public double DelayS { get; init; }

    /// <summary>Edge.</summary>
    public ConditionEdge Edge { get; init; }
}
