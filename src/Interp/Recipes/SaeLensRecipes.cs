using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Recipes;

// The decoder begins with rows of one length in uniform directions, the encoder as its transpose (sae_lens/saes/sae.py).
internal static class SaeLensRecipes
{
    private static readonly SaeLensTopKOptions Defaults = new();
    private static readonly SaeLensStandardOptions Plain = new();
    private static readonly SaeLensJumpReluOptions Jump = new();

    public static IEnumerable<Recipe> All { get; } =
    [
        new("saelens/topk", "TopK, with codes rescaled by the decoder's norms.", [RecipeOption.Whole("k", 100, 1, int.MaxValue, "codes of a token"), .. SelectingOptions()], TopK),
        new("saelens/batchtopk", "BatchTopK with a learned threshold, saved as JumpReLU.", [.. BatchOptions()], r => BatchTopK(r, null)),
        new(
            "saelens/matryoshka",
            "Matryoshka BatchTopK: what the first features alone reconstruct joins the loss.",
            [.. BatchOptions(), RecipeOption.Numbers("matryoshka_widths", null, 1, int.MaxValue, "how many first features reconstruct alone, rising; none is an eighth, a quarter, a half and all")],
            r => BatchTopK(r, Groups(r.Features, r.Values.NumbersOrNull("matryoshka_widths")))),
        new("saelens/standard", "ReLU with a norm of codes, each times the length of its decoder's row.", [.. Common(), .. L1(), RecipeOption.Number("lp_norm", Plain.Norm, 1e-6, 100, "exponent of the norm of a token's codes")], Standard),
        new("saelens/gated", "Gated: open gates must reconstruct too, and pay the penalty.", [.. Common(), .. L1()], Gated),
        new("saelens/jumprelu", "JumpReLU: logarithms of thresholds are learned, the penalty counts codes.", [.. Common(), .. JumpOptions()], JumpRelu),
    ];

    public static RecipeOption[] Common() =>
    [
        RecipeOption.Number("lr", Defaults.LearningRate, 0, 1, "rate of Adam"),
        RecipeOption.Whole("lr_warm_up_steps", Defaults.WarmUpSteps, 0, long.MaxValue, "steps over which the rate rises"),
        RecipeOption.Whole("lr_decay_steps", Defaults.DecaySteps, 0, long.MaxValue, "steps at the end over which the rate falls"),
        RecipeOption.Number("adam_beta1", Defaults.Beta1, 0, 0.999999, "share of the mean of gradients that a step keeps"),
        RecipeOption.Number("adam_beta2", Defaults.Beta2, 0, 0.999999, "share of the mean of squares that a step keeps"),
        RecipeOption.Whole("dead_feature_window", Defaults.DeadAfterPasses, 1, long.MaxValue, "steps without firing after which a feature is dead"),
        RecipeOption.Number("decoder_init_norm", 0.1, 1e-9, 1e9, "length of the decoder's rows at the beginning"),
        RecipeOption.Choice("normalize_activations", "what happens to activations before the model", "none", "expected_average_only_in", "constant_norm_rescale", "layer_norm"),
    ];

    public static RecipeOption[] SelectingOptions() =>
    [
        .. Common(),
        RecipeOption.Flag("rescale_acts_by_decoder_norm", true, "codes count by what their feature adds"),
        RecipeOption.Number("aux_loss_coefficient", Defaults.AuxiliaryWeight, 0, 1000, "weight of the loss that brings back dead features"),
    ];

    public static T Fill<T>(T options, RecipeRequest request, InputNormalisation normalisation)
        where T : SaeLensOptions
    {
        RecipeValues v = request.Values;
        return (T)(options with
        {
            LearningRate = v.Number("lr"),
            WarmUpSteps = v.Count("lr_warm_up_steps"),
            DecaySteps = v.Count("lr_decay_steps"),
            Steps = request.Steps,
            Beta1 = v.Number("adam_beta1"),
            Beta2 = v.Number("adam_beta2"),
            DeadAfterPasses = v.Count("dead_feature_window"),
            Normalisation = normalisation,
        });
    }

    public static InputNormalisation Normalisation(RecipeRequest request) => request.Values.Choice("normalize_activations") switch
    {
        "expected_average_only_in" => InputNormalisation.By(InputNormalisation.ExpectedFactor(request.Sample())),
        "constant_norm_rescale" => InputNormalisation.ConstantNorm,
        "layer_norm" => InputNormalisation.LayerNorm,
        _ => InputNormalisation.None,
    };

    public static Tensor Decoder(RecipeRequest r) =>
        Initial.RowsOfLength(Initial.Kaiming(new RandomStream(r.Seed).Fork("decoder"), r.Width, r.Features, r.Width), r.Values.Number("decoder_init_norm"));

    private static RecipeOption[] BatchOptions() =>
    [
        RecipeOption.Number("k", 100, 1e-6, int.MaxValue, "codes of a token on average"),
        .. SelectingOptions(),
        RecipeOption.Number("topk_threshold_lr", Defaults.ThresholdRate, 0, 1, "share of a batch's smallest code that joins the threshold"),
    ];

    private static PreparedTraining TopK(RecipeRequest r)
    {
        Tensor decoder = Decoder(r);
        InputNormalisation normalisation = Normalisation(r);
        var model = new TopKAutoencoder(
            decoder.Copy(), new Tensor(r.Features), decoder, new Tensor(r.Width), new TopKOptions(r.Values.Whole("k")) { RescaleByDecoderNorm = r.Values.Flag("rescale_acts_by_decoder_norm") });
        return new(new SaeLensTopKTrainer(model, Fill(new SaeLensTopKOptions { AuxiliaryWeight = r.Values.Number("aux_loss_coefficient") }, r, normalisation)), normalisation);
    }

    private static PreparedTraining BatchTopK(RecipeRequest r, IReadOnlyList<int>? groups)
    {
        Tensor decoder = Decoder(r);
        InputNormalisation normalisation = Normalisation(r);
        var model = new BatchTopKAutoencoder(
            decoder.Copy(), new Tensor(r.Features), decoder, new Tensor(r.Width), new BatchTopKOptions(r.Values.Number("k")) { RescaleByDecoderNorm = r.Values.Flag("rescale_acts_by_decoder_norm"), Groups = groups });
        var options = new SaeLensTopKOptions { AuxiliaryWeight = r.Values.Number("aux_loss_coefficient"), ThresholdRate = r.Values.Number("topk_threshold_lr") };
        return new(new SaeLensBatchTopKTrainer(model, Fill(options, r, normalisation)), normalisation);
    }

    private static RecipeOption[] L1() =>
    [
        RecipeOption.Number("l1_coefficient", Plain.SparsityWeight, 0, 1e9, "weight of the penalty"),
        RecipeOption.Whole("l1_warm_up_steps", Plain.SparsityWarmUpSteps, 0, long.MaxValue, "steps over which the penalty rises from zero"),
    ];

    private static RecipeOption[] JumpOptions() =>
    [
        RecipeOption.Number("l0_coefficient", Jump.SparsityWeight, 0, 1e9, "weight of the penalty"),
        RecipeOption.Whole("l0_warm_up_steps", Jump.SparsityWarmUpSteps, 0, long.MaxValue, "steps over which the penalty rises from zero"),
        RecipeOption.Choice("jumprelu_sparsity_loss_mode", "the number of codes, or a smooth stand-in for it", "step", "tanh"),
        RecipeOption.Number("jumprelu_tanh_scale", Jump.TanhScale, 1e-9, 1e9, "scale of the stand-in"),
        RecipeOption.Number("pre_act_loss_coefficient", Jump.PreactivationWeight, 0, 1e9, "weight of what dead features lack to their thresholds"),
        RecipeOption.Number("jumprelu_init_threshold", 0.01, 1e-9, 1e9, "thresholds at the beginning"),
        RecipeOption.Number("jumprelu_bandwidth", 0.05, 1e-9, 1e9, "width of the window around a threshold"),
    ];

    private static SaeLensStandardOptions Penalty(RecipeRequest r) => new() { SparsityWeight = r.Values.Number("l1_coefficient"), SparsityWarmUpSteps = r.Values.Count("l1_warm_up_steps") };

    private static PreparedTraining Standard(RecipeRequest r)
    {
        Tensor decoder = Decoder(r);
        InputNormalisation normalisation = Normalisation(r);
        var model = new StandardAutoencoder(decoder.Copy(), new Tensor(r.Features), decoder, new Tensor(r.Width));
        return new(new SaeLensStandardTrainer(model, Fill(Penalty(r) with { Norm = r.Values.Number("lp_norm") }, r, normalisation)), normalisation);
    }

    private static PreparedTraining Gated(RecipeRequest r)
    {
        Tensor decoder = Decoder(r);
        InputNormalisation normalisation = Normalisation(r);
        var model = new GatedAutoencoder(decoder.Copy(), new Tensor(r.Features), new Tensor(r.Features), new Tensor(r.Features), decoder, new Tensor(r.Width));
        return new(new SaeLensGatedTrainer(model, Fill(Penalty(r), r, normalisation)), normalisation);
    }

    private static PreparedTraining JumpRelu(RecipeRequest r)
    {
        RecipeValues v = r.Values;
        Tensor decoder = Decoder(r);
        InputNormalisation normalisation = Normalisation(r);
        Tensor thresholds = Initial.Filled(r.Features, MathF.Log((float)v.Number("jumprelu_init_threshold")));
        var model = new JumpReluAutoencoder(
            decoder.Copy(), new Tensor(r.Features), thresholds, decoder, new Tensor(r.Width), new JumpReluOptions { CentreInput = true, Form = ThresholdForm.Logarithm, Bandwidth = v.Number("jumprelu_bandwidth") });
        var options = new SaeLensJumpReluOptions
        {
            SparsityWeight = v.Number("l0_coefficient"),
            SparsityWarmUpSteps = v.Count("l0_warm_up_steps"),
            Tanh = v.Choice("jumprelu_sparsity_loss_mode") == "tanh",
            TanhScale = v.Number("jumprelu_tanh_scale"),
            PreactivationWeight = v.NumberOrNull("pre_act_loss_coefficient"),
        };
        return new(new SaeLensJumpReluTrainer(model, Fill(options, r, normalisation)), normalisation);
    }

    private static int[] Groups(int features, IReadOnlyList<double>? widths)
    {
        int[] ends = [.. (widths?.Select(w => (int)w) ?? [features / 8, features / 4, features / 2]).Where(w => w > 0)];
        ends = ends.Length > 0 && ends[^1] == features ? ends : [.. ends, features];
        return [.. ends.Select((end, i) => end - (i == 0 ? 0 : ends[i - 1]))];
    }
}
