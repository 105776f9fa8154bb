using System.Text.Json;
using Sim.Interp;
using Sim.Interp.Conventions;

namespace Sim.Tests.Interp;

public sealed partial class DictionaryLearningVectors
{
    private static readonly Dictionary<string, string> Biased = new(Linear) { ["decoder_bias"] = "bias" };

    [Fact]
    public void Standard() => All("StandardTrainer", (vectors, config, report) =>
        Train(vectors, report, new StandardTrainer(Model(vectors), new ResamplingOptions { LearningRate = Rate(config), Penalty = Penalty(config), Steps = Steps(config), WarmUpSteps = WarmUp(config), DecayStart = Whole(config, "decay_start"), PenaltyWarmUpSteps = PenaltyWarmUp(config), ResampleSteps = Whole(config, "resample_steps") }), Biased));

    [Fact]
    public void StandardApril() => All("StandardTrainerAprilUpdate", (vectors, config, report) =>
        Train(vectors, report, new AprilTrainer(Model(vectors), new SparsityOptions { LearningRate = Rate(config), Penalty = Penalty(config), Steps = Steps(config), WarmUpSteps = WarmUp(config), DecayStart = Whole(config, "decay_start"), PenaltyWarmUpSteps = PenaltyWarmUp(config) }), Biased));

    [Fact]
    public void Gated() => All("GatedSAETrainer", (vectors, config, report) =>
    {
        var model = new GatedAutoencoder(
            vectors.Tensor("init.encoder.weight"), vectors.Tensor("init.gate_bias"), vectors.Tensor("init.r_mag"), vectors.Tensor("init.mag_bias"), vectors.Transposed("init.decoder.weight"), vectors.Tensor("init.decoder_bias"));
        var trainer = new GatedTrainer(model, new SparsityOptions { LearningRate = Rate(config), Penalty = Penalty(config), Steps = Steps(config), WarmUpSteps = WarmUp(config), DecayStart = Whole(config, "decay_start"), PenaltyWarmUpSteps = PenaltyWarmUp(config) });
        Train(vectors, report, trainer, new Dictionary<string, string>
        {
            ["encoder"] = "encoder.weight",
            ["gate_bias"] = "gate_bias",
            ["magnitude_scale"] = "r_mag",
            ["magnitude_bias"] = "mag_bias",
            ["decoder"] = "decoder.weight.T",
            ["decoder_bias"] = "decoder_bias",
        });
    });

    [Fact]
    public void JumpRelu() => All("JumpReluTrainer", (vectors, config, report) =>
    {
        var model = new JumpReluAutoencoder(
            vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_enc"), vectors.Tensor("init.threshold"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"), new JumpReluOptions { Bandwidth = config.GetProperty("bandwidth").GetDouble() });
        var trainer = new JumpReluTrainer(model, new JumpReluTrainerOptions
        {
            LearningRate = Rate(config),
            Penalty = config.GetProperty("sparsity_penalty").GetDouble(),
            TargetActive = config.GetProperty("target_l0").GetDouble(),
            Steps = Steps(config),
            WarmUpSteps = WarmUp(config),
            DecayStart = Whole(config, "decay_start"),
            PenaltyWarmUpSteps = PenaltyWarmUp(config),
            DeadAfterTokens = Whole(config, "dead_feature_threshold") ?? 10_000_000,
        });
        Train(vectors, report, trainer, new Dictionary<string, string>(Matrices) { ["threshold"] = "threshold" }, (i, step, _) =>
        {
            report.Same($"{vectors.Name} step{i} dead", step.GetProperty("dead_features").GetInt32(), trainer.DeadFeatures);
            report.Same($"{vectors.Name} step{i} since fired", string.Join(',', vectors.Numbers($"step{i}.num_tokens_since_fired")), string.Join(',', trainer.TokensSinceFired.ToArray()));
        });
    });

    // The recording of this trainer holds what it was set to only in part; the rest is told by what its steps report.
    [Fact]
    public void PAnnealing()
    {
        var report = new VectorReport();
        foreach (SaeVectors vectors in SaeVectors.All("dictionary_learning"))
        {
            using (vectors)
            {
                if (vectors.Steps[0].TryGetProperty("lp_loss", out _))
                    Train(vectors, vectors.Json.GetProperty("config"), report);
            }
        }

        report.Conclude(output);
    }

    private static void Train(SaeVectors vectors, JsonElement config, VectorReport report)
    {
        PAnnealOptions options = Schedule(vectors.Steps) with
        {
            LearningRate = vectors.Steps.EnumerateArray().Max(s => s.GetProperty("lr_used").GetDouble()),
            Penalty = vectors.Steps[0].GetProperty("sparsity_coeff").GetDouble(),
            WarmUpSteps = WarmUp(config),
            PenaltyWarmUpSteps = PenaltyWarmUp(config),
        };
        bool root = Enumerable.Range(0, vectors.Steps.GetArrayLength()).Any(i => Rooted(vectors, i));
        var trainer = new PAnnealTrainer(Model(vectors), options with { Root = root });
        Train(vectors, report, trainer, Biased, (i, step, _) => report.Near($"{vectors.Name} step{i} next p", Optional(step, "next_p"), trainer.NextPower ?? -1, 1e-6, 1e-6));
    }

    // Whether the recorded penalty of a step that had a power other than 1 is nearer to the sum's root than to the sum.
    private static bool Rooted(SaeVectors vectors, int step)
    {
        double power = step == 0 ? 1 : vectors.Steps[step - 1].GetProperty("p").GetDouble(), recorded = vectors.Steps[step].GetProperty("lp_loss").GetDouble();
        return power != 1 && vectors.Has($"step{step}.f") && Math.Abs(PowerPenalty.Of(vectors.Tensor($"step{step}.f"), power, root: true) - recorded) < Math.Abs(PowerPenalty.Of(vectors.Tensor($"step{step}.f"), power, root: false) - recorded);
    }

    // Stages, evenly from a first to a last step, that give the recorded powers.
    private static PAnnealOptions Schedule(JsonElement steps)
    {
        (double Power, double Next)[] recorded = [.. steps.EnumerateArray().Select(s => (s.GetProperty("p").GetDouble(), Optional(s, "next_p")))];
        int start = Array.FindIndex(recorded, r => r.Next >= 0);
        if (start < 0)
            return new PAnnealOptions { AnnealStart = long.MaxValue - 1, AnnealEnd = long.MaxValue - 1, LastPower = 1 };

        (double first, double second) = recorded[start];
        for (int updates = 2; updates < 40; updates++)
        {
            double last = Math.Round(first + ((second - first) * (updates - 1)), 6);
            for (int end = start; last >= 0 && end < start + 200; end++)
            {
                var stages = Enumerable.Range(0, updates).Select(i => i < updates / 2 ? start + ((double)(end - start) / (updates - 1) * i) : end - ((double)(end - start) / (updates - 1) * (updates - i - 1))).Select(s => (int)s).ToArray();
                bool told = Enumerable.Range(start, recorded.Length - start).All(i =>
                {
                    int passed = stages.Count(s => s <= i);
                    return Math.Abs(recorded[i].Power - Power(passed - 1)) < 1e-5 && Math.Abs(recorded[i].Next - Power(Math.Min(passed, updates - 1))) < 1e-5;
                });
                if (told && stages.Distinct().Count() == updates)
                    return new PAnnealOptions { AnnealStart = start, AnnealEnd = end, FirstPower = first, LastPower = last, Updates = updates };
            }
        }

        throw new InvalidOperationException("no even stages give the recorded powers");

        double Power(int stage) => first + ((second - first) * stage);
    }

    private static double Optional(JsonElement step, string name) => step.GetProperty(name).ValueKind == JsonValueKind.Number ? step.GetProperty(name).GetDouble() : -1;

    private static StandardAutoencoder Model(SaeVectors vectors) => new(
        vectors.Tensor("init.encoder.weight"), vectors.Tensor("init.encoder.bias"), vectors.Transposed("init.decoder.weight"), vectors.Tensor("init.bias"));

    private static double Rate(JsonElement config) => config.GetProperty("lr").GetDouble();

    private static double Penalty(JsonElement config) => config.GetProperty("l1_penalty").GetDouble();

    private static long Steps(JsonElement config) => Whole(config, "steps") ?? long.MaxValue;

    private static long WarmUp(JsonElement config) => Whole(config, "warmup_steps") ?? 0;

    private static long PenaltyWarmUp(JsonElement config) => Whole(config, "sparsity_warmup_steps") ?? 0;
}
