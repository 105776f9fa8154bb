using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Recipes;

// Beginnings after dictionary.py and the trainers' own models.
internal static class DictionaryLearningRecipes
{
    private static readonly TopKTrainerOptions Selecting = new();
    private static readonly SparsityOptions Penalised = new();
    private static readonly JumpReluTrainerOptions Jump = new();
    private static readonly PAnnealOptions Annealed = new();

    public static IEnumerable<Recipe> All { get; } =
    [
        new("dictionary_learning/topk", "TopK: squared error, unit decoder rows, a loss that brings back dead features.", [K(), .. SelectingOptions()], TopK),
        new("dictionary_learning/batchtopk", "BatchTopK: the largest codes of a batch, a learned threshold afterwards.", [K(), .. SelectingOptions()], r => BatchTopK(r, null)),
        new(
            "dictionary_learning/matryoshka",
            "Matryoshka BatchTopK: groups of features, each of which reconstructs with those before it.",
            [K(), RecipeOption.Numbers("group_fractions", "0.0625,0.125,0.25,0.5625", 0, 1, "share of features of each group, adding up to 1; the last takes the rest"), .. SelectingOptions()],
            r => BatchTopK(r, Groups(r.Features, r.Values.NumbersOrNull("group_fractions")!))),
        new("dictionary_learning/standard", "ReLU with an L1 penalty and a decoder of unit rows.", [.. PenaltyOptions(1e-3, "l1_penalty", Penalised.Penalty), Resample()], Standard),
        new("dictionary_learning/april", "ReLU with a penalty that weighs codes with the length of their decoder row.", PenaltyOptions(1e-3, "l1_penalty", Penalised.Penalty), r => PreparedTraining.Plain(new AprilTrainer(StandardModel(r), Fill(new SparsityOptions(), r, "l1_penalty")))),
        new("dictionary_learning/p-anneal", "ReLU with a penalty of p-th powers, where p falls.", PAnnealOptions(), PAnneal),
        new("dictionary_learning/gated", "Gated: one set of weights decides which codes there are and how large they are.", PenaltyOptions(5e-5, "l1_penalty", Penalised.Penalty), Gated),
        new(
            "dictionary_learning/jumprelu",
            "JumpReLU: thresholds are learned, the penalty pulls the number of codes to a target.",
            [.. PenaltyOptions(7e-5, "sparsity_penalty", Jump.Penalty), RecipeOption.Number("target_l0", Jump.TargetActive, 1e-6, int.MaxValue, "mean number of active features at which the penalty is zero"), RecipeOption.Number("bandwidth", 0.001, 1e-9, 100, "width of the window around a threshold")],
            JumpRelu),
    ];

    private static RecipeOption K() => RecipeOption.Whole("k", 32, 1, int.MaxValue, "codes of a token");

    private static RecipeOption Resample() => RecipeOption.Whole("resample_steps", null, 1, long.MaxValue, "how often features that were long silent start anew");

    private static RecipeOption[] Schedule(double? rate) =>
    [
        RecipeOption.Number("lr", rate, 0, 1, rate is null ? "rate of Adam; none is 2e-4 / sqrt(features / 16384)" : "rate of Adam"),
        RecipeOption.Whole("warmup_steps", Selecting.WarmUpSteps, 0, long.MaxValue, "steps over which the rate rises from zero"),
        RecipeOption.Whole("decay_start", null, 0, long.MaxValue, "first step at which the rate falls, to zero at the end"),
    ];

    private static RecipeOption[] SelectingOptions() =>
    [
        .. Schedule(null),
        RecipeOption.Number("auxk_alpha", Selecting.AuxiliaryWeight, 0, 1000, "weight of the loss that brings back dead features"),
        RecipeOption.Whole("top_k_aux", null, 1, int.MaxValue, "dead features that the loss uses at most; none is half the width"),
        RecipeOption.Whole("dead_feature_threshold", Selecting.DeadAfterTokens, 1, long.MaxValue, "tokens without firing after which a feature is dead"),
        RecipeOption.Number("threshold_beta", Selecting.ThresholdKept, 0, 1, "share of the threshold that a step keeps"),
        RecipeOption.Whole("threshold_start_step", Selecting.ThresholdStartStep, 0, long.MaxValue, "last step that does not learn the threshold"),
        RecipeOption.Whole("k_anneal_steps", null, 1, long.MaxValue, "steps over which k falls from the width"),
    ];

    private static RecipeOption[] PenaltyOptions(double rate, string penalty, double weight) =>
    [
        .. Schedule(rate),
        RecipeOption.Number(penalty, weight, 0, 1e9, "weight of the penalty"),
        RecipeOption.Whole("sparsity_warmup_steps", Penalised.PenaltyWarmUpSteps, 0, long.MaxValue, "steps over which the penalty rises from zero"),
        RecipeOption.Whole("dead_feature_threshold", Penalised.DeadAfterTokens, 1, long.MaxValue, "tokens without firing after which reports call a feature dead"),
    ];

    private static RecipeOption[] PAnnealOptions() =>
    [
        .. PenaltyOptions(1e-3, "initial_sparsity_penalty", Annealed.Penalty),
        RecipeOption.Choice("sparsity_function", "the root of the sum of powers, or the sum", "Lp", "Lp^p"),
        RecipeOption.Whole("anneal_start", null, 0, long.MaxValue, "first step at which p changes; none is 15000, or half of a shorter training"),
        RecipeOption.Whole("anneal_end", null, 0, long.MaxValue, "step at which p has its last value; none is the last step"),
        RecipeOption.Number("p_start", Annealed.FirstPower, 1e-6, 10, "first exponent"),
        RecipeOption.Number("p_end", 0.2, 0, 10, "last exponent; above 0 for Lp (the library's default of 0 is for Lp^p)"),
        RecipeOption.Whole("n_sparsity_updates", Annealed.Updates, 1, 1_000_000, "how many values p takes"),
        RecipeOption.Whole("sparsity_queue_length", Annealed.QueueLength, 1, 1_000_000, "recent steps that say by how much the weight changes with p"),
        Resample(),
    ];

    private static T Fill<T>(T options, RecipeRequest request, string penalty)
        where T : SparsityOptions
    {
        RecipeValues v = request.Values;
        return (T)(options with
        {
            Steps = request.Steps,
            LearningRate = v.Number("lr"),
            WarmUpSteps = v.Count("warmup_steps"),
            DecayStart = v.WholeOrNull("decay_start"),
            Penalty = v.Number(penalty),
            PenaltyWarmUpSteps = v.Count("sparsity_warmup_steps"),
            DeadAfterTokens = v.Count("dead_feature_threshold"),
        });
    }

    private static TopKTrainerOptions Fill(RecipeRequest request)
    {
        RecipeValues v = request.Values;
        return new TopKTrainerOptions
        {
            Steps = request.Steps,
            LearningRate = v.NumberOrNull("lr"),
            WarmUpSteps = v.Count("warmup_steps"),
            DecayStart = v.WholeOrNull("decay_start"),
            AuxiliaryWeight = v.Number("auxk_alpha"),
            AuxiliaryK = (int?)v.WholeOrNull("top_k_aux"),
            DeadAfterTokens = v.Count("dead_feature_threshold"),
            ThresholdKept = v.Number("threshold_beta"),
            ThresholdStartStep = v.Count("threshold_start_step"),
            AnnealSteps = v.WholeOrNull("k_anneal_steps"),
        };
    }

    private static PreparedTraining TopK(RecipeRequest r)
    {
        // The decoder is an nn.Linear from features to activations, so its bound comes from the number of features; unit rows take it away again.
        Tensor decoder = Initial.RowsOfLength(Initial.Linear(new RandomStream(r.Seed).Fork("decoder"), r.Features, r.Features, r.Width), 1);
        return PreparedTraining.Plain(new TopKTrainer(
            new TopKAutoencoder(decoder.Copy(), new Tensor(r.Features), decoder, new Tensor(r.Width), new TopKOptions(r.Values.Whole("k"))), Fill(r)));
    }

    private static PreparedTraining BatchTopK(RecipeRequest r, IReadOnlyList<int>? groups)
    {
        Tensor decoder = Initial.RowsOfLength(Initial.Linear(new RandomStream(r.Seed).Fork("decoder"), r.Features, r.Features, r.Width), 1);
        var model = new BatchTopKAutoencoder(
            decoder.Copy(), new Tensor(r.Features), decoder, new Tensor(r.Width), new BatchTopKOptions(r.Values.Whole("k")) { Groups = groups });
        return PreparedTraining.Plain(groups is null ? new BatchTopKTrainer(model, Fill(r)) : new MatryoshkaTrainer(model, Fill(r)));
    }

    private static int[] Groups(int features, IReadOnlyList<double> fractions)
    {
        if (Math.Abs(fractions.Sum() - 1) > 1e-6)
        {
            throw new ArgumentException($"group_fractions add up to {fractions.Sum()}, expected 1");
        }

        int[] sizes = [.. fractions.Select(f => (int)(f * features))];
        sizes[^1] = features - sizes[..^1].Sum();
        return sizes;
    }

    // Directions of length 0.1; the bias of the encoder stays as nn.Linear draws it.
    private static StandardAutoencoder StandardModel(RecipeRequest r)
    {
        var random = new RandomStream(r.Seed);
        Tensor decoder = Initial.RowsOfLength(Initial.Normal(random.Fork("decoder"), r.Features, r.Width), 0.1);
        return new StandardAutoencoder(decoder.Copy(), Initial.Linear(random.Fork("encoder_bias"), r.Width, r.Features), decoder, new Tensor(r.Width));
    }

    private static PreparedTraining Standard(RecipeRequest r) => PreparedTraining.Plain(new StandardTrainer(
        StandardModel(r), Fill(new ResamplingOptions { ResampleSteps = r.Values.WholeOrNull("resample_steps"), Seed = r.Seed }, r, "l1_penalty")));

    private static PreparedTraining PAnneal(RecipeRequest r)
    {
        RecipeValues v = r.Values;
        var options = new PAnnealOptions
        {
            Root = v.Choice("sparsity_function") == "Lp",
            AnnealStart = v.WholeOrNull("anneal_start") ?? Math.Min(Annealed.AnnealStart, r.Steps / 2),
            AnnealEnd = v.WholeOrNull("anneal_end"),
            FirstPower = v.Number("p_start"),
            LastPower = v.Number("p_end"),
            Updates = v.Whole("n_sparsity_updates"),
            QueueLength = v.Whole("sparsity_queue_length"),
            ResampleSteps = v.WholeOrNull("resample_steps"),
            Seed = r.Seed,
        };
        return PreparedTraining.Plain(new PAnnealTrainer(StandardModel(r), Fill(options, r, "initial_sparsity_penalty")));
    }

    private static PreparedTraining Gated(RecipeRequest r)
    {
        Tensor decoder = Initial.RowsOfLength(Initial.Normal(new RandomStream(r.Seed).Fork("decoder"), r.Features, r.Width), 1);
        var model = new GatedAutoencoder(decoder.Copy(), new Tensor(r.Features), new Tensor(r.Features), new Tensor(r.Features), decoder, new Tensor(r.Width));
        return PreparedTraining.Plain(new GatedTrainer(model, Fill(new SparsityOptions(), r, "l1_penalty")));
    }

    private static PreparedTraining JumpRelu(RecipeRequest r)
    {
        Tensor decoder = Initial.RowsOfLength(Initial.Kaiming(new RandomStream(r.Seed).Fork("decoder"), r.Width, r.Features, r.Width), 1);
        var model = new JumpReluAutoencoder(
            decoder.Copy(), new Tensor(r.Features), Initial.Filled(r.Features, 0.001f), decoder, new Tensor(r.Width), new JumpReluOptions { Bandwidth = r.Values.Number("bandwidth") });
        return PreparedTraining.Plain(new JumpReluTrainer(model, Fill(new JumpReluTrainerOptions { TargetActive = r.Values.Number("target_l0") }, r, "sparsity_penalty")));
    }
}
