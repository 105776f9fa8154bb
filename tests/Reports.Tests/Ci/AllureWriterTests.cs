using System.Text.Json;
using Sim.Reports.Ci;

namespace Sim.Tests.Reports.Ci;

public class AllureWriterTests
{
    [Fact]
    public void Every_case_expectation_failing_waiver_and_missing_case_has_a_result_with_its_status()
    {
        var report = SampleRun.Of(60).Report;
        var results = Results(Written(report));
        Assert.Equal(60 + 4 + 1 + 1, results.Count);
        Assert.Equal(results.Count, results.Select(r => r.GetProperty("uuid").GetString()).Distinct().Count());
        Assert.Equal(results.Count, results.Select(r => r.GetProperty("historyId").GetString()).Distinct().Count());
        foreach (var row in report.Cases)
        {
            var result = results.Single(r => r.GetProperty("name").GetString() == row.Result.Case.Id);
            string expected = row.Verdict switch { CaseVerdict.Passed => "passed", CaseVerdict.Failed => "failed", CaseVerdict.Error => "broken", _ => "skipped" };
            Assert.Equal(expected, result.GetProperty("status").GetString());
            Assert.Equal(row.Verdict == CaseVerdict.Known, result.GetProperty("statusDetails").GetProperty("known").GetBoolean());
            Assert.Equal(row.Result.SimulatedUs / 1000, result.GetProperty("stop").GetInt64() - result.GetProperty("start").GetInt64());
            Assert.Contains(result.GetProperty("labels").EnumerateArray(), l => l.GetProperty("name").GetString() == "requirement" && l.GetProperty("value").GetString() == "REQ-AEB-12");
        }
    }

    [Fact]
    public void Another_case_changes_no_identifier()
    {
        var few = SampleRun.Of(3).Report;
        var many = SampleRun.Of(9).Report;
        Assert.Subset(Written(many).Paths.ToHashSet(), Written(few with { Gates = [], Waivers = [], Missing = [] }).Paths.ToHashSet());
    }

    [Fact]
    public void Files_of_a_case_are_attached_when_they_are_there()
    {
        var report = SampleRun.Of(1).Report;
        string id = report.Cases[0].Result.Case.Id;
        var files = new MemoryRunFiles(new Dictionary<string, Recording>());
        using (var stream = files.Create($"cases/{id}/assessment.json"))
        {
            stream.Write("{}"u8);
        }

        new AllureWriter().Write(report, files, TestContext.Current.CancellationToken);
        var attachment = Assert.Single(Results(files).Single(r => r.GetProperty("name").GetString() == id).GetProperty("attachments").EnumerateArray());
        Assert.Equal("{}", files.Text("allure-results/" + attachment.GetProperty("source").GetString()));
    }

    private static MemoryRunFiles Written(RunReport report) => MemoryRunFiles.Written(new AllureWriter(), report);

    private static List<JsonElement> Results(MemoryRunFiles files) =>
        [.. files.Paths.Where(p => p.EndsWith("-result.json", StringComparison.Ordinal)).Select(p => JsonDocument.Parse(files.Bytes(p)).RootElement)];
}
