using System.Diagnostics;
using System.Globalization;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>The executable with its bundled plugins, on suites that need nothing else.</summary>
public sealed class RealRunTests : IDisposable
{
    private static readonly Dictionary<string, string> NoVariables = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-real-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_init_writes_runs_and_passes_and_replays()
    {
        Passes(NoVariables, "init", "mine");
        Passes(NoVariables, "validate", "mine/suite.yaml", "mine/vehicles/sedan.yaml");
        Passes(NoVariables, "run", "mine/suite.yaml", "--out", "r");
        string id = Path.GetFileName(Directory.GetDirectories(Path.Combine(_folder, "r", "cases")).Order(StringComparer.Ordinal).Last());
        Passes(NoVariables, "replay", $"r/cases/{id}");
        Passes(NoVariables, "replay", $"r/cases/{id}", "--live");
        Passes(NoVariables, "score", $"r/cases/{id}/recording.mcap", "--with", "criticality");
        Passes(NoVariables, "export", $"r/cases/{id}", "--out", "exports");
        Assert.Equal(["case.mcap", "moments.png", "moments.svg", "replay.glb"], Directory.GetFiles(Path.Combine(_folder, "exports")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Passes(NoVariables, "score", "exports/case.mcap", "--with", "criticality");
        Passes(NoVariables, "convert", $"r/cases/{id}/recording.mcap", "again.json");
        Passes(NoVariables, "convert", "again.json", "again.mcap");
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "r", "cases", id, "recording.mcap")), File.ReadAllBytes(Path.Combine(_folder, "again.mcap")));
    }

    [Fact]
    public void Jobs_shards_and_instruction_sets_give_the_same_bytes()
    {
        Passes(NoVariables, "init", "mine");
        Passes(NoVariables, "run", "mine/suite.yaml", "--out", "one", "--jobs", "1");
        string one = RunSnapshot.Of(Path.Combine(_folder, "one"));
        (string Name, Dictionary<string, string> Variables)[] machines =
        [
            ("two-jobs", NoVariables),
            ("no-avx512", new() { ["DOTNET_EnableAVX512"] = "0", ["DOTNET_EnableAVX512F"] = "0" }),
            ("no-avx2", new() { ["DOTNET_EnableAVX2"] = "0" }),
            ("no-intrinsics", new() { ["DOTNET_EnableHWIntrinsic"] = "0" }),
        ];
        foreach (var (name, variables) in machines)
        {
            Passes(variables, "run", "mine/suite.yaml", "--out", name, "--jobs", "2");
            Assert.Equal(one, RunSnapshot.Of(Path.Combine(_folder, name)));
        }

        for (int i = 1; i <= 3; i++)
        {
            Passes(NoVariables, "run", "mine/suite.yaml", "--out", $"part-{i}", "--shard", $"{i}/3");
        }

        Passes(NoVariables, "merge", "part-1", "part-2", "part-3", "--out", "merged");
        Assert.Equal(one, RunSnapshot.Of(Path.Combine(_folder, "merged")));
    }

    [Fact]
    public void An_interrupted_process_ends_in_good_order_and_resumes()
    {
        Passes(NoVariables, "init", "mine");
        string suite = Path.Combine(_folder, "mine", "suite.yaml");
        string text = File.ReadAllText(suite);
        bool interrupted = false;
        // A machine that is busy with something else may let a run end before this test looks again; then one with more cases is interrupted.
        for (double step = 0.1; !interrupted && step > 0.005; step /= 2)
        {
            if (Directory.Exists(Path.Combine(_folder, "r")))
            {
                Directory.Delete(Path.Combine(_folder, "r"), recursive: true);
            }

            File.WriteAllText(suite, text.Replace("step 20 km/h", FormattableString.Invariant($"step {step} km/h"), StringComparison.Ordinal));
            interrupted = IsInterrupted();
        }

        Assert.True(interrupted);
        Assert.True(File.Exists(Path.Combine(_folder, "r", "report.json")));
        Assert.False(File.Exists(Path.Combine(_folder, "r", "results.sqlite-wal")));
        Passes(NoVariables, "run", "mine/suite.yaml", "--out", "r", "--resume", "--quiet");
    }

    // False when the run had ended before.
    private bool IsInterrupted()
    {
        using (var process = SimProcess.Start(_folder, NoVariables, "run", "mine/suite.yaml", "--out", "r", "--quiet", "--json"))
        {
            string cases = Path.Combine(_folder, "r", "cases");
            while (!process.WaitForExit(1) && !(Directory.Exists(cases) && Directory.EnumerateDirectories(cases).Any()))
            {
            }

            using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                return false;
            }

            Assert.True(process.ExitCode == 130, $"it ended with {process.ExitCode}: {error.Result}");
            Assert.Contains("\"stop\": \"interrupted\"", output, StringComparison.Ordinal);
            return true;
        }
    }

    private void Passes(Dictionary<string, string> variables, params string[] arguments)
    {
        var (code, _, error) = SimProcess.Run(_folder, variables, arguments);
        Assert.True(code == 0, $"sim {string.Join(' ', arguments)} ended with {code}: {error}");
    }
}
