using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>An object in one annotated 2 Hz frame.</summary>
/// <param name="Token">Its id over time.</param>
/// <param name="Type">Kind.</param>
/// <param name="Pose">Box centre, world frame.</param>
/// <param name="LengthM">Length, m.</param>
/// <param name="WidthM">Width, m.</param>
/// <param name="Velocity">World velocity, m/s; zero for static kinds.</param>
public sealed record LoggedObject(string Token, SceneObjectType Type, Pose2d Pose, double LengthM, double WidthM, Vector2d Velocity);
