namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>The scores of one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Now">The family of its present frames; null when it failed.</param>
/// <param name="Previous">The family of the frames before; null when it failed.</param>
/// <param name="Failure">Why there are no scores; null when there are.</param>
public sealed record GroupScore(SceneGroup Group, FamilyScore? Now, FamilyScore? Previous, string? Failure)
{
    /// <summary>Mean of both families' values; null when it failed.</summary>
    public ScoreColumns? Value => Now is { } now && Previous is { } previous ? 0.5 * (now.Value + previous.Value) : null;
}
