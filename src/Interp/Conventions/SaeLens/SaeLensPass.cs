using Sim.Numerics.Gradients;

namespace Sim.Interp.Conventions;

/// <summary>What a variant of SAELens adds to the frame of a step.</summary>
/// <param name="Codes">The codes.</param>
/// <param name="Reconstruction">At the scale of the loss.</param>
/// <param name="Terms">Joins the loss, by the library's name; null is reported as zero.</param>
internal sealed record SaeLensPass(Codes Codes, Variable Reconstruction, IReadOnlyList<(string Name, Variable? Term)> Terms)
{
    public Variable? Preactivations { get; init; }
}
