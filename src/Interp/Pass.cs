using Sim.Numerics.Gradients;

namespace Sim.Interp;

/// <summary>One pass of a batch through a model in training, up to its loss. Valid until the trainer's next pass.</summary>
/// <param name="Codes">The codes, as training has them.</param>
/// <param name="Reconstruction">B × d.</param>
/// <param name="Loss">What is made smaller: one number.</param>
/// <param name="Terms">What the loss is made of, and what else a convention reports, by its name there.</param>
public sealed record Pass(Codes Codes, Variable Reconstruction, Variable Loss, IReadOnlyDictionary<string, double> Terms)
{
    /// <summary>Codes before the selection, where the whole matrix was computed: B × F.</summary>
    public Variable? Preactivations { get; init; }
}
