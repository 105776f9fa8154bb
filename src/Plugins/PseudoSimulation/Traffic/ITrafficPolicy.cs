using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>How everybody else moves while a plan is scored (specs/pseudo-simulation.md §6). Thread-safe.</summary>
public interface ITrafficPolicy
{
    /// <summary>Name in options and reports.</summary>
    string Name { get; }

    /// <summary>Moves everybody else; sample 0 is the present.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="ego">The simulated ego, <see cref="Horizon.Samples"/> samples.</param>
    IReadOnlyList<SceneObject> Move(PseudoScene scene, ReadOnlySpan<EgoState> ego);
}
