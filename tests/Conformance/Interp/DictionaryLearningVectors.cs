using System.Text.Json;
using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings recorded from dictionary_learning, step by step.</summary>
[Trait("Topic", "interp")]
public sealed class DictionaryLearningVectors(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Linear = new()
    {
        ["encoder"] = "encoder.weight", ["encoder_bias"] = "encoder.bias", ["decoder"] = "decoder.weight.T", ["decoder_bias"] = "b_dec",
    };

    [Fact]
    public void TopK()
    {
        var report = new VectorReport();
        foreach (SaeVectors vectors in SaeVectors.All("dictionary_learning"))
        {
            using (vectors)
            {
                JsonElement config = vectors.Json.GetProperty("config");
                if (config.TryGetProperty("trainer_class", out JsonElement trainer) && trainer.GetString() == "TopKTrainer")
                    Train(vectors, config, report);
            }
        }

        report.Conclude(output);
    }

    private static void Train(SaeVectors vectors, JsonElement config, VectorReport report)
    {
        var model = new TopKAutoencoder(
            vectors.Tensor("init.encoder.weight"), vectors.Tensor("init.encoder.bias"), vectors.Transposed("init.decoder.weight"), vectors.Tensor("init.b_dec"), new TopKOptions(config.GetProperty("k").GetInt32()));
        var trainer = new TopKTrainer(model, Options(config));
        vectors.Train(report, trainer, Linear, "f", "x_hat", (i, step, pass) =>
        {
            foreach (string term in (string[])["l2_loss", "auxk_loss", "loss"])
                report.Near($"{vectors.Name} step{i} {term}", step.GetProperty(term).GetDouble(), pass.Terms[term], 1e-4, 1e-5);

            report.Near($"{vectors.Name} step{i} lr", step.GetProperty("lr_used").GetDouble(), trainer.LearningRate, 1e-9, 1e-12);
            report.Near($"{vectors.Name} step{i} threshold", step.GetProperty("threshold_after").GetDouble(), trainer.Threshold, 1e-4, 1e-5);
            report.Same($"{vectors.Name} step{i} since fired", string.Join(',', vectors.Numbers($"step{i}.num_tokens_since_fired")), string.Join(',', trainer.TokensSinceFired.ToArray()));
        });
        Tensor codes = model.Encode(vectors.Tensor("infer.x"));
        vectors.Forward(report, "infer.f", codes);
        vectors.Forward(report, "infer.x_hat", model.Decode(codes));
    }

    private static TopKTrainerOptions Options(JsonElement config) => new()
    {
        LearningRate = config.GetProperty("lr").GetDouble(),
        Steps = config.GetProperty("steps").GetInt64(),
        WarmUpSteps = config.GetProperty("warmup_steps").GetInt64(),
        DecayStart = config.GetProperty("decay_start").ValueKind == JsonValueKind.Null ? null : config.GetProperty("decay_start").GetInt64(),
        AuxiliaryWeight = config.GetProperty("auxk_alpha").GetDouble(),
        DeadAfterTokens = config.GetProperty("dead_feature_threshold").GetInt64(),
        ThresholdKept = config.GetProperty("threshold_beta").GetDouble(),
        ThresholdStartStep = config.GetProperty("threshold_start_step").GetInt64(),
        AnnealSteps = config.GetProperty("k_anneal_steps").ValueKind == JsonValueKind.Null ? null : config.GetProperty("k_anneal_steps").GetInt64(),
    };
}
