using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Recipes;

// The encoder begins as nn.Linear does, the decoder as a copy of it, with unit rows where they are kept so (sparsify/sparse_coder.py).
internal static class SparsifyRecipes
{
    private static readonly SparsifyOptions Defaults = new();

    public static IEnumerable<Recipe> All { get; } =
    [
        new("sparsify/topk", "TopK and Multi-TopK: the loss is the unexplained share of variance.", Options(), r => Make(r)),
    ];

    private static RecipeOption[] Options() =>
    [
        RecipeOption.Whole("k", 32, 1, int.MaxValue, "codes of a token"),
        RecipeOption.Number("lr", null, 0, 1, "rate of Adam; none is 2e-4 / sqrt(features / 16384)"),
        RecipeOption.Whole("warmup_steps", Defaults.WarmUpSteps, 0, long.MaxValue, "steps over which the rate rises from zero"),
        RecipeOption.Number("auxk_alpha", Defaults.AuxiliaryWeight, 0, 1000, "weight of the loss that brings back dead features"),
        RecipeOption.Whole("dead_feature_threshold", Defaults.DeadAfterTokens, 0, long.MaxValue, "tokens without firing after which a feature is dead"),
        RecipeOption.Flag("multi_topk", Defaults.MultiTopK, "an eighth of the loss of four times as many codes joins"),
        RecipeOption.Flag("normalize_decoder", Defaults.NormaliseDecoder, "rows of the decoder are kept at unit length"),
    ];

    private static PreparedTraining Make(RecipeRequest request)
    {
        RecipeValues v = request.Values;
        var options = new SparsifyOptions
        {
            LearningRate = v.NumberOrNull("lr"),
            WarmUpSteps = v.Count("warmup_steps"),
            AuxiliaryWeight = v.Number("auxk_alpha"),
            DeadAfterTokens = v.Count("dead_feature_threshold"),
            MultiTopK = v.Flag("multi_topk"),
            NormaliseDecoder = v.Flag("normalize_decoder"),
        };
        Tensor encoder = Initial.Linear(new RandomStream(request.Seed).Fork("encoder"), request.Width, request.Features, request.Width), decoder = encoder.Copy();
        if (options.NormaliseDecoder)
        {
            Initial.RowsOfLength(decoder, 1);
        }

        var model = new TopKAutoencoder(
            encoder, new Tensor(request.Features), decoder, new Tensor(request.Width), new TopKOptions(v.Whole("k")) { Gradient = EncodeGradient.Selected });
        return PreparedTraining.Plain(new SparsifyTrainer(model, options));
    }
}
