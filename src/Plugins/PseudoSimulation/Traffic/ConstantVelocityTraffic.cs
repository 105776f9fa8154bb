using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>
/// Vehicles that are there at sample 0 go on with the velocity and heading they have then, other kinds do what was recorded, and vehicles that
/// appear later do not exist. Nobody is left out for touching the ego (specs/pseudo-simulation.md §6). Stateless, safe for concurrent use.
/// </summary>
public sealed class ConstantVelocityTraffic : ITrafficPolicy
{
    /// <inheritdoc/>
    public string Name => "constant-velocity";

    /// <inheritdoc/>
    public IReadOnlyList<SceneObject> Move(PseudoScene scene, ReadOnlySpan<EgoState> ego)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var moved = new List<SceneObject>(scene.Objects.Count);
        foreach (var other in scene.Objects)
        {
            bool now = other.Present[0] && other.FirstSighting == 0;
            if (other.Type == SceneObjectType.Vehicle)
            {
                if (now)
                {
                    moved.Add(Extrapolated(other));
                }
            }
            else
            {
                moved.Add(now == other.Present[0] ? other : WithoutNow(other));
            }
        }

        return moved;
    }

    // Seen once, later: the present is what is annotated now, the future is the interpolated log.
    private static SceneObject WithoutNow(SceneObject other)
    {
        bool[] present = [.. other.Present];
        present[0] = false;
        return other with { Present = present };
    }

    private static SceneObject Extrapolated(SceneObject vehicle)
    {
        var present = new bool[Horizon.Samples];
        var poses = new Pose2d[Horizon.Samples];
        var velocities = new Vector2d[Horizon.Samples];
        var (start, velocity) = (vehicle.Poses[0], vehicle.Velocities[0]);
        for (int i = 0; i < Horizon.Samples; i++)
        {
            double t = i * Horizon.StepSeconds;
            present[i] = true;
            poses[i] = new Pose2d(start.X + (velocity.X * t), start.Y + (velocity.Y * t), start.HeadingRad);
            velocities[i] = velocity;
        }

        return vehicle with { Present = present, Poses = poses, Velocities = velocities };
    }
}
