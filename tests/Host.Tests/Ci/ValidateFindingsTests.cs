using System.Text.Json;
using Sim.Tests.Fakes;
using Sim.Tests.Reports.Ci;

namespace Sim.Tests.Ci;

public sealed class ValidateFindingsTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_mistake_in_a_suite_has_rule_file_line_and_column()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]\nexpct: [ ]");
        Assert.Equal(2, _world.Sim("validate", suite, "--sarif", "f.sarif", "--code-quality", "f.json"));
        var result = Assert.Single(Results("f.sarif"));
        var physical = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("SIM001", result.GetProperty("ruleId").GetString());
        Assert.Equal("s.yaml", physical.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal((8, 1), (physical.GetProperty("region").GetProperty("startLine").GetInt32(), physical.GetProperty("region").GetProperty("startColumn").GetInt32()));
        Assert.Contains("unknown key 'expct'", result.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
        using var quality = JsonDocument.Parse(_world.Bytes("f.json"));
        var issue = Assert.Single(quality.RootElement.EnumerateArray());
        Assert.Equal(("s.yaml", 8), (issue.GetProperty("location").GetProperty("path").GetString(), issue.GetProperty("location").GetProperty("lines").GetProperty("begin").GetInt32()));
    }

    [Fact]
    public void Sound_files_give_a_file_without_results_so_that_old_findings_are_closed()
    {
        Assert.Equal(0, _world.Sim("validate", _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]"), "--sarif", "f.sarif"));
        Assert.Empty(Results("f.sarif"));
    }

    [Fact]
    public void Waivers_that_ended_or_match_nothing_are_findings_of_their_line()
    {
        string suite = _world.Suite("""
            cases: [ { name: a, from: { fake: 3 } } ]
            known:
              - { case: "a-*", reason: "old", expires: 2026-01-01 }
              - { case: "b-*", reason: "typo", expires: 2030-01-01 }
              - { case: "a-*", reason: "fine", expires: 2030-01-01 }
            """);
        Assert.Equal(0, _world.Sim("validate", suite, "--sarif", "f.sarif", "--today", "2027-01-01"));
        Assert.Equal([("SIM201", 9), ("SIM203", 10)], Results("f.sarif").Select(r => (r.GetProperty("ruleId").GetString(), r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32())));
    }

    [Fact]
    public void Gaps_between_requirements_and_entries_are_findings_of_both_files()
    {
        File.WriteAllText(_world.At("req.csv"), "id,text\nR1,stop in time\nR2,keep a gap\n");
        string suite = _world.Suite("""
            requirements: [ req.csv ]
            cases:
              - { name: a, covers: [ R1, R9 ], from: { fake: 2 } }
              - { name: b, from: { fake: 1 } }
            """);
        int code = _world.Sim("validate", suite, "--sarif", "f.sarif");
        Assert.True(code == 0, _world.Error);
        var found = Results("f.sarif").Select(r => (r.GetProperty("ruleId").GetString(), r.GetProperty("locations")[0].GetProperty("physicalLocation")))
            .Select(r => (r.Item1, r.Item2.GetProperty("artifactLocation").GetProperty("uri").GetString(), r.Item2.GetProperty("region").GetProperty("startLine").GetInt32()));
        Assert.Equal([("SIM301", "req.csv", 3), ("SIM302", "s.yaml", 9), ("SIM303", "s.yaml", 10)], found);
    }

    [Fact]
    public void What_cannot_be_written_is_a_usage_error()
    {
        Assert.Equal(2, _world.Sim("validate", _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]"), "--sarif", "no/such/folder/f.sarif"));
        Assert.Contains("no/such/folder/f.sarif", _world.Error, StringComparison.Ordinal);
    }

    private List<JsonElement> Results(string file)
    {
        var log = JsonDocument.Parse(_world.Bytes(file)).RootElement;
        Assert.Empty(SarifRules.Check(log));
        return [.. log.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
    }
}
