using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>What one plan scored in one scene, with all that led there.</summary>
/// <param name="Raw">The plan before the human filter.</param>
/// <param name="Reference">The reference proposal, which the plan's progress is relative to.</param>
/// <param name="Human">The human's plan, scored alone; null when the filter did not run.</param>
/// <param name="Final">Sub-scores after the filter.</param>
/// <param name="Excused">Sub-scores that the filter set to 1.</param>
/// <param name="PlannerScore">
/// The planner's score without extended comfort. With <see cref="Compatibility.Navsim22"/> that of the unfiltered sub-scores, as the reference
/// leaves it; it goes into nothing else.
/// </param>
/// <param name="States">How the ego moved, <see cref="Horizon.Samples"/> samples.</param>
/// <param name="Objects">How everybody else moved.</param>
public sealed record SceneScore(
    ProposalScore Raw,
    ProposalScore Reference,
    ProposalScore? Human,
    SubScores Final,
    SubScoreSet Excused,
    double PlannerScore,
    IReadOnlyList<EgoState> States,
    IReadOnlyList<SceneObject> Objects)
{
    /// <summary>EPDMS.</summary>
    /// <param name="extendedComfort">EC against the neighbouring frame, 0 or 1; null when there is none: its weight is dropped.</param>
    public double Epdms(double? extendedComfort) => Final.Epdms(extendedComfort);
}
