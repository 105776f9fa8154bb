using System.Text.Json.Serialization;

namespace Sim.Storyboards;

/// <summary>
/// A position of an entity's reference point (the rear axle on the ground, or the entity's centre without axles). A closed set of kinds; plain
/// data. The discriminator in JSON and YAML is "kind".
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(WorldPosition), "world")]
[JsonDerivedType(typeof(RelativeWorldPosition), "relative_world")]
[JsonDerivedType(typeof(RelativeObjectPosition), "relative_object")]
[JsonDerivedType(typeof(RoadPosition), "road")]
[JsonDerivedType(typeof(RelativeRoadPosition), "relative_road")]
[JsonDerivedType(typeof(LanePosition), "lane")]
[JsonDerivedType(typeof(RelativeLanePosition), "relative_lane")]
[JsonDerivedType(typeof(RoutePosition), "route")]
[JsonDerivedType(typeof(GeoPosition), "geo")]
[JsonDerivedType(typeof(TrajectoryPosition), "trajectory")]
public abstract record StoryPosition
{
    private protected StoryPosition()
    {
    }

    /// <summary>Orientation; null: the natural one of the kind (along the lane in driving direction, the other entity's, zero in the world).</summary>
    public StoryOrientation? Orientation { get; init; }
}
