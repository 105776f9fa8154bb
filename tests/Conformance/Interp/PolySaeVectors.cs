using System.Text.Json;
using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings recorded from PolySAE, step by step.</summary>
[Trait("Topic", "interp")]
public sealed class PolySaeVectors(ITestOutputHelper output)
{
    [Fact]
    public void Every_recorded_training()
    {
        var report = new VectorReport();
        foreach (SaeVectors vectors in SaeVectors.All("polysae"))
        {
            using (vectors)
                Train(vectors, vectors.Json.GetProperty("config"), report);
        }

        report.Conclude(output);
    }

    private static void Train(SaeVectors vectors, JsonElement config, VectorReport report)
    {
        int order = config.GetProperty("poly_order").GetInt32();
        bool shared = config.GetProperty("shared_u").GetBoolean(), batch = config.TryGetProperty("topk_threshold_lr", out _);
        string[] directions = shared ? ["U_shared"] : [.. Enumerable.Range(1, order).Select(i => $"U{i}")], outputs = [.. Enumerable.Range(1, order).Select(i => $"C{i}")];
        var decoder = new PolyDecoder(
            [.. directions.Select(name => vectors.Tensor("init." + name))], [.. outputs.Select(name => vectors.Tensor("init." + name))], Number(vectors, "init.lambda2"), Number(vectors, "init.lambda3"), shared ? null : SharedRank(config, vectors));
        var model = new PolyAutoencoder(vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_enc"), decoder, vectors.Tensor("init.b_dec"), new PolyOptions(config.GetProperty("k").GetDouble())
        {
            Batch = batch,
            CentreInput = config.GetProperty("apply_b_dec_to_input").GetBoolean(),
            RescaleByDecoderNorm = config.GetProperty("rescale_acts_by_decoder_norm").GetBoolean(),
        });
        var names = new Dictionary<string, string> { ["encoder"] = "W_enc.T", ["encoder_bias"] = "b_enc", ["decoder_bias"] = "b_dec" };
        foreach ((Variable ours, string theirs) in decoder.Parameters.Zip([.. directions, .. outputs, .. ((string[])["lambda2", "lambda3"]).Take(order - 1)]))
            names[ours.Name] = theirs;

        var trainer = new PolySaeTrainer(model, SaeLensRecording.Selecting(vectors.Json));
        SaeLensRecording.Train(vectors, report, trainer, names, (i, pass) =>
        {
            vectors.Forward(report, $"step{i}.hidden_pre", model.Preactivations(SaeLensRecording.Input(vectors, i)));
            if (batch && vectors.Has($"step{i}.after.topk_threshold"))
                report.Near($"{vectors.Name} step{i} threshold", vectors.Numbers($"step{i}.after.topk_threshold")[0], model.Threshold, 1e-6, 1e-9);
        });

        // What was recorded under inference is the model in training: of a batch, its largest codes.
        SaeLensRecording.Infer(vectors, report, model.EncodeBatch, model.Decode);
        var tape = new Tape { IsRecording = false };
        vectors.Forward(report, "poly_decoder_norms", tape.NormOfRows(decoder.Rows(tape)).Value);
        vectors.Forward(report, "decoder_directions_linear", decoder.LinearRows());
    }

    // The code takes the rank of the third order also where there is none.
    private static int SharedRank(JsonElement config, SaeVectors vectors)
    {
        JsonElement ranks = config.GetProperty("poly_ranks");
        return ranks.ValueKind == JsonValueKind.Array ? ranks[2].GetInt32() : vectors.Tensor("init.U1").Columns;
    }

    private static float Number(SaeVectors vectors, string name) => vectors.Has(name) ? vectors.Tensor(name).Values[0] : 0;
}
