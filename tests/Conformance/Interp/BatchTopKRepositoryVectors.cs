using System.Text.Json;
using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings recorded from the BatchTopK repository and top-AFA, step by step.</summary>
[Trait("Topic", "interp")]
public sealed class BatchTopKRepositoryVectors(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["encoder"] = "W_enc.T",
        ["encoder_bias"] = "b_enc",
        ["decoder"] = "W_dec",
        ["decoder_bias"] = "b_dec",
        ["log_threshold"] = "jumprelu.log_threshold",
    };

    [Fact]
    public void Every_recorded_training()
    {
        var report = new VectorReport();
        foreach (SaeVectors vectors in SaeVectors.All("batchtopk_repo_and_top_afa"))
        {
            using (vectors)
                Train(vectors, vectors.Json.GetProperty("config"), report);
        }

        report.Conclude(output);
    }

    private static void Train(SaeVectors vectors, JsonElement config, VectorReport report)
    {
        BatchTopKRepositoryTrainer trainer = Trainer(vectors.Name.Split('/')[^1], vectors, config);
        Dictionary<string, string> names = Names.Where(n => trainer.Model.Parameters.Any(p => p.Name == n.Key)).ToDictionary();
        vectors.Train(report, trainer, names, "feature_acts", "sae_out", (i, step, pass) =>
        {
            foreach (string term in (string[])["loss", "l1_loss", "l2_loss", "aux_loss", "afa_loss"])
            {
                if (step.TryGetProperty(term, out JsonElement expected))
                    report.Near($"{vectors.Name} step{i} {term}", expected.GetDouble(), pass.Terms[term], 1e-4, 1e-5);
            }

            Tensor codes = pass.Codes.ToDense();
            double[] perRow = VectorReport.Numbers(step.GetProperty("l0_per_row"));
            report.Same($"{vectors.Name} step{i} l0 of rows", string.Join(',', perRow), string.Join(',', Enumerable.Range(0, codes.Rows).Select(row => codes.Row(row).ToArray().Count(code => code > 0))));
            report.Near($"{vectors.Name} step{i} l0", step.GetProperty("l0_norm").GetDouble(), pass.Codes.MeanActive(), 1e-5, 1e-6);
            report.Same($"{vectors.Name} step{i} dead", (int)step.GetProperty("num_dead_features").GetDouble(), trainer.DeadFeatures);
            report.Same($"{vectors.Name} step{i} longest dead", (long)step.GetProperty("num_batches_not_active_max").GetDouble(), trainer.BatchesSinceFired.ToArray().Max());
            if (step.TryGetProperty("epsilon_max", out JsonElement largest))
            {
                var coherence = Coherence.Of(trainer.Model["decoder"].Value);
                report.Near($"{vectors.Name} step{i} epsilon_max", largest.GetDouble(), coherence.Largest, 1e-4, 1e-5);
                report.Near($"{vectors.Name} step{i} epsilon_mean", step.GetProperty("epsilon_mean").GetDouble(), coherence.Mean, 1e-4, 1e-5);
            }
        }, before: i => Settle(vectors, trainer.Model, Text(config, "input_unit_norm") == "True", i));
    }

    // Codes that add next to nothing to a length leave counts equally near in single precision: a tie is taken as it was recorded.
    private static void Settle(SaeVectors vectors, SparseAutoencoder model, bool normalised, int step)
    {
        if (model is not TopAfaAutoencoder lengths)
            return;

        Tensor x = (normalised ? InputNormalisation.LayerNorm : InputNormalisation.None).Apply(vectors.Tensor($"x.{step}"), out _), recorded = vectors.Tensor($"step{step}.feature_acts");
        float[] settled = new float[x.Rows];
        foreach (float slack in (float[])[1e-6f, -1e-6f, 3e-7f, -3e-7f, 1e-7f, -1e-7f, 0])
        {
            lengths.Slacks = [.. Enumerable.Repeat(slack, x.Rows)];
            Tensor codes = lengths.Encode(x);
            for (int row = 0; row < x.Rows; row++)
            {
                if (codes.Row(row).ToArray().Select(code => code > 0).SequenceEqual(recorded.Row(row).ToArray().Select(code => code > 0)))
                    settled[row] = slack;
            }
        }

        lengths.Slacks = settled;
    }

    private static BatchTopKRepositoryTrainer Trainer(string kind, SaeVectors vectors, JsonElement config)
    {
        var options = new BatchTopKRepositoryOptions
        {
            LearningRate = Number(config, "lr"),
            Beta1 = Number(config, "beta1"),
            Beta2 = Number(config, "beta2"),
            ClipNorm = Number(config, "max_grad_norm"),
            NormaliseInput = Text(config, "input_unit_norm") == "True",
            SparsityWeight = Number(config, "l1_coeff"),
            AuxiliaryWeight = Number(config, "aux_penalty"),
            AuxiliaryK = (int)Number(config, "top_k_aux"),
            BatchesToDead = (int)Number(config, "n_batches_to_dead"),
            LengthWeight = Number(config, "afa_coeff"),
        };
        int k = (int)Number(config, "top_k");
        (Tensor encoder, Tensor encoderBias, Tensor decoder, Tensor decoderBias) = (vectors.Transposed("init.W_enc"), vectors.Tensor("init.b_enc"), vectors.Tensor("init.W_dec"), vectors.Tensor("init.b_dec"));
        return kind switch
        {
            _ when kind.StartsWith("topk", StringComparison.Ordinal) =>
                new BatchTopKRepositorySelectionTrainer(new TopKAutoencoder(encoder, encoderBias, decoder, decoderBias, new TopKOptions(k) { UseEncoderBias = false }), options),
            _ when kind.StartsWith("batchtopk", StringComparison.Ordinal) =>
                new BatchTopKRepositorySelectionTrainer(new BatchTopKAutoencoder(encoder, encoderBias, decoder, decoderBias, new BatchTopKOptions(k) { UseEncoderBias = false }), options),
            _ when kind.StartsWith("top_afa", StringComparison.Ordinal) => new BatchTopKRepositorySelectionTrainer(new TopAfaAutoencoder(encoder, encoderBias, decoder, decoderBias), options),
            _ when kind.StartsWith("vanilla", StringComparison.Ordinal) => new BatchTopKRepositoryDenseTrainer(new StandardAutoencoder(encoder, encoderBias, decoder, decoderBias), options),
            _ when kind.StartsWith("jumprelu", StringComparison.Ordinal) => new BatchTopKRepositoryDenseTrainer(
                new JumpReluAutoencoder(
                    encoder, encoderBias, vectors.Tensor("init.jumprelu.log_threshold"), decoder, decoderBias,
                    new JumpReluOptions { Form = ThresholdForm.LogarithmStraightThrough, RectifyFirst = true, Bandwidth = Number(config, "bandwidth") }),
                options),
            _ => throw new InvalidOperationException($"no trainer of the BatchTopK repository is called '{kind}'"),
        };
    }

    private static string Text(JsonElement config, string name) => config.GetProperty(name).GetString()!;

    private static double Number(JsonElement config, string name) => double.Parse(Text(config, name));
}
