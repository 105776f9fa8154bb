using System.Globalization;
using Sim.Interp;
using Sim.Interp.Evaluating;
using Sim.Interp.Formats;
using Sim.Interp.Training;
using Sim.Numerics.Tensors;
using Sim.Plugins.Sdk;
using Sim.Plugins.SparseAutoencoders.Training;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary><c>sim sae eval</c>: figures of a model over activations on disk.</summary>
internal static class EvalVerb
{
    public static int Run(SaeWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        bool json = words.Flag("--json");
        string? format = words.Text("--as"), target = words.Path("--target");
        int? k = (int?)words.Count("--k", 1, int.MaxValue);
        long most = words.Count("--tokens", 1, long.MaxValue) ?? long.MaxValue;
        int batch = (int)(words.Count("--batch", 1, 1 << 20) ?? 1024);
        int threads = (int)(words.Count("--threads", 1, 1024) ?? 0);
        IReadOnlyList<string> paths = words.Rest("a model", "a folder of activations");
        (SaeCheckpoint checkpoint, string found) = FormatNames.Open(words.Full(paths[0]), format, k);
        using var shards = ActivationShards.Open(words.Full(paths[1]));
        using var targets = target is null ? null : ActivationShards.Open(target);
        Check(checkpoint, shards, targets, paths[1]);
        using WorkerLimit limit = Workers.Limit(threads > 0 ? threads : Workers.Threads);
        var model = TrainedAutoencoder.From(checkpoint, () => InputNormalisation.ExpectedFactor(ShardBatches.Read(shards, 4096, 65536)));
        var evaluation = new SaeEvaluation(model.Model.Features, checkpoint.OutputWidth);
        using (var line = new ProgressLine(console, json))
        {
            long tokens = Math.Min(most, shards.Rows), done = 0;
            foreach (Tensor rows in ShardBatches.Read(shards, batch, tokens))
            {
                cancellationToken.ThrowIfCancellationRequested();
                (Codes codes, Tensor reconstruction) = model.Run(rows);
                Tensor aim = rows;
                if (targets is not null)
                {
                    aim = new Tensor(rows.Rows, targets.Width);
                    targets.Copy(done, aim.Values);
                }

                evaluation.Add(aim, codes, reconstruction);
                done += rows.Rows;
                line.Show(done, tokens, done, "");
            }
        }

        SaeMetrics metrics = evaluation.Result();
        if (json)
        {
            SaeJson.Write(console.Out, new EvaluatedModel(found, model.Model.Architecture, model.Model.Width, model.Model.Features, metrics));
        }
        else
        {
            Show(metrics, model.Model, console.Out);
        }

        return ExitCode.Passed;
    }

    private static void Check(SaeCheckpoint checkpoint, ActivationShards shards, ActivationShards? targets, string folder)
    {
        if (shards.Width != checkpoint.Width)
        {
            throw new InputException($"the activations have rows of {shards.Width} numbers, the model takes {checkpoint.Width}", folder);
        }

        if (targets is null ? checkpoint.OutputWidth != checkpoint.Width : targets.Width != checkpoint.OutputWidth || targets.Rows != shards.Rows)
        {
            throw new InputException(targets is null
                ? $"the model is a transcoder from {checkpoint.Width} to {checkpoint.OutputWidth} numbers; give what it reconstructs with --target"
                : $"the targets are {targets.Rows} rows of {targets.Width} numbers, expected {shards.Rows} of {checkpoint.OutputWidth}");
        }
    }

    private static void Show(SaeMetrics m, SparseAutoencoder model, TextWriter output)
    {
        var table = new TextTable("figure", "value", "meaning");
        table.Add("tokens", Text(m.Tokens, "0"), "");
        table.Add("L0", Text(m.MeanActive, "0.###"), $"mean number of active features of {model.Features}");
        table.Add("L1", Text(m.MeanAbsolute, "0.####"), "mean sum of codes");
        table.Add("FVU", Text(m.Unexplained, "0.#####"), "share of variance that is left");
        table.Add("explained variance", Text(m.ExplainedVariance, "0.#####"), "as dictionary_learning has it: a constant error does not count");
        table.Add("normalised MSE", Text(m.NormalisedError, "0.#####"), "mean of each token's error by its square");
        table.Add("MSE", Text(m.MeanSquaredError, "0.######"), "mean over tokens and dimensions");
        table.Add("cosine", Text(m.Cosine, "0.#####"), "mean, between input and reconstruction");
        table.Add("length ratio", Text(m.LengthRatio, "0.#####"), "mean");
        table.Add("relative bias", Text(m.RelativeBias, "0.#####"), "mean square of reconstructions by mean product with the input");
        table.Add("dead", Text(m.DeadShare, "0.#####"), string.Create(CultureInfo.InvariantCulture, $"{m.Dead} features silent over {m.Tokens} tokens"));
        table.Write(output);
        var bins = new TextTable("density", "features", "");
        int largest = Math.Max(1, m.Density.Max(b => b.Features));
        foreach (DensityBin bin in m.Density)
        {
            bins.Add(string.Create(CultureInfo.InvariantCulture, $"1e{bin.Log10From:0.0} to 1e{bin.Log10To:0.0}"), bin.Features.ToString(CultureInfo.InvariantCulture), new string('#', (int)(40L * bin.Features / largest)));
        }

        bins.Write(output);
    }

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "undefined";
}
