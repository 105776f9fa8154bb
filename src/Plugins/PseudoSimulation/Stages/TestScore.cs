using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>The scores of one test: of stage one, of stage two, and of both.</summary>
/// <param name="Combined">Mean of both families' values, column by column; stage one's when there is no stage two.</param>
/// <param name="StageOne">Mean of both families in stage one; that of the frame now when one stage was asked for.</param>
/// <param name="StageTwo">Mean of both families' weighted means in stage two; null without one.</param>
/// <param name="HasExtendedComfort">False when only one frame was judged: the weight of EC is dropped and its column is 0.</param>
/// <param name="Weights">Proximity weights of the starts for the frames now, in their order; empty without stage two.</param>
/// <param name="UniformWeights">True when no start was near enough to the end point of a frame, so that all weigh the same there.</param>
public sealed record TestScore(
    ScoreColumns Combined,
    ScoreColumns StageOne,
    ScoreColumns? StageTwo,
    bool HasExtendedComfort,
    IReadOnlyList<double> Weights,
    bool UniformWeights);
