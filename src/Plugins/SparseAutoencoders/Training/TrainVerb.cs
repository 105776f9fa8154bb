using System.Globalization;
using Sim.Interp;
using Sim.Interp.Formats;
using Sim.Interp.Recipes;
using Sim.Interp.Training;
using Sim.Numerics.Tensors;
using Sim.Plugins.Sdk;
using Sim.Plugins.SparseAutoencoders.Commands;

namespace Sim.Plugins.SparseAutoencoders.Training;

/// <summary><c>sim sae train</c>: from shards to a model, saved on the way, exactly resumed.</summary>
internal static class TrainVerb
{
    private const int KeptSteps = 1000;
    private const string StateName = "state.safetensors", RecordName = "training.json";

    public static int Run(SaeWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        bool json = words.Flag("--json"), quiet = words.Flag("--quiet"), resume = words.Flag("--resume");
        TrainingPlan plan = TrainingPlan.Read(words);
        string state = Path.Combine(plan.Out, StateName);
        if (!resume && (File.Exists(plan.Out) || (Directory.Exists(plan.Out) && Directory.EnumerateFileSystemEntries(plan.Out).Any())))
        {
            throw new InputException("it is there already and nothing is overwritten; --resume goes on with a training that was stopped", plan.Out);
        }

        using WorkerLimit limit = Workers.Limit(plan.Threads > 0 ? plan.Threads : Workers.Threads);
        using var shards = ActivationShards.Open(plan.Data);
        long steps = (plan.Tokens + plan.Batch - 1) / plan.Batch;
        var stream = new StreamOptions
        {
            BatchRows = plan.Batch,
            BlockRows = plan.Block,
            BufferRows = plan.Buffer ?? (int)Math.Max(2L * plan.Batch, Math.Min(65536, shards.Rows)),
            Seed = plan.Seed,
        };
        if (stream.BufferRows < 2L * stream.BatchRows)
        {
            throw new InputException($"--buffer is {stream.BufferRows} rows, expected at least two batches of {stream.BatchRows}");
        }

        PreparedTraining prepared = plan.Recipe.Make(new RecipeRequest(shards.Width, plan.Features, steps, plan.Seed, plan.Values) { Sample = () => ShardBatches.Read(shards, 4096, 65536) });
        var history = new TrainingHistory(Math.Max(1, steps / KeptSteps));
        var run = new TrainingRun(prepared.Trainer, shards, stream, plan.Tokens)
        {
            StateFile = state,
            Description = plan.Description(shards.Width, steps),
            SaveEvery = plan.SaveEvery,
            History = history,
        };
        IReadOnlyDictionary<string, string> metadata = Metadata(plan, shards);
        Directory.CreateDirectory(plan.Out);
        TryFormat(plan, prepared, metadata);
        if (resume && File.Exists(state))
        {
            run.Resume();
        }

        long begun = prepared.Trainer.Steps;
        StepReport? last = null;
        bool finished;
        double seconds;
        using (var line = new ProgressLine(console, quiet || json))
        {
            try
            {
                finished = run.Run(
                    report =>
                    {
                        last = report;
                        line.Show((report.Step + 1) * plan.Batch, steps * plan.Batch, (report.Step + 1 - begun) * plan.Batch, Words(report, plan.Features));
                    },
                    cancellationToken);
            }
            catch (InvalidOperationException e)
            {
                line.Dispose();
                console.Error.WriteLine($"the training stopped: {e.Message}");
                return ExitCode.Infrastructure;
            }

            seconds = line.Seconds;
        }

        long done = prepared.Trainer.Steps;
        if (finished)
        {
            if (plan.Format != "none")
            {
                SaeFormats.Write(SaeModels.ToCheckpoint(prepared.Trainer.Model, prepared.Normalisation, metadata), plan.Out, plan.Format);
            }

            SaeJson.Save(Path.Combine(plan.Out, RecordName), Record(plan, prepared, shards, stream, steps, history));
        }

        double rate = (done - begun) * plan.Batch / seconds;
        if (json)
        {
            SaeJson.Write(console.Out, new TrainingEnd(finished, plan.Out, done, done * plan.Batch, Math.Round(seconds, 3), Math.Round(rate, 1), last is null ? null : Step(last)));
        }

        if (!quiet && !json)
        {
            string how = last is null ? "" : Words(last, plan.Features);
            console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {steps} steps, {(done - begun) * plan.Batch} tokens in {seconds:0.0} s ({rate:0} tokens/s){how}"));
            console.Error.WriteLine(finished ? plan.Format == "none" ? $"the parameters are in {Path.Combine(plan.Out, StateName)}" : $"the model ({plan.Format}) is in {plan.Out}" : $"stopped and saved; the same command with --resume goes on");
        }

        return finished ? ExitCode.Passed : ExitCode.Interrupted;
    }

    // A format that cannot say what this recipe makes is refused before the work, not after it.
    private static void TryFormat(TrainingPlan plan, PreparedTraining prepared, IReadOnlyDictionary<string, string> metadata)
    {
        if (plan.Format == "none")
        {
            return;
        }

        string trial = Path.Combine(plan.Out, ".trial");
        try
        {
            Directory.CreateDirectory(trial);
            SaeFormats.Write(SaeModels.ToCheckpoint(prepared.Trainer.Model, prepared.Normalisation, metadata), plan.Format == "qwen-scope" ? Path.Combine(trial, "layer0.sae.pt") : trial, plan.Format);
        }
        finally
        {
            if (Directory.Exists(trial))
            {
                Directory.Delete(trial, recursive: true);
            }
        }
    }

    private static SortedDictionary<string, string> Metadata(TrainingPlan plan, ActivationShards shards)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["recipe"] = plan.Recipe.Name };
        foreach ((string name, string value) in shards.Metadata)
        {
            metadata.TryAdd(name, value);
        }

        return metadata;
    }

    private static TrainingRecord Record(TrainingPlan plan, PreparedTraining prepared, ActivationShards shards, StreamOptions stream, long steps, TrainingHistory history)
    {
        TrainedStep[] metrics = [.. Enumerable.Range(0, history.Count).Select(i => Step(history[i]))];
        string[] files = Directory.Exists(plan.Data) ? [.. Directory.EnumerateFiles(plan.Data, "*.safetensors").Order(StringComparer.Ordinal)] : [plan.Data];
        return new TrainingRecord(
            1, $"sim sae train {typeof(TrainVerb).Assembly.GetName().Version}", plan.Recipe.Name, plan.Values.All, shards.Width, plan.Features, plan.Seed, steps, steps * plan.Batch, plan.Batch,
            stream.BufferRows, stream.BlockRows, new TrainedData(shards.Rows, [.. files.Select(f => new TrainedFile(Path.GetFileName(f), new FileInfo(f).Length))], shards.Metadata),
            prepared.Normalisation.Name, prepared.Normalisation.Factor, CpuClass.Name(), plan.Format, metrics[^1], metrics);
    }

    private static TrainedStep Step(StepReport report) =>
        new(report.Step, Finite(report.Loss), report.MeanActive, Finite(report.Unexplained), report.Dead, report.LearningRate);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Words(StepReport report, int features) => string.Create(
        CultureInfo.InvariantCulture, $", loss {report.Loss:0.#####}, L0 {report.MeanActive:0.#}, FVU {report.Unexplained:0.####}, dead {100.0 * report.Dead / features:0.#} %");
}
