using System.Text.Json.Serialization;

namespace Sim.Storyboards;

/// <summary>The shape of a trajectory. A closed set of kinds; plain data. The discriminator in JSON and YAML is "kind".</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PolylineShape), "polyline")]
[JsonDerivedType(typeof(ClothoidShape), "clothoid")]
[JsonDerivedType(typeof(NurbsShape), "nurbs")]
public abstract record TrajectoryShape
{
    private protected TrajectoryShape()
    {
    }
}
