namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>Result of <see cref="TwoStageAggregation"/>.</summary>
/// <param name="Combined">Mean of the groups' values; its EPDMS is the official number. Null when anything failed.</param>
/// <param name="StageOne">Mean of both families of all groups in stage 1; null when anything failed.</param>
/// <param name="StageTwo">The same of stage 2; null when anything failed.</param>
/// <param name="Groups">Every group in the order given.</param>
/// <param name="Frames">Every frame of a group that did not fail: for each group the real frame, the one before, then the pairs of stage 2.</param>
/// <param name="Failures">What failed and why; empty when the aggregate is valid.</param>
public sealed record TwoStageResult(
    ScoreColumns? Combined,
    ScoreColumns? StageOne,
    ScoreColumns? StageTwo,
    IReadOnlyList<GroupScore> Groups,
    IReadOnlyList<FrameScore> Frames,
    IReadOnlyList<string> Failures);
