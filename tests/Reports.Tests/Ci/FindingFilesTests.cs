using System.Text.Json;
using Sim.Maps;
using Sim.Reports.Ci;

namespace Sim.Tests.Reports.Ci;

public class FindingFilesTests
{
    [Fact]
    public void A_rule_has_one_id_for_ever_and_each_rule_of_maps_its_own()
    {
        Assert.Equal(FindingRules.All.Count, FindingRules.All.Select(r => r.Id).Distinct().Count());
        Assert.All(FindingRules.All, r => Assert.Matches("^SIM[0-9]{3}$", r.Id));
        Assert.Equal("SIM101", FindingRules.Of(MapRule.UniqueId).Id);
        Assert.Equal("SIM110", FindingRules.Of(MapRule.MutualNeighbour).Id);
        Assert.Equal(Enum.GetValues<MapRule>().Length, Enum.GetValues<MapRule>().Select(r => FindingRules.Of(r).Id).Distinct().Count());
    }

    [Fact]
    public void A_finding_keeps_place_and_level_and_the_most_serious_come_first()
    {
        using var json = Sarif(
            [new(FindingRules.CaseWithoutRequirement, "c", "a.yaml"), new(FindingRules.Of(MapRule.JoinedEnds), "m", "maps/my town.xodr") { Element = "1:0:-1", ElementKind = "element" }, new(FindingRules.Suite, "s {a} [b]", "./b.yaml") { Line = 4, Column = 2 }],
            out int left);
        Assert.Equal(0, left);
        Assert.Empty(SarifRules.Check(json.RootElement));
        var results = json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["error", "warning", "note"], results.Select(r => r.GetProperty("level").GetString()));
        var physical = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(("b.yaml", 4, 2), (physical.GetProperty("artifactLocation").GetProperty("uri").GetString(), physical.GetProperty("region").GetProperty("startLine").GetInt32(), physical.GetProperty("region").GetProperty("startColumn").GetInt32()));
        Assert.Equal("s {{a}} \\[b\\]", results[0].GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("maps/my%20town.xodr", results[1].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("1:0:-1", results[1].GetProperty("locations")[0].GetProperty("logicalLocations")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void A_fingerprint_survives_lines_that_move_and_tells_equal_findings_apart()
    {
        static string[] Prints(params Finding[] findings)
        {
            using var json = Sarif(findings, out _);
            return [.. json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(r => r.GetProperty("partialFingerprints").GetProperty("simFinding/v1").GetString()!)];
        }

        var one = new Finding(FindingRules.Suite, "x", "a.yaml") { Line = 4 };
        Assert.Equal(Prints(one), Prints(one with { Line = 40 }));
        Assert.Equal(2, Prints(one, one with { Line = 5 }).Distinct().Count());
        Assert.NotEqual(Prints(one), Prints(one with { File = "b.yaml" }));
    }

    [Fact]
    public void More_than_github_takes_is_cut_and_counted_the_least_serious_first()
    {
        var findings = Enumerable.Range(0, 30_000).Select(i => new Finding(i % 3 == 0 ? FindingRules.Suite : FindingRules.CaseWithoutRequirement, $"m{i}", "a")).ToList();
        byte[] file = FindingFiles.Sarif(findings, "1.0", out int left);
        using var json = JsonDocument.Parse(file);
        var run = json.RootElement.GetProperty("runs")[0];
        int kept = run.GetProperty("results").GetArrayLength();
        Assert.Equal(30_000 - kept, left);
        Assert.InRange(kept, 10_001, 25_000);
        Assert.InRange(file.Length, 1, 10_000_000);
        Assert.Equal(10_000, run.GetProperty("results").EnumerateArray().Count(r => r.GetProperty("level").GetString() == "error"));
        Assert.StartsWith($"{left} more", run.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications")[0].GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);

        FindingFiles.CodeQuality(findings, out int less);
        Assert.InRange(less, 5_000, 20_000);
    }

    [Fact]
    public void A_run_names_waivers_and_requirements_that_need_care()
    {
        var report = SampleRun.Of(3).Report;
        string id = report.Cases[0].Result.Case.Id;
        report = report with
        {
            Entries = [new EntryPlace("cut-ins", "cut-in", "cut-ins.yaml", 12)],
            Cases = [.. report.Cases.Select(c => c with { Suite = "cut-ins" })],
            Waivers = [report.Waivers[1] with { Suite = "cut-ins", Issue = report.Waivers[1].Issue with { Line = 40 } }],
            Requirements = new()
            {
                Requirements = [new() { Id = "R1", Verdict = RequirementVerdict.Untested, Source = "req.csv:3" }, new() { Id = "R2", Verdict = RequirementVerdict.Met, Cases = [id] }, new() { Id = "R3", Source = "req.csv:4", Verdict = RequirementVerdict.Met, Cases = [id] }],
                CasesWithout = [id],
            },
        };
        var files = MemoryRunFiles.Written(new SarifWriter(), report);
        using var json = JsonDocument.Parse(files.Bytes("findings.sarif"));
        Assert.Empty(SarifRules.Check(json.RootElement));
        var found = RunFindings.Of(report, s => s + ".yaml").Select(f => (f.Rule.Id, f.File, f.Line)).ToList();
        Assert.Equal([("SIM201", "cut-ins.yaml", 40), ("SIM301", "req.csv", 3), ("SIM302", "cut-ins.yaml", 12), ("SIM303", "cut-ins.yaml", 12)], found);
    }

    private static JsonDocument Sarif(IReadOnlyList<Finding> findings, out int left) => JsonDocument.Parse(FindingFiles.Sarif(findings, "1.0", out left));
}
