using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Recipes;

// Directions begin orthonormal, outputs as kaiming_uniform_ draws them; the encoder as SAELens' (sae_lens/saes/polysae.py of its authors' fork).
internal static class PolySaeRecipes
{
    public static IEnumerable<Recipe> All { get; } =
    [
        new(
            "polysae/topk",
            "PolySAE: codes also meet in products of two and three.",
            [
                RecipeOption.Whole("k", 100, 1, int.MaxValue, "codes of a token"),
                RecipeOption.Whole("order", 3, 1, 3, "highest power of codes"),
                RecipeOption.Flag("shared_u", true, "all orders have the same directions"),
                RecipeOption.Numbers("poly_ranks", null, 1, int.MaxValue, "rank of each order, falling; none is the width for each"),
                .. SaeLensRecipes.Common(),
                RecipeOption.Number("aux_loss_coefficient", 1, 0, 1000, "weight of the loss that brings back dead features"),
            ],
            Make),
    ];

    private static PreparedTraining Make(RecipeRequest r)
    {
        RecipeValues v = r.Values;
        int order = v.Whole("order");
        int[] ranks = [.. v.NumbersOrNull("poly_ranks")?.Select(x => (int)x) ?? Enumerable.Repeat(r.Width, order)];
        if (ranks.Length != order || ranks.Any(n => n > r.Features))
        {
            throw new ArgumentException($"there are {ranks.Length} ranks ({string.Join(", ", ranks)}) for order {order} and {r.Features} features; expected one for each order, none above the features");
        }

        var random = new RandomStream(r.Seed);
        bool shared = v.Flag("shared_u") || order == 1;
        Tensor[] directions = [.. ranks.Take(shared ? 1 : order).Select((rank, i) => Initial.Orthonormal(random.Fork("directions", i), r.Features, rank))];
        Tensor[] outputs = [.. ranks.Select((rank, i) => Initial.Kaiming(random.Fork("outputs", i), rank, r.Width, rank))];
        InputNormalisation normalisation = SaeLensRecipes.Normalisation(r);
        var model = new PolyAutoencoder(SaeLensRecipes.Decoder(r), new Tensor(r.Features), new PolyDecoder(directions, outputs), new Tensor(r.Width), new PolyOptions(v.Whole("k")));
        return new(new PolySaeTrainer(model, SaeLensRecipes.Fill(new SaeLensTopKOptions { AuxiliaryWeight = v.Number("aux_loss_coefficient") }, r, normalisation)), normalisation);
    }
}
