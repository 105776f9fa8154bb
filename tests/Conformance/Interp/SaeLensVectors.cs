using System.Text.Json;
using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings recorded from SAELens, step by step.</summary>
[Trait("Topic", "interp")]
public sealed class SaeLensVectors(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["encoder"] = "W_enc.T", ["encoder_bias"] = "b_enc", ["decoder"] = "W_dec", ["decoder_bias"] = "b_dec",
    };

    [Fact]
    public void TopK()
    {
        var report = new VectorReport();
        Each("topk", (vectors, config) =>
        {
            var model = new TopKAutoencoder(
                vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_enc"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"),
                new TopKOptions(config.GetProperty("k").GetInt32())
                {
                    CentreInput = config.GetProperty("apply_b_dec_to_input").GetBoolean(),
                    RescaleByDecoderNorm = config.GetProperty("rescale_acts_by_decoder_norm").GetBoolean(),
                });
            var trainer = new SaeLensTopKTrainer(model, SaeLensRecording.Selecting(vectors.Json));
            SaeLensRecording.Train(vectors, report, trainer, Names, (i, _) => vectors.Forward(report, $"step{i}.hidden_pre", model.Preactivations(vectors.Tensor($"x.{i}"))));
            Tensor codes = model.Encode(vectors.Tensor("infer.x"));
            vectors.Forward(report, "infer.f", codes);
            vectors.Forward(report, "infer.x_hat", model.Decode(codes));
        });
        report.Conclude(output);
    }

    [Fact]
    public void BatchTopK()
    {
        var report = new VectorReport();
        Each("batchtopk", (vectors, config) => Batch(vectors, config, null, report));
        report.Conclude(output);
    }

    [Fact]
    public void Matryoshka()
    {
        var report = new VectorReport();
        Each("matryoshka", (vectors, config) =>
        {
            int[] widths = [.. config.GetProperty("matryoshka_widths").EnumerateArray().Select(w => w.GetInt32())];
            Batch(vectors, config, [.. widths.Select((width, i) => i == 0 ? width : width - widths[i - 1])], report);
        });
        report.Conclude(output);
    }

    // What was recorded under inference is the model in training: the largest codes of the batch.
    private static void Batch(SaeVectors vectors, JsonElement config, int[]? groups, VectorReport report)
    {
        var model = new BatchTopKAutoencoder(
            vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_enc"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"),
            new BatchTopKOptions(config.GetProperty("k").GetDouble())
            {
                CentreInput = config.GetProperty("apply_b_dec_to_input").GetBoolean(),
                RescaleByDecoderNorm = config.GetProperty("rescale_acts_by_decoder_norm").GetBoolean(),
                Groups = groups,
            });
        var trainer = new SaeLensBatchTopKTrainer(model, SaeLensRecording.Selecting(vectors.Json));
        SaeLensRecording.Train(vectors, report, trainer, Names, (i, _) =>
        {
            vectors.Forward(report, $"step{i}.hidden_pre", model.Preactivations(vectors.Tensor($"x.{i}")));
            if (vectors.Has($"step{i}.after.topk_threshold"))
                report.Near($"{vectors.Name} step{i} threshold", vectors.Numbers($"step{i}.after.topk_threshold")[0], trainer.Threshold, 1e-6, 1e-9);
        });
        Tensor codes = model.EncodeBatch(vectors.Tensor("infer.x"));
        vectors.Forward(report, "infer.f", codes);
        vectors.Forward(report, "infer.x_hat", model.Decode(codes));
    }

    private static void Each(string kind, Action<SaeVectors, JsonElement> run)
    {
        foreach (SaeVectors vectors in SaeVectors.All("saelens_fork"))
        {
            using (vectors)
            {
                if (vectors.Name.Split('/')[^1].StartsWith(kind, StringComparison.Ordinal))
                    run(vectors, vectors.Json.GetProperty("config"));
            }
        }
    }
}
