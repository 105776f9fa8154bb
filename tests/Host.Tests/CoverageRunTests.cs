using System.Text.Json;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>Coverage and requirements from the suite to report.json, on fake modules and on the real ones.</summary>
public sealed class CoverageRunTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    private JsonElement Report(string run) => JsonDocument.Parse(_world.Bytes(run, "report.json")).RootElement;

    private string Cases(int count, string rest = "") => _world.Suite($"cases: [ {{ name: a, covers: R-1, odd: {{ light: day }}, from: {{ fake: {count} }} }} ]\nexpect: [ {{ none: crashed }} ]\n{rest}");

    [Fact]
    public void Run_shards_merge_and_report_give_the_same_coverage_and_trace()
    {
        File.WriteAllText(_world.At("r.csv"), "id,text,category\nR-1,x,traffic\nR-2,y,\n");
        Cases(6, "requirements: r.csv\nodd: { light: { day: 3, night: 1 } }\ncoverage: { strength: 1, odd_runs: 2, parameters: { a: { n: 0 | 3 | 6 | 9 } } }");
        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "one"));
        Assert.Contains("coverage: values 66.6 % of 3, ODD 75 % of the exposure (1 of 2 combinations), grade", _world.Error, StringComparison.Ordinal);
        Assert.Contains("requirements: 1 met, 1 untested", _world.Error, StringComparison.Ordinal);
        byte[] one = _world.Bytes("one", "report.json");

        var report = Report("one");
        Assert.Equal(["0..3", "3..6", "6..9"], report.GetProperty("coverage").GetProperty("entries")[0].GetProperty("parameters")[0].GetProperty("bins").EnumerateArray().Select(b => b.GetProperty("label").GetString()));
        Assert.Equal(0.75, report.GetProperty("coverage").GetProperty("odd").GetProperty("exposure_share").GetDouble());
        Assert.Contains(report.GetProperty("identity").GetProperty("inputs").EnumerateArray(), i => i.GetProperty("key").GetString() == "r.csv");

        for (int i = 1; i <= 2; i++)
        {
            _world.Sim("run", "s.yaml", "--out", $"part-{i}", "--shard", $"{i}/2");
        }

        Assert.Equal("open", Report("part-1").GetProperty("requirements").GetProperty("requirements")[0].GetProperty("verdict").GetString());
        Assert.Equal(0, _world.Sim("merge", "part-1", "part-2", "--out", "merged"));
        Assert.Equal(one, _world.Bytes("merged", "report.json"));

        File.Delete(_world.At("r.csv"));
        Assert.Equal(0, _world.Sim("report", "one"));
        Assert.Equal(one, _world.Bytes("one", "report.json"));
    }

    [Theory]
    [InlineData("id,text\nR-1,a\nR-1,b\n", "r.csv:3")]
    [InlineData("name\n", "r.csv:1")]
    public void A_bad_file_of_requirements_is_a_usage_error_with_file_and_line(string content, string place)
    {
        File.WriteAllText(_world.At("r.csv"), content);
        Cases(1, "requirements: r.csv");
        Assert.Equal(2, _world.Sim("run", "s.yaml", "--out", "x"));
        Assert.Contains(place, _world.Error, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sim("validate", "s.yaml"));
        Assert.False(Directory.Exists(_world.At("x")));
    }

    [Theory]
    [InlineData("values", "66 %", 0)]
    [InlineData("values", "67 %", 1)]
    [InlineData("odd", "75 %", 0)]
    [InlineData("odd", "80 %", 1)]
    [InlineData("grade", "50 %", 0)]
    [InlineData("requirements", "50 %", 0)]
    [InlineData("requirements", "51 %", 1)]
    public void Gates_on_coverage_decide(string item, string share, int code)
    {
        File.WriteAllText(_world.At("r.csv"), "id,text\nR-1,x\nR-2,y\n");
        _world.Suite($"cases: [ {{ name: a, covers: R-1, odd: {{ light: day }}, from: {{ fake: 6 }} }} ]\nexpect: [ {{ none: crashed }}, {{ coverage: {item}, at_least: {share} }} ]\nrequirements: r.csv\nodd: {{ light: {{ day: 3, night: 1 }} }}\ncoverage: {{ strength: 1, parameters: {{ a: {{ n: 0 | 3 | 6 | 9 }} }} }}");
        Assert.Equal(code, _world.Sim("run", "s.yaml", "--out", "x"));
        Assert.Equal(code == 0 ? "passed" : "failed", Report("x").GetProperty("gates")[1].GetProperty("outcome").GetString());
        Assert.StartsWith(code == 0 ? "passed" : "failed", Report("x").GetProperty("verdict").GetString(), StringComparison.Ordinal);

        // Half of the cases cannot say that a share is missed.
        Assert.NotEqual(1, _world.Sim("run", "s.yaml", "--out", "half", "--filter", "n != 5"));
    }

    [Theory]
    [InlineData("odd", "")]
    [InlineData("grade", "coverage: { }")]
    [InlineData("requirements", "")]
    [InlineData("pairs", "")]
    [InlineData("values", "coverage: { parameters: { a: { m: 0 | 3 } } }")]
    [InlineData("values", "coverage: { exclude: [ { n: 9 } ] }")]
    [InlineData("values", "coverage: { exclude: [ { m: 1 } ] }")]
    public void Asking_for_what_the_suite_does_not_have_is_a_usage_error(string item, string rest)
    {
        _world.Suite($"cases: [ {{ name: a, from: {{ fake: 3 }} }} ]\nexpect: [ {{ coverage: {item}, at_least: 1 % }} ]\n{rest}");
        Assert.Equal(2, _world.Sim("run", "s.yaml", "--out", "x"));
    }

    [Fact]
    public void The_verb_shows_a_run_and_a_suite_that_was_not_run()
    {
        Cases(4, "odd: { light: [day, night] }\ncoverage: { parameters: { a: { n: 0 | 2 | 9 | 12 } } }");
        Assert.Equal(0, _world.Sim("coverage", "s.yaml", "--missing"));
        Assert.Contains("2 of 3", _world.Error, StringComparison.Ordinal);
        Assert.Contains("n = 9..12", _world.Error, StringComparison.Ordinal);
        Assert.Contains("light = night", _world.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.At("runs")));

        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "x"));
        Assert.Equal(0, _world.Sim("coverage", "x", "--json"));
        Assert.Equal(2, JsonDocument.Parse(_world.Out).RootElement.GetProperty("entries")[0].GetProperty("ways")[0].GetProperty("covered").GetInt32());
        Assert.Equal(0, _world.Sim("coverage", "x", "--yaml"));
        Assert.Contains("  - name: a-missing-1\n    covers: [R-1]\n    odd: { light: day }\n    from: { fake: \"4\", with: { n: \"10.5\" } }", _world.Out, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sim("coverage", "x", "--strength", "4"));
        Assert.Equal(2, _world.Sim("coverage", "nowhere"));
    }

    [Fact]
    public void A_run_without_gates_meets_no_requirement()
    {
        _world.Suite("cases: [ { name: a, covers: R-1, from: { fake: 2 } } ]");
        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "x"));
        Assert.Equal("open", Report("x").GetProperty("requirements").GetProperty("requirements")[0].GetProperty("verdict").GetString());
    }

    [Fact]
    public void The_suite_that_comes_with_sim_covers_and_proves_what_it_says()
    {
        string suite = Path.Combine(Scenarios(), "requirements.yaml");
        var (code, _, error) = SimProcess.Run(_world.Folder, new Dictionary<string, string>(), "run", suite, "--out", "r");
        Assert.True(code == 0, error);
        var report = Report("r");
        var requirements = report.GetProperty("requirements").GetProperty("requirements").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("verdict").GetString());
        Assert.Equal(("met", "met", "met", "untested"), (requirements["REQ-CUTIN-1"], requirements["REQ-AHEAD-1"], requirements["REQ-PED-1"], requirements["REQ-GRIP-1"]));
        Assert.Single(report.GetProperty("requirements").GetProperty("cases_without").EnumerateArray());
        var odd = report.GetProperty("coverage").GetProperty("odd");
        Assert.Equal((5, 4), (odd.GetProperty("combinations").GetInt32(), odd.GetProperty("covered").GetInt32()));
        Assert.Equal("road = parking is not declared", Assert.Single(odd.GetProperty("outside").EnumerateArray()).GetProperty("reason").GetString());

        (code, string yaml, error) = SimProcess.Run(_world.Folder, new Dictionary<string, string>(), "coverage", "r", "--yaml", "--strength", "3");
        Assert.True(code == 0, error);
        File.Copy(Path.Combine(Scenarios(), "requirements.csv"), _world.At("requirements.csv"));
        Directory.CreateDirectory(_world.At("vehicles"));
        File.Copy(Path.Combine(Scenarios(), "vehicles", "sedan.yaml"), _world.At("vehicles", "sedan.yaml"));
        string more = File.ReadAllText(suite).Replace("assess:", yaml + "assess:", StringComparison.Ordinal);
        File.WriteAllText(_world.At("more.yaml"), more);
        (code, _, error) = SimProcess.Run(_world.Folder, new Dictionary<string, string>(), "validate", "more.yaml");
        Assert.True(code == 0, error + more);
    }

    [Fact]
    public void The_cases_that_a_report_offers_for_what_is_missing_can_be_planned_and_cover_it()
    {
        const string Suite = """
            schema: 1
            suite: holes
            seed: 3
            driver: idm
            simulator: { use: embedded, step: 0.2 s }
            cases:
              - name: cut-in
                covers: [R-1]
                odd: { road: motorway }
                from: { template: r157/cut-in, with: { speed: "20..30 m/s", from: "left | right", ttc: 3 s }, sample: { use: latin-hypercube, count: 2 } }
              - name: brake
                from: { template: r157/deceleration, with: { speed: "10 | 20 m/s", decel: "2..6 m/s^2" }, sample: { use: latin-hypercube, count: 2 } }
            ADDED
            coverage: { strength: 2, parameters: { brake: { decel: "2 | 4 | 6 m/s^2" } } }

            """;
        File.WriteAllText(_world.At("s.yaml"), Suite.Replace("ADDED\n", "", StringComparison.Ordinal));
        var (code, _, error) = SimProcess.Run(_world.Folder, new Dictionary<string, string>(), "run", "s.yaml", "--out", "one", "--keep", "none");
        Assert.True(code == 0, error);
        var entries = Report("one").GetProperty("coverage").GetProperty("entries");
        Assert.Equal((10, 4), (Feasible(entries[0]), Feasible(entries[1])));
        string added = string.Concat(entries.EnumerateArray().Select(e => e.GetProperty("missing_cases").GetString()));
        Assert.DoesNotContain("..", added, StringComparison.Ordinal);
        Assert.Contains("name: cut-in-missing-1\n    covers: [R-1]\n    odd: { road: motorway }\n", added, StringComparison.Ordinal);

        File.WriteAllText(_world.At("s.yaml"), Suite.Replace("ADDED\n", added, StringComparison.Ordinal));
        (code, _, error) = SimProcess.Run(_world.Folder, new Dictionary<string, string>(), "run", "s.yaml", "--out", "two", "--keep", "none");
        Assert.True(code == 0, error);
        entries = Report("two").GetProperty("coverage").GetProperty("entries");
        Assert.Equal(["cut-in", "brake"], entries.EnumerateArray().Select(e => e.GetProperty("entry").GetString()));
        Assert.All(entries.EnumerateArray(), e => Assert.Equal((Feasible(e), ""), (e.GetProperty("ways")[1].GetProperty("covered").GetInt32(), e.GetProperty("missing_cases").GetString())));

        static int Feasible(JsonElement entry) => entry.GetProperty("ways")[1].GetProperty("feasible").GetInt32();
    }

    private static string Scenarios()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "scenarios");
    }
}
