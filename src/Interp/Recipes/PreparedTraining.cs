namespace Sim.Interp.Recipes;

/// <summary>A trainer at its beginning, and what it does to activations before its model sees them.</summary>
/// <param name="Trainer">Has done nothing yet.</param>
/// <param name="Normalisation">What the trainer does to activations; whoever uses the model afterwards does the same, or folds it into the model.</param>
public sealed record PreparedTraining(SaeTrainer Trainer, InputNormalisation Normalisation)
{
    /// <summary>A trainer that takes activations as they are.</summary>
    /// <param name="trainer">The trainer.</param>
    public static PreparedTraining Plain(SaeTrainer trainer) => new(trainer, InputNormalisation.None);
}
