using System.Text.Json;
using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>How trainings of SAELens were recorded.</summary>
internal static class SaeLensRecording
{
    /// <summary>Options of the variants that select codes.</summary>
    public static SaeLensTopKOptions Selecting(JsonElement json)
    {
        JsonElement config = json.GetProperty("config");
        return new SaeLensTopKOptions
        {
            LearningRate = Rate(json),
            DeadAfterPasses = DeadFrom(json) - 1,
            Normalisation = Normalisation(json),
            AuxiliaryWeight = config.GetProperty("aux_loss_coefficient").GetDouble(),
            ThresholdRate = config.TryGetProperty("topk_threshold_lr", out JsonElement rate) ? rate.GetDouble() : 0,
        };
    }

    /// <summary>What happens to rows; the recording's loop estimates no factor.</summary>
    public static InputNormalisation Normalisation(JsonElement json) => json.GetProperty("config").GetProperty("normalize_activations").GetString() switch
    {
        "constant_norm_rescale" => InputNormalisation.ConstantNorm,
        "layer_norm" => InputNormalisation.LayerNorm,
        _ => InputNormalisation.None,
    };

    /// <summary>Compares what a model gives after training.</summary>
    public static void Infer(SaeVectors vectors, VectorReport report, Func<Tensor, Tensor> encode, Func<Tensor, Tensor> decode)
    {
        Tensor codes = encode(Normalisation(vectors.Json).Apply(vectors.Tensor("infer.x"), out NormalisedRows? undo));
        vectors.Forward(report, "infer.f", codes);
        Tensor reconstruction = decode(codes);
        vectors.Forward(report, "infer.x_hat", undo is null ? reconstruction : undo.Undo(reconstruction));
    }

    /// <summary>The batch of a step as the model gets it.</summary>
    public static Tensor Input(SaeVectors vectors, int step) => Normalisation(vectors.Json).Apply(vectors.Tensor($"x.{step}"), out _);

    /// <summary>The rate, which is told in a sentence: "Adam lr=0.005 betas …".</summary>
    public static double Rate(JsonElement json)
    {
        string told = json.GetProperty("optimizer").GetString()!;
        string from = told[(told.IndexOf("lr=", StringComparison.Ordinal) + 3)..];
        return double.Parse(from.Split(' ', ',')[0]);
    }

    /// <summary>From how many passes without firing a feature was called dead: "steps since fired >= 2".</summary>
    public static long DeadFrom(JsonElement json) => long.Parse(json.GetProperty("dead mask").GetString()!.Split(">=")[1].Trim());

    /// <summary>Compares each step: what all variants have.</summary>
    public static void Train(SaeVectors vectors, VectorReport report, SaeLensTrainer trainer, IReadOnlyDictionary<string, string> names, Action<int, Pass> step)
    {
        // A parameter under a wrong name would be compared with nothing.
        Assert.Equal(trainer.Model.Parameters.Select(p => p.Name).Order(), names.Keys.Order());
        Assert.All(names.Values, name => Assert.True(vectors.Has("step0.after." + (name.EndsWith(".T", StringComparison.Ordinal) ? name[..^2] : name)), name));
        vectors.Train(report, trainer, names, "feature_acts", "sae_out", (i, scalars, pass) =>
        {
            report.Near($"{vectors.Name} step{i} loss", scalars.GetProperty("loss").GetDouble(), pass.Terms["loss"], 1e-4, 1e-5);
            foreach (JsonProperty term in scalars.GetProperty("losses").EnumerateObject())
                report.Near($"{vectors.Name} step{i} {term.Name}", term.Value.GetDouble(), pass.Terms[term.Name], 1e-4, 1e-5);

            report.Near($"{vectors.Name} step{i} l0", scalars.GetProperty("l0").GetDouble(), pass.Codes.MeanActive(), 1e-6, 1e-6);
            double squares = trainer.Model.Parameters.Sum(p => p.Gradient is null ? 0 : p.Gradient.Values.ToArray().Sum(g => (double)g * g));
            report.Near($"{vectors.Name} step{i} gradient norm", scalars.GetProperty("grad_norm_before_clip").GetDouble(), Math.Sqrt(squares), 1e-3, 1e-5);
            string next = $"step{i + 1}.dead_neuron_mask";
            if (vectors.Has(next))
                report.Same(vectors.Name + " " + next, string.Join(',', vectors.Numbers(next)), string.Join(',', trainer.PassesSinceFired.ToArray().Select(since => since >= DeadFrom(vectors.Json) ? 1 : 0)));

            step(i, pass);
        });
    }
}
