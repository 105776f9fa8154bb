using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>What PDM-Closed planned.</summary>
/// <param name="Scores">The score of each proposal against its own forecast, path by path.</param>
/// <param name="Chosen">The first of the best.</param>
/// <param name="Trajectory">The chosen proposal, absolute rear-axle poses each 0.1 s for 5 s.</param>
/// <param name="SpeedsMps">Its speeds, m/s.</param>
/// <param name="Reference">
/// The first 4 s: the reference proposal of a scene, <see cref="Horizon.Samples"/> poses. With <see cref="Compatibility.Navsim22"/> they are
/// read from the trajectory at times that rounding makes up to 1 µs early, as the reference does.
/// </param>
/// <param name="Driven">The chosen proposal as the scorer's tracker drove it from where the ego is: what was scored, <see cref="Horizon.Samples"/> states.</param>
public sealed record PdmClosedPlan(
    IReadOnlyList<ProposalScore> Scores,
    int Chosen,
    IReadOnlyList<Pose2d> Trajectory,
    IReadOnlyList<double> SpeedsMps,
    IReadOnlyList<Pose2d> Reference,
    IReadOnlyList<EgoState> Driven);
