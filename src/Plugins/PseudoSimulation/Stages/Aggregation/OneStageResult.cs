using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>Result of <see cref="OneStageAggregation"/>.</summary>
/// <param name="Epdms">Mean score of all frames; null when a frame failed or there is none.</param>
/// <param name="Scores">Mean sub-scores; null likewise.</param>
/// <param name="ExtendedComfort">Mean EC of the frames that have a neighbour; null when none has, or when a frame failed.</param>
/// <param name="PreviousOf">For each frame with a neighbour the token of the one before it.</param>
/// <param name="Frames">Every frame that did not fail, in the order given.</param>
/// <param name="Failures">What failed and why; empty when the aggregate is valid.</param>
public sealed record OneStageResult(
    double? Epdms,
    SubScores? Scores,
    double? ExtendedComfort,
    IReadOnlyDictionary<string, string> PreviousOf,
    IReadOnlyList<FrameScore> Frames,
    IReadOnlyList<string> Failures);
