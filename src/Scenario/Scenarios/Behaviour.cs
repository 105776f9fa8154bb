using System.Text.Json.Serialization;

namespace Sim;

/// <summary>How an actor moves. A closed set of kinds; plain data. The discriminator in JSON and YAML is "kind".</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StationaryBehaviour), "stationary")]
[JsonDerivedType(typeof(ConstantVelocityBehaviour), "constant_velocity")]
[JsonDerivedType(typeof(TrajectoryBehaviour), "trajectory")]
[JsonDerivedType(typeof(FollowPathBehaviour), "follow_path")]
[JsonDerivedType(typeof(FollowLaneBehaviour), "follow_lane")]
[JsonDerivedType(typeof(StoryboardBehaviour), "storyboard")]
[JsonDerivedType(typeof(DriverBehaviour), "driver")]
public abstract record Behaviour
{
    private protected Behaviour()
    {
    }
}
