using System.Text.Json;
using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings recorded from dictionary_learning, step by step.</summary>
[Trait("Topic", "interp")]
public sealed partial class DictionaryLearningVectors(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Linear = new()
    {
        ["encoder"] = "encoder.weight",
        ["encoder_bias"] = "encoder.bias",
        ["decoder"] = "decoder.weight.T",
        ["decoder_bias"] = "b_dec",
    };

    private static readonly Dictionary<string, string> Matrices = new()
    {
        ["encoder"] = "W_enc.T",
        ["encoder_bias"] = "b_enc",
        ["decoder"] = "W_dec",
        ["decoder_bias"] = "b_dec",
    };

    [Fact]
    public void TopK() => All("TopKTrainer", (vectors, config, report) =>
    {
        var model = new TopKAutoencoder(
            vectors.Tensor("init.encoder.weight"), vectors.Tensor("init.encoder.bias"), vectors.Transposed("init.decoder.weight"), vectors.Tensor("init.b_dec"), new TopKOptions(config.GetProperty("k").GetInt32()));
        Selecting(vectors, report, new TopKTrainer(model, Selection(config)), Linear);
        if (vectors.Has("infer.f_threshold"))
            vectors.Forward(report, "infer.f_threshold", model.EncodeByThreshold(vectors.Tensor("infer.x")));
    });

    [Fact]
    public void BatchTopK() => All("BatchTopKTrainer", (vectors, config, report) =>
    {
        var model = new BatchTopKAutoencoder(
            vectors.Tensor("init.encoder.weight"), vectors.Tensor("init.encoder.bias"), vectors.Transposed("init.decoder.weight"), vectors.Tensor("init.b_dec"), new BatchTopKOptions(config.GetProperty("k").GetInt32()));
        Selecting(vectors, report, new BatchTopKTrainer(model, Selection(config)), Linear);
    });

    [Fact]
    public void Matryoshka() => All("MatryoshkaBatchTopKTrainer", (vectors, config, report) =>
    {
        int[] groups = [.. config.GetProperty("group_sizes").EnumerateArray().Select(g => g.GetInt32())];
        var model = new BatchTopKAutoencoder(
            vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_enc"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"), new BatchTopKOptions(config.GetProperty("k").GetInt32()) { Groups = groups });
        Selecting(vectors, report, new MatryoshkaTrainer(model, Selection(config), VectorReport.Numbers(config.GetProperty("group_weights"))), Matrices);
    });

    private static void Selecting(SaeVectors vectors, VectorReport report, SelectionTrainer trainer, Dictionary<string, string> names) => Train(vectors, report, trainer, names, (i, step, pass) =>
    {
        report.Same($"{vectors.Name} step{i} dead", step.GetProperty("dead_features").GetInt32(), trainer.DeadFeatures);
        report.Near($"{vectors.Name} step{i} threshold", step.GetProperty("threshold_after").GetDouble(), trainer.Threshold, 1e-4, 1e-5);
        report.Same($"{vectors.Name} step{i} since fired", string.Join(',', vectors.Numbers($"step{i}.num_tokens_since_fired")), string.Join(',', trainer.TokensSinceFired.ToArray()));
    });

    // Every scalar of a step that the trainer names is compared under that name.
    private static void Train(SaeVectors vectors, VectorReport report, DictionaryLearningTrainer trainer, Dictionary<string, string> names, Action<int, JsonElement, Pass>? more = null)
    {
        vectors.Train(report, trainer, names, "f", "x_hat", (i, step, pass) =>
        {
            int compared = 0;
            foreach ((string term, double found) in pass.Terms)
            {
                if (step.TryGetProperty(term, out JsonElement expected) && expected.ValueKind == JsonValueKind.Number)
                {
                    report.Near($"{vectors.Name} step{i} {term}", expected.GetDouble(), found, 1e-4, 1e-5);
                    compared++;
                }
            }

            report.Same($"{vectors.Name} step{i} has named terms", true, compared > 0);
            report.Near($"{vectors.Name} step{i} loss", step.GetProperty("loss_returned").GetDouble(), pass.Loss.Value.Values[0], 1e-4, 1e-5);
            report.Near($"{vectors.Name} step{i} lr", step.GetProperty("lr_used").GetDouble(), trainer.LearningRate, 1e-9, 1e-12);
            if (i > 0 && vectors.Steps[i - 1].TryGetProperty("param_sums_after", out JsonElement sums))
                Sums(vectors, report, trainer, names, i - 1, sums);

            more?.Invoke(i, step, pass);
        });
        Tensor codes = trainer.Model.Encode(vectors.Tensor("infer.x"));
        vectors.Forward(report, "infer.f", codes);
        vectors.Forward(report, "infer.x_hat", trainer.Model.Decode(codes));
    }

    // Of steps between the first and the last the recording holds sums of parameters alone. A sum may deviate by what an element may, times the root of their number.
    private static void Sums(SaeVectors vectors, VectorReport report, DictionaryLearningTrainer trainer, Dictionary<string, string> names, int step, JsonElement sums)
    {
        foreach ((string ours, string theirs) in names)
        {
            string name = theirs.EndsWith(".T", StringComparison.Ordinal) ? theirs[..^2] : theirs;
            double found = 0;
            foreach (float value in trainer.Model[ours].Value.Values)
                found += value;

            report.Near($"{vectors.Name} step{step} sum of {name}", sums.GetProperty(name).GetDouble(), found, 0, 2e-4 * Math.Sqrt(trainer.Model[ours].Value.Count));
        }
    }

    private static TopKTrainerOptions Selection(JsonElement config) => new()
    {
        LearningRate = config.GetProperty("lr").GetDouble(),
        Steps = config.GetProperty("steps").GetInt64(),
        WarmUpSteps = config.GetProperty("warmup_steps").GetInt64(),
        DecayStart = Whole(config, "decay_start"),
        AuxiliaryWeight = config.GetProperty("auxk_alpha").GetDouble(),
        AuxiliaryK = (int?)Whole(config, "top_k_aux"),
        DeadAfterTokens = Whole(config, "dead_feature_threshold") ?? 10_000_000,
        ThresholdKept = config.GetProperty("threshold_beta").GetDouble(),
        ThresholdStartStep = config.GetProperty("threshold_start_step").GetInt64(),
        AnnealSteps = Whole(config, "k_anneal_steps"),
    };

    private static long? Whole(JsonElement config, string name) => config.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private void All(string trainer, Action<SaeVectors, JsonElement, VectorReport> check)
    {
        var report = new VectorReport();
        foreach (SaeVectors vectors in SaeVectors.All("dictionary_learning"))
        {
            using (vectors)
            {
                JsonElement config = vectors.Json.GetProperty("config");
                if (config.TryGetProperty("trainer_class", out JsonElement name) && name.GetString() == trainer)
                    check(vectors, config, report);
            }
        }

        report.Conclude(output);
    }
}
