using System.Diagnostics;
using Sim.Interp.Formats;

namespace Sim.Tests.Interp.Formats;

/// <summary>Checkpoints that torch itself wrote, under the libraries' names, and ours read by it. Needs Debian's python3-torch.</summary>
public sealed class RealCheckpointTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void What_torch_saved_is_read_and_written_so_that_torch_loads_the_same()
    {
        const string lacking = "this test needs Debian's python3-torch";
        bool there = File.Exists(Python) && Start("-c", "import importlib.util as i, sys; sys.exit(i.find_spec('torch') is None)").Code == 0;
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.True(there, lacking);
        }

        Assert.SkipUnless(there, lacking);
        string folder = Directory.CreateTempSubdirectory("sim-sae-").FullName;
        Run("write", folder);
        string[] classes = ["AutoEncoder", "AutoEncoderNew", "GatedAutoEncoder", "AutoEncoderTopK", "BatchTopKSAE", "MatryoshkaBatchTopKSAE", "JumpReluAutoEncoder"];
        foreach (string name in classes)
        {
            SaeFormats.Write(Checked(SaeFormats.Read(Path.Combine(folder, name), "dictionary-learning")), Path.Combine(folder, name + "-again"), "dictionary-learning");
        }

        var batch = Checked(SaeFormats.Read(Path.Combine(folder, "batchtopk")));
        Assert.Equal((SaeArchitecture.BatchTopK, InputScaling.LayerNorm, 2), (batch.Architecture, batch.Conventions.Scaling, batch.Conventions.K));
        SaeFormats.Write(batch, Path.Combine(folder, "batchtopk-again"), "batchtopk");
        SaeFormats.Write(Checked(SaeFormats.Read(Path.Combine(folder, "layer0.sae.pt"), k: 2)), Path.Combine(folder, "layer0-again.sae.pt"), "qwen-scope");
        var groups = SaeFormats.Read(Path.Combine(folder, "MatryoshkaBatchTopKSAE")).Conventions.GroupSizes;
        Assert.Equal([2, 3], groups);
        Assert.False(SaeFormats.Read(Path.Combine(folder, "JumpReluAutoEncoder")).Conventions.CentreInput);
        Run("check", folder);
    }

    private static SaeCheckpoint Checked(SaeCheckpoint checkpoint)
    {
        Assert.Equal((3, 5), (checkpoint.Width, checkpoint.Features));
        for (int i = 0; i < 3; i++)
        {
            for (int f = 0; f < 5; f++)
            {
                Assert.Equal((10 * i) + f, checkpoint["W_enc"][i, f]);
                Assert.Equal(1000 + (10 * f) + i, checkpoint["W_dec"][f, i]);
            }
        }

        Assert.Equal([0, 0.125f, 0.25f], checkpoint["b_dec"].Values.ToArray());
        return checkpoint;
    }

    private static void Run(string task, string folder)
    {
        var (code, error) = Start(Repository.PathOf("tests", "Interp.Tests", "Formats", "real_checkpoints.py"), task, folder);
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
