using System.Diagnostics;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>A training in a real process, killed with SIGKILL after a state was saved, and resumed: the files of one that was never stopped.</summary>
public sealed class SaeKillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-sae-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_training_that_is_killed_and_resumed_ends_with_the_same_bytes()
    {
        Finish(Start("sae", "synthetic", "data", "--width", "16", "--tokens", "2k", "--directions", "32", "--active", "3", "--quiet"));
        Finish(Train("whole", "24k", "--threads", "1"));
        using (Process process = Train("part", "24k", "--threads", "2"))
        {
            string state = Path.Combine(_folder, "part", "state.safetensors");
            while (!process.WaitForExit(1) && !File.Exists(state))
            {
            }

            process.Kill();
            process.WaitForExit();
            Assert.True(File.Exists(state));
            Assert.True(process.ExitCode != 0, "the process ended before it was killed");
        }

        Finish(Train("part", "24k", "--resume"));
        foreach (string file in new[] { "sae_weights.safetensors", "cfg.json", "training.json", "state.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "whole", file)), File.ReadAllBytes(Path.Combine(_folder, "part", file)));
        }
    }

    private Process Train(string name, string tokens, params string[] more) => Start(
        ["sae", "train", "data", "--recipe", "dictionary_learning/topk", "--features", "64", "--set", "k=4", "--tokens", tokens, "--batch", "16", "--save-every", "20", "--out", name, "--quiet", .. more]);

    private Process Start(params string[] arguments) => SimProcess.Start(_folder, new Dictionary<string, string>(), arguments);

    private static void Finish(Process process)
    {
        using (process)
        {
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
        }
    }
}
