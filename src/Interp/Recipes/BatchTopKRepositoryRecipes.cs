using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Recipes;

// The encoder begins as kaiming_uniform_ draws a matrix of activations × features, whose bound comes from the number of features; the decoder as its transpose with unit rows (training/sae.py).
internal static class BatchTopKRepositoryRecipes
{
    private static readonly BatchTopKRepositoryOptions Defaults = new();

    public static IEnumerable<Recipe> All { get; } =
    [
        new("batchtopk/vanilla", "ReLU with a penalty on the mean sum of codes.", Common(), r => Make(r, (e, d) => new BatchTopKRepositoryDenseTrainer(
            new StandardAutoencoder(e, new Tensor(r.Features), d, new Tensor(r.Width)), Fill(r)))),
        new("batchtopk/topk", "TopK on standardised activations.", [K(), .. Selecting()], r => Make(r, (e, d) => new BatchTopKRepositorySelectionTrainer(
            new TopKAutoencoder(e, new Tensor(r.Features), d, new Tensor(r.Width), new TopKOptions(r.Values.Whole("k"))), Fill(r)))),
        new("batchtopk/batchtopk", "BatchTopK on standardised activations; no threshold is learned.", [K(), .. Selecting()], r => Make(r, (e, d) => new BatchTopKRepositorySelectionTrainer(
            new BatchTopKAutoencoder(e, new Tensor(r.Features), d, new Tensor(r.Width), new BatchTopKOptions(r.Values.Whole("k")) { UseEncoderBias = false }), Fill(r)))),
        new("batchtopk/jumprelu", "JumpReLU with a penalty on L0.", [.. Common(), RecipeOption.Number("bandwidth", 0.001, 1e-9, 100, "width of the window around a threshold")], r => Make(r, (e, d) => new BatchTopKRepositoryDenseTrainer(
            new JumpReluAutoencoder(e, new Tensor(r.Features), new Tensor(r.Features), d, new Tensor(r.Width), new JumpReluOptions { Form = ThresholdForm.LogarithmStraightThrough, RectifyFirst = true, Bandwidth = r.Values.Number("bandwidth") }), Fill(r)))),
        new("batchtopk/top-afa", "Top-AFA: as many codes as make up the activation's length. No file format holds it: train with --format none.", Selecting(), r => Make(r, (e, d) => new BatchTopKRepositorySelectionTrainer(
            new TopAfaAutoencoder(e, new Tensor(r.Features), d, new Tensor(r.Width)), Fill(r)))),
    ];

    private static RecipeOption K() => RecipeOption.Whole("k", 32, 1, int.MaxValue, "codes of a token");

    private static RecipeOption[] Common() =>
    [
        RecipeOption.Number("lr", Defaults.LearningRate, 0, 1, "rate of Adam"),
        RecipeOption.Number("beta1", Defaults.Beta1, 0, 0.999999, "share of the mean of gradients that a step keeps"),
        RecipeOption.Number("beta2", Defaults.Beta2, 0, 0.999999, "share of the mean of squares that a step keeps"),
        RecipeOption.Number("max_grad_norm", Defaults.ClipNorm, 1e-9, 1e12, "longest gradient, all parameters together"),
        RecipeOption.Flag("input_unit_norm", Defaults.NormaliseInput, "each activation loses its mean and is divided by its deviation"),
        RecipeOption.Number("l1_coeff", Defaults.SparsityWeight, 0, 1e9, "weight of the penalty"),
        RecipeOption.Whole("n_batches_to_dead", Defaults.BatchesToDead, 1, int.MaxValue, "batches without firing after which a feature is dead"),
    ];

    private static RecipeOption[] Selecting() =>
    [
        .. Common(),
        RecipeOption.Number("aux_penalty", Defaults.AuxiliaryWeight, 0, 1000, "weight of the loss that brings back dead features"),
        RecipeOption.Whole("top_k_aux", Defaults.AuxiliaryK, 1, int.MaxValue, "dead features that the loss uses at most"),
        RecipeOption.Number("afa_coeff", Defaults.LengthWeight, 0, 1e9, "weight of the difference between the lengths of codes and activations"),
    ];

    private static BatchTopKRepositoryOptions Fill(RecipeRequest request)
    {
        RecipeValues v = request.Values;
        var options = new BatchTopKRepositoryOptions
        {
            LearningRate = v.Number("lr"),
            Beta1 = v.Number("beta1"),
            Beta2 = v.Number("beta2"),
            ClipNorm = v.Number("max_grad_norm"),
            NormaliseInput = v.Flag("input_unit_norm"),
            SparsityWeight = v.Number("l1_coeff"),
            BatchesToDead = v.Whole("n_batches_to_dead"),
        };
        return !v.All.ContainsKey("aux_penalty") ? options : options with { AuxiliaryWeight = v.Number("aux_penalty"), AuxiliaryK = v.Whole("top_k_aux"), LengthWeight = v.Number("afa_coeff") };
    }

    private static PreparedTraining Make(RecipeRequest request, Func<Tensor, Tensor, SaeTrainer> trainer)
    {
        Tensor encoder = Initial.Kaiming(new RandomStream(request.Seed).Fork("encoder"), request.Features, request.Features, request.Width);
        return new(trainer(encoder, Initial.RowsOfLength(encoder.Copy(), 1)), request.Values.Flag("input_unit_norm") ? InputNormalisation.LayerNorm : InputNormalisation.None);
    }
}
