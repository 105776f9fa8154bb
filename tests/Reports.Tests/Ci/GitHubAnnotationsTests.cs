using Sim.Reports.Ci;

namespace Sim.Tests.Reports.Ci;

public class GitHubAnnotationsTests
{
    [Fact]
    public void Ten_of_each_level_at_most_and_the_last_one_counts_the_rest()
    {
        var report = SampleRun.Of(400).Report;
        var lines = GitHubAnnotations.Of(report, s => s + ".yaml");
        var errors = lines.Where(l => l.StartsWith("::error ", StringComparison.Ordinal)).ToList();
        Assert.Equal(10, errors.Count);
        int all = report.Cases.Count(c => c.Verdict is CaseVerdict.Failed or CaseVerdict.Error) + 3 + 1;
        Assert.EndsWith($"::and {all - 9} more: see the step's summary", errors[^1], StringComparison.Ordinal);
        Assert.Single(lines, l => l.StartsWith("::notice ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_annotation_stands_at_the_line_of_its_entry_and_a_cluster_speaks_for_its_cases()
    {
        var report = SampleRun.Of(60).Report;
        var failed = report.Cases.Where(c => c.Verdict == CaseVerdict.Failed).Select(c => c.Result.Case.Id).ToList();
        report = report with
        {
            Cases = [.. report.Cases.Where(c => c.Verdict is CaseVerdict.Failed or CaseVerdict.Passed)],
            Gates = [report.Gates[0] with { Line = 30, Suite = "cut-ins" }],
            Waivers = [],
            Entries = [new EntryPlace("cut-ins", "cut-in", "cut-ins.yaml", 12)],
            Clusters = [new() { Id = "f-1", Title = "hit, from: behind", Representative = failed[0], Cases = failed, Verdict = CaseVerdict.Failed, Severity = 1, Signature = new() { Id = "f-1", Family = "x", Leading = "y" } }],
        };
        var errors = GitHubAnnotations.Of(report, s => $"scenarios/{s}.yaml").Select(WorkflowCommand.Parse).Where(c => c!.Name == "error").ToList();
        Assert.Equal(2, errors.Count);
        Assert.Equal(("scenarios/cut-ins.yaml", "30"), (errors[0]!.Properties["file"], errors[0]!.Properties["line"]));
        Assert.Equal("12", errors[1]!.Properties["line"]);
        Assert.StartsWith("hit, from: behind; such as " + failed[0], errors[1]!.Data, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_come_back_as_they_were()
    {
        var command = WorkflowCommand.Parse(GitHubAnnotations.Format("error", "a,b:c%.yaml", 3, "t,=:%0A", "one\ntwo::%25"))!;
        Assert.Equal(("a,b:c%.yaml", "3", "t,=:%0A"), (command.Properties["file"], command.Properties["line"], command.Properties["title"]));
        Assert.Equal("one\ntwo::%25", command.Data);
    }
}
