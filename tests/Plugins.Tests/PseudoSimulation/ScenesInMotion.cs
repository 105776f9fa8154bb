using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests.PseudoSimulation;

/// <summary>The same scene elsewhere, or seen in a mirror.</summary>
internal static class ScenesInMotion
{
    /// <summary>Turned and moved as a whole.</summary>
    public static PseudoScene Moved(this PseudoScene scene, Pose2d frame)
    {
        var axis = frame.ToDirection();
        return Mapped(scene, frame.PoseToWorld, v => v.FromAxis(axis), s => s) with { HumanPlan = scene.HumanPlan };
    }

    /// <summary>Left and right swapped (y to -y); plans are mirrored with <see cref="Mirrored(Pose2d)"/>.</summary>
    public static PseudoScene Mirrored(this PseudoScene scene) =>
        Mapped(scene, Mirrored, v => new Vector2d(v.X, -v.Y), s => s with
        {
            Vy = -s.Vy,
            Ay = -s.Ay,
            SteerRad = -s.SteerRad,
            SteerRateRps = -s.SteerRateRps,
            YawRateRps = -s.YawRateRps,
            YawAccelRps2 = -s.YawAccelRps2,
        }) with
        { HumanPlan = scene.HumanPlan is null ? null : [.. scene.HumanPlan.Select(Mirrored)] };

    /// <summary>A pose in the mirror.</summary>
    public static Pose2d Mirrored(Pose2d pose) => new(pose.X, -pose.Y, -pose.HeadingRad);

    private static PseudoScene Mapped(PseudoScene scene, Func<Pose2d, Pose2d> place, Func<Vector2d, Vector2d> turn, Func<EgoState, EgoState> body)
    {
        return scene with
        {
            Ego = Ego(scene.Ego),
            History = [.. scene.History.Select(h => h with { State = Ego(h.State) })],
            Map = new SceneMap(
                [.. scene.Map.Polygons.Select(p => p with { Exterior = [.. p.Exterior.Select(Point)], Baseline = p.Baseline?.Select(place).ToArray() })],
                scene.Map.RouteLaneIds,
                [.. scene.Map.Centreline.Select(place)]),
            Objects = [.. scene.Objects.Select(o => o with { Poses = [.. o.Poses.Select(place)], Velocities = [.. o.Velocities.Select(turn)] })],
            Reference = scene.Reference?.Select(place).ToArray(),
        };

        Vector2d Point(Vector2d p) => place(new Pose2d(p, 0)).Position;

        EgoState Ego(EgoState s)
        {
            var pose = place(s.Pose);
            return body(s) with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
        }
    }
}
