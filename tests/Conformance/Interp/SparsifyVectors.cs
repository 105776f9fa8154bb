using System.Text.Json;
using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings recorded from sparsify, step by step.</summary>
[Trait("Topic", "interp")]
public sealed class SparsifyVectors(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["encoder"] = "encoder.weight",
        ["encoder_bias"] = "encoder.bias",
        ["decoder"] = "W_dec",
        ["decoder_bias"] = "b_dec",
    };

    [Fact]
    public void Every_recorded_training()
    {
        var report = new VectorReport();
        foreach (SaeVectors vectors in SaeVectors.All("sparsify"))
        {
            using (vectors)
                Train(vectors, vectors.Json.GetProperty("cfg"), report);
        }

        report.Conclude(output);
    }

    private static void Train(SaeVectors vectors, JsonElement config, VectorReport report)
    {
        bool skip = config.GetProperty("skip_connection").GetBoolean();
        var model = new TopKAutoencoder(
            vectors.Tensor("init.encoder.weight"), vectors.Tensor("init.encoder.bias"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"),
            new TopKOptions(config.GetProperty("k").GetInt32()) { CentreInput = !config.GetProperty("transcode").GetBoolean(), Gradient = EncodeGradient.Selected, Skip = skip });
        var names = new Dictionary<string, string>(Names);
        if (skip)
        {
            model.Skip!.Value.CopyFrom(vectors.Tensor("init.W_skip"));
            names["skip"] = "W_skip";
        }

        // The recording's loop has a constant rate and calls a feature dead after more than 48 tokens; for a transcoder it asks for no auxiliary loss.
        var trainer = new SparsifyTrainer(model, new SparsifyOptions
        {
            LearningRate = 5e-3,
            WarmUpSteps = 0,
            AuxiliaryWeight = vectors.Has("step0.dead_mask") ? vectors.Json.GetProperty("auxk_alpha").GetDouble() : 0,
            DeadAfterTokens = 48,
            MultiTopK = config.GetProperty("multi_topk").GetBoolean(),
        });
        bool multiple = config.GetProperty("multi_topk").GetBoolean();
        vectors.Train(report, trainer, names, "codes", multiple ? null : "sae_out", (i, step, pass) =>
        {
            // With Multi-TopK the library returns the wider reconstruction under the name of the other.
            if (multiple)
            {
                var x = Variable.Constant(vectors.Tensor($"x.{i}"));
                var tape = new Tape();
                vectors.Forward(report, $"step{i}.sae_out", model.Decode(tape, model.Encode(tape, x, 4 * model.K), x).Value);
            }

            foreach (string term in (string[])["loss", "fvu", "auxk", "multi"])
                report.Near($"{vectors.Name} step{i} {term}", step.GetProperty(term).GetDouble(), pass.Terms[term], 1e-4, 1e-5);

            SameCodes(vectors, i, pass.Codes.ToDense(), report);
        });
        foreach ((string ours, string theirs) in names)
        {
            Tensor expected = vectors.Tensor("final." + theirs);
            SaeVectors.Near(report, $"{vectors.Name} final.{theirs}", expected, model[ours].Value, 0, 2e-4);
        }
    }

    // The library keeps the largest in no order; where Multi-TopK is on, what was recorded are the codes of the wider selection.
    private static void SameCodes(SaeVectors vectors, int step, Tensor codes, VectorReport report)
    {
        Tensor values = vectors.Tensor($"step{step}.latent_acts");
        double[] indices = vectors.Numbers($"step{step}.latent_indices");
        for (int row = 0; row < codes.Rows; row++)
        {
            for (int i = 0; i < values.Columns; i++)
            {
                float found = codes[row, (int)indices[(row * values.Columns) + i]];
                if (values.Columns == vectors.Json.GetProperty("cfg").GetProperty("k").GetInt32() || found != 0)
                    report.Near($"{vectors.Name} step{step} code {row},{i}", values[row, i], found, 1e-4, 1e-5);
            }
        }
    }
}
