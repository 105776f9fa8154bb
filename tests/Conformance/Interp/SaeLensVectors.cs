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
