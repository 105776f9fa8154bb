using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings recorded from overcomplete, step by step.</summary>
[Trait("Topic", "interp")]
public sealed class OvercompleteVectors(ITestOutputHelper output)
{
    private const string Weight = "encoder.final_block.0.weight", Bias = "encoder.final_block.0.bias", Dictionary = "dictionary._weights";

    private static readonly Dictionary<string, string> Linear = new()
    {
        ["encoder"] = Weight,
        ["encoder_bias"] = Bias,
        ["decoder"] = Dictionary,
        ["threshold"] = "thresholds",
        ["log_threshold"] = "thresholds",
    };

    [Fact]
    public void Every_recorded_training()
    {
        var report = new VectorReport();
        foreach (SaeVectors vectors in SaeVectors.All("overcomplete"))
        {
            using (vectors)
                Train(vectors, report);
        }

        report.Conclude(output);
    }

    [Fact]
    public void One_dictionary_with_any_number_of_atoms()
    {
        var report = new VectorReport();
        using SaeVectors? vectors = SaeVectors.Find("overcomplete", "mp_varying_k");
        if (vectors is not null)
        {
            report.Case();
            var model = new MatchingPursuitAutoencoder(vectors.Tensor("dictionary"), 1);
            foreach (string name in vectors.Names.Where(n => n.StartsWith("codes_k", StringComparison.Ordinal)))
            {
                int k = int.Parse(name["codes_k".Length..]);
                var tape = new Tape { IsRecording = false };
                PursuitCodes found = model.Pursue(tape, Variable.Constant(vectors.Tensor("x")), k);
                vectors.Forward(report, name, found.Codes.ToDense());
                vectors.Forward(report, $"residual_k{k}", found.Residual);
            }
        }

        report.Conclude(output);
    }

    private static void Train(SaeVectors vectors, VectorReport report)
    {
        string kind = vectors.Name.Split('/')[^1];
        var options = new OvercompleteOptions { LearningRate = Told(vectors, "optimizer", "lr=", 5e-4), AuxiliaryWeight = Told(vectors, "loss", "penalty ", 0.1), AbsoluteWeight = Told(vectors, "loss", "mse + ", 0.01) };
        OvercompleteTrainer trainer = kind.StartsWith("mp", StringComparison.Ordinal) ? new OvercompletePursuitTrainer(new MatchingPursuitAutoencoder(vectors.Tensor("init." + Dictionary), Atoms(vectors)), options)
            : kind.StartsWith("omp", StringComparison.Ordinal) ? new OvercompletePursuitTrainer(new OrthogonalPursuitAutoencoder(vectors.Tensor("init." + Dictionary), Atoms(vectors)), options)
            : WithEncoder(kind, vectors, options);
        Dictionary<string, string> names = Linear;
        if (trainer is OvercompletePursuitTrainer)
            names = new Dictionary<string, string> { ["dictionary"] = Dictionary };
        else
            names = Linear.Where(n => trainer.Model.Parameters.Any(p => p.Name == n.Key)).ToDictionary();

        vectors.Train(report, trainer, names, "codes", "x_hat", (i, step, pass) =>
        {
            report.Near($"{vectors.Name} step{i} loss", step.GetProperty("loss").GetDouble(), pass.Loss.Value.Values[0], 1e-4, 1e-5);
            report.Near($"{vectors.Name} step{i} l0", step.GetProperty("l0").GetDouble(), pass.Codes.MeanActive(), 1e-6, 1e-6);
            vectors.Forward(report, $"step{i}.pre_codes_or_residual", trainer is OvercompletePursuitTrainer pursuit ? pursuit.Residual! : pass.Preactivations!.Value);
            if (trainer is OvercompleteSelectionTrainer { RunningThreshold: not double.NaN } batch)
                report.Near($"{vectors.Name} step{i} threshold", step.GetProperty("running_threshold").GetDouble(), batch.RunningThreshold, 1e-4, 1e-5);
        }, "grad");
        vectors.Final(report, trainer, names, "final.");
        Tensor codes = trainer.Model.Encode(vectors.Tensor("infer.x"));
        vectors.Forward(report, "infer.codes", codes);
        vectors.Forward(report, "infer.x_hat", trainer.Model.Decode(codes));
    }

    private static OvercompleteTrainer WithEncoder(string kind, SaeVectors vectors, OvercompleteOptions options)
    {
        (Tensor weight, Tensor bias, Tensor dictionary) = (vectors.Tensor("init." + Weight), vectors.Tensor("init." + Bias), vectors.Tensor("init." + Dictionary));
        var none = new Tensor(dictionary.Columns);
        double active = vectors.Steps[0].GetProperty("l0").GetDouble();
        int batch = vectors.Tensor("x.0").Rows;
        if (kind.StartsWith("jump", StringComparison.Ordinal))
        {
            // The bandwidth is not written down: it is the round number under which the first gradient is the recorded one.
            OvercompleteJumpTrainer Trained(double bandwidth) => new(
                new JumpReluAutoencoder(
                    weight.Copy(), bias.Copy(), vectors.Tensor("init.thresholds"), dictionary.Copy(), none.Copy(), new JumpReluOptions { Form = ThresholdForm.Logarithm, RectifyFirst = true, Bandwidth = bandwidth }),
                options);
            Tensor recorded = vectors.Tensor("step0.grad.thresholds");
            double Distance(double bandwidth)
            {
                OvercompleteJumpTrainer trainer = Trained(bandwidth);
                trainer.Backward(vectors.Tensor("x.0"));
                return trainer.Model["log_threshold"].Gradient!.Values.ToArray().Zip(recorded.Values.ToArray(), (a, b) => Math.Abs((double)a - b)).Sum();
            }

            return Trained(((double[])[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 1, 2]).MinBy(Distance));
        }

        return kind.StartsWith("batchtopk", StringComparison.Ordinal)
            ? new OvercompleteSelectionTrainer(new BatchTopKAutoencoder(weight, bias, dictionary, none, new BatchTopKOptions(active) { CentreInput = false }), (int)Math.Round(active * batch), options)
            : new OvercompleteSelectionTrainer(new TopKAutoencoder(weight, bias, dictionary, none, new TopKOptions((int)Math.Round(active)) { CentreInput = false }), options);
    }

    // How many atoms were chosen is not written down: as many as the token with the most of them has, over all steps.
    private static int Atoms(SaeVectors vectors)
    {
        int most = 1;
        for (int i = 0; vectors.Has($"step{i}.codes"); i++)
        {
            Tensor codes = vectors.Tensor($"step{i}.codes");
            for (int row = 0; row < codes.Rows; row++)
                most = Math.Max(most, codes.Row(row).ToArray().Count(code => code != 0));
        }

        return most;
    }

    // "Adam lr=1e-2", "top_k_auxiliary_loss penalty 0.1; …", "mse + 0.01*mean|z|".
    private static double Told(SaeVectors vectors, string property, string before, double otherwise)
    {
        string text = vectors.Json.GetProperty(property).GetString()!;
        int at = text.IndexOf(before, StringComparison.Ordinal);
        return at < 0 ? otherwise : double.Parse(text[(at + before.Length)..].Split(' ', ';', ',', '*')[0]);
    }
}
