namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>One family of a group: its frames now, or its frames half a second earlier.</summary>
/// <param name="StageOne">The real frame's columns.</param>
/// <param name="StageTwo">The start states' columns, averaged by weight.</param>
/// <param name="UniformWeights">True when no start state was near enough to the end point, so that all weigh the same.</param>
public readonly record struct FamilyScore(ScoreColumns StageOne, ScoreColumns StageTwo, bool UniformWeights)
{
    /// <summary>Stage one times stage two, column by column.</summary>
    public ScoreColumns Value => StageOne * StageTwo;
}
