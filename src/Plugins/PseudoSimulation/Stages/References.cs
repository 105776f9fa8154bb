using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>Reference proposals, which progress is relative to.</summary>
internal static class References
{
    /// <summary>The scene's own, else PDM-Closed's: <see cref="Horizon.Samples"/> absolute rear-axle poses.</summary>
    public static IReadOnlyList<Pose2d> Of(ScoringScene scene) => scene.Scene.Reference ?? new PdmClosedPlanner().Plan(scene).Reference;

    /// <summary>Straight on at the present speed: on open ground, where there is no lane to follow.</summary>
    public static IReadOnlyList<Pose2d> Straight(in EgoState ego)
    {
        var poses = new Pose2d[Horizon.Samples];
        for (int i = 0; i < poses.Length; i++)
        {
            poses[i] = ego.Pose.Moved(Math.Max(0, ego.Vx) * i * Horizon.StepSeconds);
        }

        return poses;
    }
}
