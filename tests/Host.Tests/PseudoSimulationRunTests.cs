using System.Text.Json;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>The suite of pseudo-simulation with the executable and its bundled plugins.</summary>
public sealed class PseudoSimulationRunTests : IDisposable
{
    private static readonly Dictionary<string, string> NoVariables = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-pseudo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_suite_runs_to_the_same_bytes_again_and_with_other_jobs_and_its_recordings_can_be_scored()
    {
        string suite = Path.Combine(Root(), "scenarios", "pseudo-simulation.yaml");
        Passes("run", suite, "--out", "one", "--jobs", "1");
        Passes("run", suite, "--out", "again", "--jobs", "1");
        Passes("run", suite, "--out", "two", "--jobs", "2");
        string one = RunSnapshot.Of(Path.Combine(_folder, "one"));
        Assert.Equal(one, RunSnapshot.Of(Path.Combine(_folder, "again")));
        Assert.Equal(one, RunSnapshot.Of(Path.Combine(_folder, "two")));

        string[] cases = Directory.GetDirectories(Path.Combine(_folder, "one", "cases"));
        Assert.All(cases, c =>
        {
            var assessments = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(c, "assessment.json"))).RootElement;
            string text = assessments.GetRawText();
            Assert.Contains("epdms.stage2", text, StringComparison.Ordinal);
            Assert.Contains("second_reading", text, StringComparison.Ordinal);
            Assert.Contains("Stage two: 6 starts of", text, StringComparison.Ordinal);
        });

        string recording = Path.Combine(cases[0], "recording.mcap");
        string output = Passes("score", recording, "--with", "pseudo-simulation: { t0: 2 s, compat: sane }");
        Assert.Contains("t0 = 2 s (rule: 2 s), compat sane", output, StringComparison.Ordinal);
        string asked = Passes("score", recording, "--with", "pseudo-simulation: { stages: 2, starts: { max: 2, min: 2 }, frames: 1 }", "--driver", "constant-velocity");
        Assert.Matches(@"epdms\.driver_calls +3\b", asked);
    }

    private string Passes(params string[] arguments)
    {
        var (code, output, error) = SimProcess.Run(_folder, NoVariables, arguments);
        Assert.True(code == 0, $"sim {string.Join(' ', arguments)} ended with {code}: {error}");
        return output;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
