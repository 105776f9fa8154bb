using Sim.Numerics.Tensors;

namespace Sim.Interp.Recipes;

/// <summary>What a recipe makes a training of.</summary>
/// <param name="Width">Width of an activation, d.</param>
/// <param name="Features">Number of features, F.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Seed">Seed of everything random in the model.</param>
/// <param name="Values">The recipe's options.</param>
public sealed record RecipeRequest(int Width, int Features, long Steps, ulong Seed, RecipeValues Values)
{
    /// <summary>Some batches of activations, for recipes that measure their scale; called at most once.</summary>
    public Func<IEnumerable<Tensor>> Sample { get; init; } = () => [];
}
