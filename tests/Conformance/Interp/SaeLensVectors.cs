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
        ["encoder"] = "W_enc.T",
        ["encoder_bias"] = "b_enc",
        ["decoder"] = "W_dec",
        ["decoder_bias"] = "b_dec",
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
            SaeLensRecording.Train(vectors, report, trainer, Names, (i, _) => vectors.Forward(report, $"step{i}.hidden_pre", model.Preactivations(SaeLensRecording.Input(vectors, i))));
            SaeLensRecording.Infer(vectors, report, model.Encode, model.Decode);
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

    [Fact]
    public void Standard()
    {
        var report = new VectorReport();
        Each("standard", (vectors, config) =>
        {
            var model = new StandardAutoencoder(
                vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_enc"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"), config.GetProperty("apply_b_dec_to_input").GetBoolean());
            var trainer = new SaeLensStandardTrainer(model, new SaeLensStandardOptions
            {
                LearningRate = SaeLensRecording.Rate(vectors.Json),
                DeadAfterPasses = SaeLensRecording.DeadFrom(vectors.Json) - 1,
                Normalisation = SaeLensRecording.Normalisation(vectors.Json),
                SparsityWeight = Coefficient(vectors, "l1"),
                Norm = config.GetProperty("lp_norm").GetDouble(),
            });
            SaeLensRecording.Train(vectors, report, trainer, Names, (i, pass) => vectors.Forward(report, $"step{i}.hidden_pre", pass.Preactivations!.Value));
            SaeLensRecording.Infer(vectors, report, model.Encode, model.Decode);
        });
        report.Conclude(output);
    }

    [Fact]
    public void JumpReLU()
    {
        var report = new VectorReport();
        Each("jumprelu", (vectors, config) =>
        {
            var model = new JumpReluAutoencoder(
                vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_enc"), vectors.Tensor("init.log_threshold"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"),
                new JumpReluOptions
                {
                    CentreInput = config.GetProperty("apply_b_dec_to_input").GetBoolean(),
                    Form = ThresholdForm.Logarithm,
                    Bandwidth = config.GetProperty("jumprelu_bandwidth").GetDouble(),
                });
            JsonElement preactivation = config.GetProperty("pre_act_loss_coefficient");
            var trainer = new SaeLensJumpReluTrainer(model, new SaeLensJumpReluOptions
            {
                LearningRate = SaeLensRecording.Rate(vectors.Json),
                DeadAfterPasses = SaeLensRecording.DeadFrom(vectors.Json) - 1,
                Normalisation = SaeLensRecording.Normalisation(vectors.Json),
                SparsityWeight = Coefficient(vectors, "l0"),
                Tanh = config.GetProperty("jumprelu_sparsity_loss_mode").GetString() == "tanh",
                TanhScale = config.GetProperty("jumprelu_tanh_scale").GetDouble(),
                PreactivationWeight = preactivation.ValueKind == JsonValueKind.Null ? null : preactivation.GetDouble(),
            });
            SaeLensRecording.Train(vectors, report, trainer, With(("log_threshold", "log_threshold")), (i, pass) => vectors.Forward(report, $"step{i}.hidden_pre", pass.Preactivations!.Value));
            SaeLensRecording.Infer(vectors, report, model.Encode, model.Decode);
        });
        report.Conclude(output);
    }

    [Fact]
    public void Gated()
    {
        var report = new VectorReport();
        Each("gated", (vectors, config) =>
        {
            var model = new GatedAutoencoder(
                vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_gate"), vectors.Tensor("init.r_mag"), vectors.Tensor("init.b_mag"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"),
                config.GetProperty("apply_b_dec_to_input").GetBoolean());
            var trainer = new SaeLensGatedTrainer(model, new SaeLensStandardOptions { LearningRate = SaeLensRecording.Rate(vectors.Json), DeadAfterPasses = SaeLensRecording.DeadFrom(vectors.Json) - 1, Normalisation = SaeLensRecording.Normalisation(vectors.Json), SparsityWeight = Coefficient(vectors, "l1") });
            Dictionary<string, string> names = With(("gate_bias", "b_gate"), ("magnitude_scale", "r_mag"), ("magnitude_bias", "b_mag"));
            names.Remove("encoder_bias");
            SaeLensRecording.Train(vectors, report, trainer, names, (i, _) =>
            {
                var tape = new Tape { IsRecording = false };
                Variable products = model.Products(tape, Variable.Constant(SaeLensRecording.Input(vectors, i)));
                vectors.Forward(report, $"step{i}.hidden_pre", tape.Add(tape.Multiply(products, tape.Exp(model.MagnitudeScale), Broadcast.Row), model.MagnitudeBias, Broadcast.Row).Value);
            });
            SaeLensRecording.Infer(vectors, report, model.Encode, model.Decode);
        });
        report.Conclude(output);
    }

    private static double Coefficient(SaeVectors vectors, string name) => vectors.Json.GetProperty("coefficients").GetProperty(name).GetDouble();

    private static Dictionary<string, string> With(params (string Ours, string Theirs)[] more)
    {
        var names = new Dictionary<string, string>(Names);
        foreach ((string ours, string theirs) in more)
            names[ours] = theirs;

        return names;
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
            vectors.Forward(report, $"step{i}.hidden_pre", model.Preactivations(SaeLensRecording.Input(vectors, i)));
            if (vectors.Has($"step{i}.after.topk_threshold"))
                report.Near($"{vectors.Name} step{i} threshold", vectors.Numbers($"step{i}.after.topk_threshold")[0], trainer.Threshold, 1e-6, 1e-9);
        });
        SaeLensRecording.Infer(vectors, report, model.EncodeBatch, model.Decode);
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
