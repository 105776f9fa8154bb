using System.Xml.Linq;
using Sim.Reports.Ci;
using Sim.Tests.Reports.Ci;

namespace Sim.Tests.Reports;

public class JUnitWriterTests
{
    [Fact]
    public void Counts_equal_what_the_file_holds_at_every_level()
    {
        var xml = Written(SampleRun.Of(60).Report, Full);
        foreach (var element in xml.Elements("testsuite").Append(xml))
        {
            var cases = element.Descendants("testcase").ToList();
            Assert.Equal(cases.Count, (int)element.Attribute("tests")!);
            Assert.Equal(cases.Count(c => c.Element("failure") is not null), (int)element.Attribute("failures")!);
            Assert.Equal(cases.Count(c => c.Element("error") is not null), (int)element.Attribute("errors")!);
            Assert.Equal(cases.Count(c => c.Element("skipped") is not null), (int)element.Attribute("skipped")!);
            Assert.Equal(cases.Sum(c => (decimal)c.Attribute("time")!), (decimal)element.Attribute("time")!);
        }

        // 60 cases, 4 expectations, 1 expired waiver, 1 planned case without a result.
        Assert.Equal(66, (int)xml.Attribute("tests")!);
    }

    [Theory]
    [InlineData(CaseVerdict.Passed, null)]
    [InlineData(CaseVerdict.Failed, "failure")]
    [InlineData(CaseVerdict.Known, "skipped")]
    [InlineData(CaseVerdict.Error, "error")]
    [InlineData(CaseVerdict.Refused, "skipped")]
    [InlineData(CaseVerdict.NotRun, "skipped")]
    public void A_verdict_has_its_element(CaseVerdict verdict, string? element)
    {
        var report = SampleRun.Of(1).Report;
        var row = report.Cases[0] with { Verdict = verdict };
        row = row with { Result = row.Result with { Reason = "the reason" } };
        var found = Written(report with { Cases = [row] }).Descendants("testcase").First();
        var outcomes = found.Elements().Where(e => e.Name.LocalName is "failure" or "error" or "skipped").ToList();
        Assert.Equal(element, outcomes.SingleOrDefault()?.Name.LocalName);
        if (element is not null)
        {
            Assert.EndsWith("the reason", (string)outcomes[0].Attribute("message")!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(GateOutcome.Passed, null)]
    [InlineData(GateOutcome.Failed, "failure")]
    [InlineData(GateOutcome.Error, "error")]
    [InlineData(GateOutcome.Empty, "error")]
    public void An_expectation_has_its_element(GateOutcome outcome, string? element)
    {
        var report = SampleRun.Of(1).Report;
        var xml = Written(report with { Cases = [], Waivers = [], Missing = [], Gates = [new() { Text = "all: x >= 1", Outcome = outcome, Message = "because", Cases = ["a", "b"] }] });
        var found = Assert.Single(xml.Descendants("testcase"));
        Assert.Equal("all: x >= 1", (string?)found.Attribute("name"));
        Assert.Equal(element, found.Elements().SingleOrDefault()?.Name.LocalName);
        Assert.Equal(element is null ? "" : "a\nb", found.Value);
    }

    [Theory]
    [InlineData("used", 0)]
    [InlineData("unmatched", 0)]
    [InlineData("expired", 1)]
    [InlineData("passes", 1)]
    public void A_waiver_that_fails_the_run_is_a_failure(string state, int failures)
    {
        var report = SampleRun.Of(1).Report;
        var xml = Written(report with { Cases = [], Gates = [], Missing = [], Waivers = [report.Waivers[0] with { State = state }] }, Full);
        Assert.Equal(failures, (int)xml.Attribute("failures")!);
    }

    [Fact]
    public void A_planned_case_without_a_result_is_skipped_and_said()
    {
        var report = SampleRun.Of(1).Report;
        var xml = Written(report);
        var found = xml.Elements("testsuite").Last().Elements("testcase").Single();
        Assert.Equal(report.Missing[0], (string?)found.Attribute("name"));
        Assert.Contains("no result", (string?)found.Element("skipped")!.Attribute("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_stays_well_formed_and_is_read_back()
    {
        // In code, because an attribute's own encoding would replace a lone surrogate before the test sees it.
        (string Hostile, string Read)[] texts =
        [
            ("<a href=\"x\">&amp;]]></a>", "<a href=\"x\">&amp;]]></a>"), ("a\uD800b", "a\uFFFDb"), ("\uDFFF", "\uFFFD"),
            ("nul\0bell\u0007end\uFFFF", "nul\uFFFDbell\uFFFDend\uFFFD"), ("tab\tline\nreturn\r", "tab\tline\nreturn\r"), ("👩‍👧 \u202E", "👩‍👧 \u202E"),
        ];
        foreach (var (hostile, read) in texts)
        {
            var xml = Written(HostileRun.Of(hostile).Report, Full);
            Assert.Equal(read, (string?)xml.Attribute("name"));
            Assert.Contains(xml.Descendants("property"), p => (string?)p.Attribute("name") == read);
            Assert.Equal(read, (string?)xml.Descendants("failure").First().Attribute("message"));
        }
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes_without_carriage_returns()
    {
        byte[] first = MemoryRunFiles.Written(new JUnitWriter(), SampleRun.Of(30).Report).Bytes("junit.xml");
        Assert.Equal(first, MemoryRunFiles.Written(new JUnitWriter(), SampleRun.Of(30).Report).Bytes("junit.xml"));
        Assert.DoesNotContain((byte)'\r', first);
        Assert.Equal((byte)'<', first[0]);
    }

    [Fact]
    public void Metrics_are_properties_in_words_and_the_recording_is_attached()
    {
        var run = SampleRun.Of(60);
        var failed = run.Report.Cases.First(c => c.Verdict == CaseVerdict.Failed);
        var found = Written(run.Report, Full).Descendants("testcase").Single(t => (string?)t.Attribute("name") == failed.Result.Case.Id);
        string Property(string name) => (string)found.Descendants("property").Single(p => (string?)p.Attribute("name") == name).Attribute("value")!;
        Assert.Equal("REQ-AEB-12", Property("covers"));
        Assert.Equal("not applicable", Property("pet"));
        Assert.Equal("too late", Property("btn"));
        Assert.Equal($"[[ATTACHMENT|cases/{failed.Result.Case.Id}/recording.mcap]]", found.Element("system-out")!.Value);
    }

    [Fact]
    public void The_usual_file_is_valid_after_both_schemas_and_holds_what_they_allow()
    {
        var run = SampleRun.Of(60);
        var cluster = new FailureCluster
        {
            Id = "f-1",
            Title = "hit from behind",
            Representative = run.Report.Cases[0].Result.Case.Id,
            Cases = [run.Report.Cases[0].Result.Case.Id],
            Verdict = CaseVerdict.Failed,
            Severity = 1,
            Signature = new() { Id = "f-1", Family = "cut-in", Leading = "min_ttc" },
        };
        var xml = Written(run.Report with { Clusters = [cluster], Entries = [new EntryPlace("cut-ins", "cut-in", "cut-ins.yaml", 12)] });
        Assert.Empty(JUnitSchemas.Windyroad(xml));
        Assert.Empty(JUnitSchemas.Jenkins(xml));
        var suite = xml.Elements("testsuite").First();
        string Property(string name) => (string)suite.Element("properties")!.Elements().Single(p => (string?)p.Attribute("name") == name).Attribute("value")!;
        Assert.Equal(("cut-ins.yaml", "12"), (Property("file"), Property("line")));
        Assert.StartsWith("hit from behind (1 case, such as ", Property("cluster.f-1"), StringComparison.Ordinal);
        Assert.Equal(run.Recordings.Count, suite.Element("system-out")!.Value.Split('\n').Count(l => l.StartsWith("[[ATTACHMENT|cases/", StringComparison.Ordinal)));
        var failed = xml.Descendants("failure").First().Value;
        Assert.Contains("\nmin_ttc: ", failed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_file_names_file_and_line_and_attachments_below_the_workspace()
    {
        var report = SampleRun.Of(1).Report with { Entries = [new EntryPlace("cut-ins", "cut-in", "cut-ins.yaml", 12)] };
        var found = Written(report, Full with { Attachments = "runs/all" }).Descendants("testcase").First();
        Assert.Equal(("cut-ins.yaml", "12"), ((string?)found.Attribute("file"), (string?)found.Attribute("line")));
        Assert.Equal($"[[ATTACHMENT|runs/all/cases/{report.Cases[0].Result.Case.Id}/recording.mcap]]", found.Element("system-out")!.Value);
    }

    [Theory]
    [InlineData(new[] { CaseVerdict.Passed, CaseVerdict.Passed }, null, "")]
    [InlineData(new[] { CaseVerdict.Passed, CaseVerdict.Failed, CaseVerdict.Failed }, "failure", "flakyFailure")]
    [InlineData(new[] { CaseVerdict.Failed, CaseVerdict.Failed, CaseVerdict.Error }, "error", "rerunFailure rerunFailure")]
    [InlineData(new[] { CaseVerdict.Error, CaseVerdict.Passed, CaseVerdict.Error }, "error", "flakyError")]
    public void Replicas_become_reruns_of_one_case_that_is_green_only_when_all_are(CaseVerdict[] verdicts, string? outcome, string reruns)
    {
        var report = FullRun.Replicas(verdicts);
        var xml = Written(report, new JUnitOptions { Reruns = true });
        Assert.Empty(JUnitSchemas.Jenkins(xml));
        var found = Assert.Single(xml.Descendants("testcase"));
        Assert.Equal(report.Replicas[0].Case, (string?)found.Attribute("name"));
        Assert.Equal(outcome, found.Elements().FirstOrDefault()?.Name.LocalName);
        Assert.Equal(reruns, string.Join(' ', found.Elements().Skip(1).Select(e => e.Name.LocalName)));
        Assert.Equal(verdicts.Length, Written(report).Descendants("testcase").Count());
    }

    [Fact]
    public void Options_are_read_strictly()
    {
        var options = Setting.Map(("style", Setting.Scalar("full")), ("attachments", Setting.Scalar("runs/all/")));
        Assert.Equal(new JUnitOptions { Style = JUnitStyle.Full, Attachments = "runs/all" }, JUnitOptions.Read(options));
        Assert.Contains("reruns", Assert.Throws<InputException>(() => new JUnitWriter().Configured(Setting.Map(("rerun", Setting.Scalar("true"))))).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => ((Plugins.Sdk.IReportWriter)new CsvWriter()).Configured(Setting.Map(("a", Setting.Scalar("b")))));
    }

    [Fact]
    public void A_cancelled_report_leaves_no_file()
    {
        var files = new MemoryRunFiles(new Dictionary<string, Recording>());
        Assert.Throws<OperationCanceledException>(() => new JUnitWriter().Write(SampleRun.Of(3).Report, files, new CancellationToken(true)));
        Assert.Empty(files.Paths);
    }

    private static JUnitOptions Full => new() { Style = JUnitStyle.Full };

    private static XElement Written(RunReport report, JUnitOptions? options = null)
    {
        using var stream = new MemoryStream(MemoryRunFiles.Written(new JUnitWriter(options ?? new()), report).Bytes("junit.xml"));
        return XDocument.Load(stream).Root!;
    }
}
