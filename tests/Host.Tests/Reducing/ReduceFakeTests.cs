using System.Text.Json;
using Sim.Host;
using Sim.Tests.Fakes;

namespace Sim.Tests.Reducing;

/// <summary>`sim minimise` and `sim boundary` over the fake modules, whose thresholds are known.</summary>
public sealed class ReduceFakeTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_failure_that_needs_nothing_loses_everything_and_names_its_parent()
    {
        string id = Run("  - { all: number <= 3.25 }", "n7");
        Assert.Equal(0, _world.Sim("minimise", $"r/cases/{id}", "--out", "smallest.yaml", "--json"));
        using var report = JsonDocument.Parse(_world.Out);

        Assert.Equal("minimal", report.RootElement.GetProperty("outcome").GetString());
        Assert.Equal("actor 'other' (car)", Assert.Single(report.RootElement.GetProperty("elements").EnumerateArray()).GetProperty("name").GetString());
        var scenario = CaseCodecs.Standard.ReadScenario(_world.Bytes("smallest.yaml"), "smallest.yaml", () => null);
        Assert.Equal("ego", Assert.Single(scenario.Actors).Id);
        Assert.Equal("minimise", scenario.Provenance.Generator);
        Assert.StartsWith($"cases/{id}/scenario.yaml sha256:", scenario.Provenance.Parents[^1], StringComparison.Ordinal);
        Assert.Contains("left out: actor 'other' (car)", scenario.Provenance.Assumptions);

        Assert.Equal(2, _world.Sim("minimise", id, "--run", "r", "--out", "smallest.yaml"));
        Assert.Contains("exists", _world.Error, StringComparison.Ordinal);
        Assert.Equal(4, _world.Sim("minimise", id, "--run", "r", "--max-runs", "2"));
        Assert.True(File.Exists(_world.At($"{id}-minimal.yaml")));
        Assert.Equal(0, _world.Sim("verify", "r"));
    }

    [Fact]
    public void What_passes_or_does_not_fail_again_is_not_looked_into()
    {
        string id = Run("  - { all: end_speed >= 4.6 m/s }\n  - { all: number <= 3.25 }", "n2", code: 1);
        _world.Driver.Extra = static (_, _) => 5;
        foreach (string verb in (string[])["minimise", "boundary"])
        {
            Assert.Equal(1, _world.Sim(verb, id, "--run", "r"));
            Assert.Contains("not reproducible: run 1 of 2 passes", _world.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_world.At($"{id}-minimal.yaml")));
        Directory.Delete(_world.At("r"), recursive: true);
        string passing = Run("  - { all: number <= 3.25 }", "n2");
        Assert.Equal(2, _world.Sim("minimise", passing, "--run", "r"));
        Assert.Contains("does not fail by itself", _world.Error, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sim("boundary", passing, "--run", "r"));
        Assert.Equal(2, _world.Sim("minimise", "n-0", "--run", "r"));
    }

    [Theory]
    [InlineData(null, "3", "4", "fails for n > 3.5 ± 0.5")]
    [InlineData("0.01", "3.25", "3.26", "fails for n > 3.255 ± 0.005")]
    [InlineData("1 %", "3.22", "3.31", "fails for n > 3.265 ± 0.045")]
    public void The_planted_threshold_is_found_within_the_tolerance(string? tolerance, string passes, string fails, string sentence)
    {
        string id = Run("  - { all: number <= 3.25 }", "n7");
        string[] more = tolerance is null ? [] : ["--tolerance", tolerance];
        Assert.Equal(0, _world.Sim(["boundary", id, "--run", "r", "--json", "--jobs", "1", .. more]));
        string one = _world.Out;
        using var report = JsonDocument.Parse(one);
        var number = Assert.Single(report.RootElement.GetProperty("numbers").EnumerateArray());

        Assert.Equal(("n", passes, fails), (number.GetProperty("name").GetString(), Plain(number, "passes_at"), Plain(number, "fails_at")));
        Assert.Equal(("7", "3"), (Plain(number, "failing_end"), Plain(number, "passing_end")));
        Assert.StartsWith(sentence, report.RootElement.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.True(report.RootElement.GetProperty("monotone").GetBoolean());
        Assert.Equal(0, _world.Sim(["boundary", id, "--run", "r", "--json", "--jobs", "3", .. more]));
        Assert.Equal(one, _world.Out);
    }

    [Fact]
    public void The_other_end_may_be_named_and_either_case_may_be_the_failing_one()
    {
        string id = Run("  - { all: number <= 3.25 }", "n7");
        string passing = Case("n1");
        Assert.Equal(0, _world.Sim("boundary", passing, "--run", "r", "--against", id, "--tolerance", "0.5", "--json"));
        using (var report = JsonDocument.Parse(_world.Out))
        {
            Assert.Equal((id, passing), (report.RootElement.GetProperty("case").GetString(), report.RootElement.GetProperty("against").GetString()));
        }

        Assert.Equal(0, _world.Sim("boundary", id, "--run", "r", "--parameter", "n", "--to", "2"));
        Assert.Equal(1, _world.Sim("boundary", id, "--run", "r", "--parameter", "n", "--to", "20"));
        Assert.Contains("no passing point: it does not pass at n 20", _world.Error, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sim("boundary", id, "--run", "r", "--parameter", "m"));
        Assert.Contains("no numeric parameter 'm'", _world.Error, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sim("boundary", id, "--run", "r", "--tolerance", "1 m"));
        Assert.Equal(2, _world.Sim("boundary", id, "--run", "r", "--to", "3"));
        Assert.Equal(1, _world.Sim("boundary", id, "--run", "r", "--against", Case("n9")));
    }

    private static string Plain(JsonElement number, string name) => Sim.Reports.Reducing.BoundaryAxis.Plain(number.GetProperty(name).GetDecimal());

    private string Run(string gates, string label, int code = 1)
    {
        Assert.Equal(code, _world.Sim("run", _world.Suite($"cases: [ {{ name: a, from: {{ fake: 10 }} }} ]\nexpect:\n{gates}"), "--out", "r"));
        return Case(label);
    }

    private string Case(string label) => Directory.GetDirectories(_world.At("r", "cases")).Select(f => Path.GetFileName(f)!).Single(id => id.StartsWith($"a-{label}-", StringComparison.Ordinal));
}
