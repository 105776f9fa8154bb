using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>An object over the samples of a stage. The arrays have <see cref="Horizon.Samples"/> entries; entries at which it is absent are meaningless.</summary>
/// <param name="Token">Its id.</param>
/// <param name="Type">Kind.</param>
/// <param name="LengthM">Length, m.</param>
/// <param name="WidthM">Width, m.</param>
/// <param name="Present">Whether it exists at a sample.</param>
/// <param name="Poses">Box centre, world frame.</param>
/// <param name="Velocities">World velocity, m/s; zero for static kinds.</param>
public sealed record SceneObject(
    string Token,
    SceneObjectType Type,
    double LengthM,
    double WidthM,
    bool[] Present,
    Pose2d[] Poses,
    Vector2d[] Velocities)
{
    /// <summary>
    /// Sample of its first annotation. With <see cref="Compatibility.Navsim22"/> an object that was seen once is present at samples before it too;
    /// traffic policies other than log replay begin with those that are annotated at sample 0.
    /// </summary>
    public int FirstSighting { get; init; }
}
