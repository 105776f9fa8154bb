using System.Text.Json;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>Scenarios of recordings with the executable and its bundled plugins, from what a fresh clone holds.</summary>
public sealed class RetrievalRunTests : IDisposable
{
    private static readonly Dictionary<string, string> NoVariables = [];
    private static readonly string Scenarios = Path.Combine(Root(), "scenarios");
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-retrieval-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_suite_that_comes_with_Sim_passes_and_gives_the_same_bytes_with_other_jobs()
    {
        string suite = Path.Combine(Scenarios, "retrieval.yaml");
        Passes(NoVariables, "run", suite, "--out", "one", "--jobs", "1");
        Passes(NoVariables, "run", suite, "--out", "two", "--jobs", "2");
        Assert.Equal(RunSnapshot.Of(At("one")), RunSnapshot.Of(At("two")));
        Assert.All(Statuses("one"), status => Assert.Equal("assessed", status));
    }

    [Fact]
    public void Twenty_cut_ins_of_the_data_folder_are_made_as_the_design_writes_them()
    {
        // The data folder of this test holds recordings of our own.
        Directory.CreateDirectory(At("data/commonroad"));
        foreach (string file in Directory.GetFiles(Path.Combine(Scenarios, "recordings"), "cut-in-*.mcap"))
        {
            File.Copy(file, Path.Combine(At("data/commonroad"), Path.GetFileName(file)));
        }

        Suite("""- { name: like-these, from: { retrieval: { index: "${SIM_DATA}/commonroad", like: cut-in, count: 20 } } }""");
        Passes(new() { ["SIM_DATA"] = At("data") }, "run", "suite.yaml", "--out", "run", "--jobs", "2");
        string[] statuses = Statuses("run");
        Assert.Equal(20, statuses.Length);
        Assert.All(statuses, status => Assert.Equal("assessed", status));
        string[] scenarios = [.. Directory.GetFiles(At("run/cases"), "scenario.yaml", SearchOption.AllDirectories).Select(File.ReadAllText)];
        Assert.All(scenarios, s => Assert.Contains("cut-in, retrieval", s, StringComparison.Ordinal));
        Assert.Equal(20, scenarios.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Runs_of_crash_reports_become_an_index_and_critical_templates_for_a_road_of_ones_own()
    {
        Passes(NoVariables, "run", Path.Combine(Scenarios, "crash-reports.yaml"), "--driver", "log-replay", "--filter", "id = reports-rear-end-striking-*", "--keep", "all", "--out", "crashes");
        Passes(NoVariables, "retrieval", "add", "index", "crashes");
        Assert.Equal(3, Passes(NoVariables, "retrieval", "list", "index").Split("crashes/cases/reports-rear-end-striking-").Length - 1);
        foreach (string file in new[] { "scenes/two-lanes.yaml", "maps/straight-2x2.xodr" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            File.Copy(Path.Combine(Scenarios, file), At(file));
        }

        Suite("""
            - { name: moved, from: { retrieval: { critical: crashes, into: scenes/two-lanes.yaml, count: 4 } } }
              - { name: found, from: { retrieval: { index: index, like: following, count: 2 } } }
            """);
        Passes(NoVariables, "run", "suite.yaml", "--out", "run", "--keep", "all");
        Assert.Equal(["assessed", "assessed", "assessed", "assessed", "assessed", "assessed"], Statuses("run"));
        string[] moved = [.. Directory.GetDirectories(At("run/cases"), "moved-*").Order(StringComparer.Ordinal).Select(c => File.ReadAllText(Path.Combine(c, "scenario.yaml")))];
        Assert.All(moved, scenario =>
        {
            Assert.Contains("straight-2x2", scenario, StringComparison.Ordinal);
            Assert.Contains("ego_id: me", scenario, StringComparison.Ordinal);
            Assert.Contains("id: retrieved-V2", scenario, StringComparison.Ordinal);
            Assert.Matches("crashes/cases/reports-rear-end-striking-.*sha256:[0-9a-f]{64} critical at [0-9]+", scenario);
        });
    }

    private void Suite(string entries) => File.WriteAllText(At("suite.yaml"), $"""
        schema: 1
        suite: s
        driver: idm
        simulator: embedded
        cases:
          {entries}
        assess: [criticality]
        """);

    private string[] Statuses(string run) => [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(At(run), "report.json"))).RootElement.GetProperty("cases").EnumerateArray()
        .Select(c => c.GetProperty("result").GetProperty("status").GetString()!)];

    private string At(string path) => Path.Combine(_folder, path);

    private string Passes(Dictionary<string, string> variables, params string[] arguments)
    {
        var (code, output, error) = SimProcess.Run(_folder, variables, arguments);
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
