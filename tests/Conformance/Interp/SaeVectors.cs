using System.Text.Json;
using Sim.Interp;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Interp;

/// <summary>One recorded training of a library: parameters before, a batch for each step, and what the library computed.</summary>
internal sealed class SaeVectors : IDisposable
{
    private readonly SafetensorsFile _tensors;
    private readonly JsonDocument? _json;

    private SaeVectors(string name, SafetensorsFile tensors, JsonDocument? json) => (Name, _tensors, _json) = (name, tensors, json);

    /// <summary>Folder and file, for messages.</summary>
    public string Name { get; }

    /// <summary>What was set.</summary>
    public JsonElement Json => _json!.RootElement;

    /// <summary>The scalars of each step.</summary>
    public JsonElement Steps => Json.GetProperty("steps");

    /// <summary>All recorded trainings of a folder.</summary>
    public static IEnumerable<SaeVectors> All(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(GoldenData.Golden("interp/" + folder), "*.json").Order(StringComparer.Ordinal))
        {
            string tensors = Path.ChangeExtension(path, ".safetensors");
            if (File.Exists(tensors))
                yield return new SaeVectors(folder + "/" + Path.GetFileNameWithoutExtension(path), SafetensorsFile.Open(tensors), JsonDocument.Parse(File.ReadAllBytes(path)));
        }
    }

    /// <summary>One file of tensors, with what is told beside it where there is such a file; null where there is none.</summary>
    public static SaeVectors? Find(string folder, string file)
    {
        string tensors = Path.Combine(GoldenData.Golden("interp"), folder, file + ".safetensors"), json = Path.ChangeExtension(tensors, ".json");
        return !File.Exists(tensors) ? null : new SaeVectors($"{folder}/{file}", SafetensorsFile.Open(tensors), File.Exists(json) ? JsonDocument.Parse(File.ReadAllBytes(json)) : null);
    }

    /// <summary>Names of all tensors, in order.</summary>
    public IEnumerable<string> Names => _tensors.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal);

    /// <summary>Length of each dimension of a tensor.</summary>
    public int[] Shape(string name) => [.. _tensors[name].Shape.ToArray().Select(length => (int)length)];

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => _tensors.TryGet(name, out _);

    /// <summary>A tensor.</summary>
    public Tensor Tensor(string name) => _tensors.ReadFloat(name);

    /// <summary>Whole numbers.</summary>
    public double[] Numbers(string name) => _tensors[name].ReadDouble();

    /// <summary>A tensor turned round.</summary>
    public Tensor Transposed(string name)
    {
        Tensor stored = Tensor(name);
        var turned = new Tensor(stored.Columns, stored.Rows);
        for (int row = 0; row < stored.Rows; row++)
        {
            for (int column = 0; column < stored.Columns; column++)
                turned[column, row] = stored[row, column];
        }

        return turned;
    }

    /// <summary>Steps of a trainer over the batches, each compared: codes, reconstructions, gradients as they arrive, parameters after.</summary>
    /// <param name="report">Collects.</param>
    /// <param name="trainer">Begins with the recorded parameters.</param>
    /// <param name="names">For each of our parameters, the library's name of it; with ".T" behind it where the library stores it the other way round.</param>
    /// <param name="codes">What the library calls codes.</param>
    /// <param name="reconstruction">What it calls the reconstruction; null where it has none of that name.</param>
    /// <param name="step">Compares scalars and what else a step has.</param>
    /// <param name="gradients">What it calls gradients.</param>
    /// <param name="before">Called before a step.</param>
    public void Train(VectorReport report, SaeTrainer trainer, IReadOnlyDictionary<string, string> names, string codes, string? reconstruction, Action<int, JsonElement, Pass> step, string gradients = "rawgrad", Action<int>? before = null)
    {
        report.Case();
        for (int i = 0; Has($"x.{i}"); i++)
        {
            before?.Invoke(i);
            Pass pass = trainer.Backward(Tensor($"x.{i}"), Has($"y.{i}") ? Tensor($"y.{i}") : null);
            if (Has($"step{i}.{codes}"))
                Forward(report, $"step{i}.{codes}", pass.Codes.ToDense());
            if (reconstruction is not null)
                Forward(report, $"step{i}.{reconstruction}", pass.Reconstruction.Value);
            step(i, Steps[i], pass);
            foreach ((string ours, string theirs) in names)
            {
                if (Stored($"step{i}.{gradients}.", theirs) is { } gradient)
                    Near(report, $"{Name} step{i}.{gradients}.{theirs}", gradient, trainer.Model[ours].Gradient ?? new Tensor(gradient.Shape), 1e-3, 1e-5);
            }

            trainer.Update();
            foreach ((string ours, string theirs) in names)
            {
                if (Stored($"step{i}.after.", theirs) is { } after)
                    After(report, $"{Name} step{i}.after.{theirs}", after, trainer.Model[ours].Value, Stored($"step{i}.{gradients}.", theirs));
            }
        }
    }

    /// <summary>Compares what a forward pass gives.</summary>
    public void Forward(VectorReport report, string name, Tensor found) => Near(report, $"{Name} {name}", Tensor(name), found, 1e-4, 1e-5);

    /// <summary>Compares parameters at the end.</summary>
    public void Final(VectorReport report, SaeTrainer trainer, IReadOnlyDictionary<string, string> names, string prefix)
    {
        foreach ((string ours, string theirs) in names)
        {
            if (Stored(prefix, theirs) is { } after)
                After(report, $"{Name} {prefix}{theirs}", after, trainer.Model[ours].Value, null);
        }
    }

    /// <summary>Compares element by element.</summary>
    public static void Near(VectorReport report, string where, Tensor expected, Tensor found, double relative, double absolute)
    {
        report.Same(where + " elements", expected.Count, found.Count);
        for (int i = 0; i < Math.Min(expected.Count, found.Count); i++)
            report.Near($"{where}[{i}]", expected.Values[i], found.Values[i], relative, absolute);
    }

    /// <summary>Disposes of the files.</summary>
    public void Dispose()
    {
        _tensors.Dispose();
        _json?.Dispose();
    }

    // A step of Adam on a gradient near zero flips its sign easily: what deviates there counts by its share of the whole only.
    private static void After(VectorReport report, string where, Tensor expected, Tensor found, Tensor? gradient)
    {
        double squares = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            double difference = expected.Values[i] - found.Values[i];
            squares += difference * difference;
        }

        bool near = Math.Sqrt(squares / Math.Max(1, expected.Count)) <= 2e-4;
        for (int i = 0; i < expected.Count; i++)
        {
            if (!near || gradient is null || Math.Abs(gradient.Values[i]) > 1e-6)
                report.Near($"{where}[{i}]", expected.Values[i], found.Values[i], 0, near && gradient is null ? 2e-3 : 2e-4);
        }
    }

    private Tensor? Stored(string prefix, string name)
    {
        bool turned = name.EndsWith(".T", StringComparison.Ordinal);
        string full = prefix + (turned ? name[..^2] : name);
        return !Has(full) ? null : turned ? Transposed(full) : Tensor(full);
    }
}
