namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>What aggregation makes of one frame.</summary>
/// <param name="Token">The frame.</param>
/// <param name="Weight">Its weight within its group and family; 1 in stage 1 and in one-stage aggregation.</param>
/// <param name="ExtendedComfort">EC; null without a neighbour, which only one-stage aggregation accepts.</param>
/// <param name="Epdms">Its score.</param>
public readonly record struct FrameScore(string Token, double Weight, double? ExtendedComfort, double Epdms);
