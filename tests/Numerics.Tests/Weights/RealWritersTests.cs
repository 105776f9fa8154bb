using System.Diagnostics;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Weights;

/// <summary>Files of the libraries that own the formats, read by us, and ours read by them. Needs Debian's python3-numpy and python3-torch.</summary>
public sealed class RealWritersTests
{
    private const string Python = "/usr/bin/python3";

    // Python starts its libraries slowly: once for all that they write.
    private static readonly Lazy<string> Torch = new(() => Written("torch"));

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-weights-").FullName;

    [Fact]
    public void Arrays_that_numpy_writes_are_read()
    {
        Require("numpy");
        Run("numpy", "write", _folder);
        foreach (string packed in new[] { "stored.npz", "packed.npz" })
        {
            using var file = NpzFile.Open(Path.Combine(_folder, packed));
            Assert.Equal(48, file.Names.Count);
            foreach (string name in file.Names)
            {
                Assert.Equal([2, 3, 4], file[name].Shape.ToArray());
                Assert.Equal(Enumerable.Range(0, 24).Select(i => (double)(name.StartsWith("b1", StringComparison.Ordinal) ? i % 2 : i)), file[name].ReadDouble());
            }
        }

        for (int version = 1; version <= 3; version++)
        {
            using var file = NpyFile.Open(Path.Combine(_folder, $"v{version}.npy"));
            Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), file.Array.ReadFloat().Values.ToArray());
        }

        using var scalar = NpyFile.Open(Path.Combine(_folder, "scalar.npy"));
        Assert.Equal([-3.0], scalar.Array.ReadDouble());
        using var none = NpyFile.Open(Path.Combine(_folder, "none.npy"));
        Assert.Equal([3, 0, 2], none.Array.ReadFloat().Shape.ToArray());
        Assert.Contains("'|O'", Assert.Throws<InputException>(() => NpyFile.Open(Path.Combine(_folder, "objects.npy"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_that_we_write_are_read_by_numpy_and_are_the_same_bytes()
    {
        Require("numpy");
        float[] values = [0, 1, 0, 1, 0, 1];
        NpyFile.Save(Path.Combine(_folder, "ours_f4.npy"), Tensor.Wrap(values, 2, 3));
        NpyFile.Save(Path.Combine(_folder, "ours_f8.npy"), Array.ConvertAll(values, v => (double)v), 2, 3);
        foreach (var (kind, type) in new[] { ("i4", ElementType.I32), ("i8", ElementType.I64), ("u1", ElementType.U8), ("b1", ElementType.Bool) })
        {
            NpyFile.Save(Path.Combine(_folder, $"ours_{kind}.npy"), Array.ConvertAll(values, v => (long)v), type, 2, 3);
        }

        NpyFile.Save(Path.Combine(_folder, "ours_one.npy"), Tensor.Wrap([7f]));
        Run("numpy", "check", _folder);
    }

    [Theory]
    [InlineData("values.pt")]
    [InlineData("values4.pt")]
    public void Values_that_torch_writes_are_read(string name)
    {
        Require("torch");
        using var file = TorchFile.Open(Path.Combine(Torch.Value, name));
        double[] counting = [.. Enumerable.Range(0, 24).Select(i => (double)i)];
        foreach (var (key, value) in file.Root.Entries.Where(e => e.Key.Text!.StartsWith("kind_", StringComparison.Ordinal)))
        {
            Assert.Equal(key.Text == "kind_bool" ? [.. counting.Select(v => v == 0 ? 0.0 : 1)] : counting, value.Tensor!.ReadDouble());
        }

        Assert.Equal([6, 4], file["transposed"].Shape.ToArray());
        Assert.Equal([0, 6, 12, 18, 1], file["transposed"].ReadFloat().Values[..5].ToArray());
        Assert.Equal([6, 8, 10, 12, 14, 16], file["part"].ReadFloat().Values.ToArray());
        Assert.Equal([12, 13, 14, 15, 16, 17], file["row"].ReadFloat().Values.ToArray());
        Assert.Equal([5], file["scalar"].ReadInt64());
        Assert.Equal([0, 3], file["none"].ReadFloat().Shape.ToArray());
        Assert.Equal(counting, file["parameter"].ReadDouble());
        Assert.True(file.Root.TryGet("config", out var config));
        Assert.Equal(["lr", "steps", "minus", "name", "list", "tuple"], config.Entries.Select(e => e.Key.Text));
        Assert.Equal((1e-4, 1_000_000_000_000, -1, "é"), (config.Entries[0].Value.Number, config.Entries[1].Value.Whole, config.Entries[2].Value.Whole, config.Entries[3].Value.Text));
        Assert.Equal([PickleKind.Whole, PickleKind.None, PickleKind.Flag], config.Entries[4].Value.Items.Select(i => i.Kind));
        Assert.Equal(2.5, config.Entries[5].Value.Items[1].Items[0].Number);
    }

    [Fact]
    public void Checkpoints_of_models_and_optimisers_are_read_and_programs_are_refused()
    {
        Require("torch");
        using var model = TorchFile.Open(Path.Combine(Torch.Value, "model.pt"));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"], model.Root.Entries.Select(e => e.Key.Text));
        Assert.Equal([4, 6], model["0.weight"].Shape.ToArray());
        using var checkpoint = TorchFile.Open(Path.Combine(Torch.Value, "optimiser.pt"));
        Assert.True(checkpoint.Root.TryGet("optimiser", out var optimiser) && optimiser.TryGet("state", out var state) && state.Entries.Count == 4 && state.Entries[0].Key.Whole == 0);
        foreach (var (name, reason) in new[] { ("legacy.pt", "before 1.6"), ("module.pt", "'torch.nn.modules.container.Sequential'"), ("expanded.pt", "does not fit"), ("complex.pt", "'torch.ComplexFloatStorage'"), ("script.pt", "TorchScript") })
        {
            Assert.Contains(reason, Assert.Throws<InputException>(() => TorchFile.Open(Path.Combine(Torch.Value, name))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_that_we_write_are_read_by_torch()
    {
        Require("torch");
        var writer = new TorchWriter();
        writer.Add("w", Tensor.Wrap([0, 1, 2, 3, 4, 5], 2, 3));
        writer.Add("k", new long[] { 32 }, ElementType.I32);
        writer.Add("mask", new long[] { 1, 0 }, ElementType.Bool, 2);
        writer.Add("none", new Tensor(0, 4));
        writer.Add("steps", 5_000_000_000);
        writer.Add("lr", 1e-4);
        writer.Add("name", "é");
        writer.Save(Path.Combine(_folder, "ours.pt"));
        Run("torch", "check", _folder);
    }

    private static void Require(string library)
    {
        string lacking = $"this test needs Debian's python3-{library}";
        bool there = File.Exists(Python) && Start("-c", $"import importlib.util as i, sys; sys.exit(i.find_spec('{library}') is None)").Code == 0;
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.True(there, lacking);
        }

        Assert.SkipUnless(there, lacking);
    }

    private static string Written(string library)
    {
        string folder = Directory.CreateTempSubdirectory("sim-weights-").FullName;
        Run(library, "write", folder);
        return folder;
    }

    private static void Run(string library, string task, string folder)
    {
        var (code, error) = Start(Repository.PathOf("tests", "Numerics.Tests", "Weights", "real_writers.py"), library, task, folder);
        Assert.True(code == 0, error);
    }

    private static (int Code, string Error) Start(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
