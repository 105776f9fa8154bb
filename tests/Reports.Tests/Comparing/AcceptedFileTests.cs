using System.Diagnostics;
using System.Text;
using Sim.Reports.Comparing;
using static Sim.Tests.Reports.ComparedRows;

namespace Sim.Tests.Reports;

public sealed class AcceptedFileTests : IDisposable
{
    private static readonly DateOnly Day = new(2027, 3, 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-baseline-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_file_is_small_text_with_an_id_and_a_result_for_each_case()
    {
        var first = Accept([], "first results", Row("b-2", CaseVerdict.Failed, Ttc(0.1)), Row("a-1", CaseVerdict.Passed, Ttc(1.5), Decel(3)));

        Assert.Equal(
            "sim-baseline 1\n\n"
            + "a-1\n  passed suite=s scenario=aaaaaaaaaaaaaaaa assessors=criticality@2 min_ttc@1=1.5 | 2027-03-01 first results\n\n"
            + "b-2\n  failed suite=s scenario=aaaaaaaaaaaaaaaa assessors=criticality@2 min_ttc@1=0.1 | 2027-03-01 first results\n\n",
            Text(first.Cases));
    }

    [Fact]
    public void What_is_written_is_read_and_written_again_to_the_byte()
    {
        ComparedMetric[] metrics =
        [
            Ttc(0.1 + 0.2),
            new("über metric=1,2|@%", 3, Measured.TooLate<double>("x"), "an assessor, odd", "", WorseDirection.Lower),
            new("tiny", 1, Measured.Of(-5e-324), "criticality"),
            new("none", 1, Measured.NoConflict<double>(""), "criticality"),
            new("na", -2, Measured.NotApplicable<double>(""), "criticality"),
            new("f", 1, Measured.Failed<double>(""), "criticality"),
        ];
        var assessors = Ordered.Copy([new("criticality", "2~0123abcd"), new("an assessor, odd", "")]);
        var hard = Row("a-1", CaseVerdict.Known, metrics) with { Suite = "a suite | odd\n", Assessors = assessors };
        var accepted = new AcceptedCase(hard with { Scenario = hard.Scenario[..16] }, Day, "why | not – ünï🚗");
        string text = Text([accepted, new(Row("b", CaseVerdict.Refused) with { Scenario = "", Assessors = Ordered.Empty }, Day, "r")]);

        var read = AcceptedFile.Read(Encoding.UTF8.GetBytes(text), "f");

        Assert.Equal(text, Text(read));
        Assert.Equal(("a suite | odd\n", "why | not – ünï🚗", 0.1 + 0.2), (read[0].Row.Suite, read[0].Reason, read[0].Row.Metrics[0].Value.Value));
        Assert.Equal(accepted.Row.Metrics.Select(m => (m.Name, m.Version, m.Value.State, m.Value.Value)), read[0].Row.Metrics.Select(m => (m.Name, m.Version, m.Value.State, m.Value.Value)));
        Assert.Equal(accepted.Row.Assessors, read[0].Row.Assessors);
        Assert.Equal(text, Text(AcceptedFile.Read(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)), "f")));
    }

    [Fact]
    public void A_case_that_is_accepted_already_keeps_its_line()
    {
        var first = Accept([], "first results", Row("a", CaseVerdict.Passed, Ttc(1.5), Decel(3)), Row("b", CaseVerdict.Passed, Ttc(2)));

        var second = Accept(first.Cases, "later", Row("a", CaseVerdict.Passed, Ttc(1.5), Decel(9)), Row("b", CaseVerdict.Passed, Ttc(1.9)));

        Assert.Equal(["b"], second.Accepted);
        Assert.Equal(1, second.Unchanged);
        Assert.Equal(["first results", "later"], second.Cases.Select(c => c.Reason));
    }

    [Fact]
    public void Only_what_is_named_and_can_be_evaluated_is_accepted_and_removed_cases_are_taken_out()
    {
        var first = Accept([], "r", Row("a"), Row("b"), Row("c"));
        var run = Run(Row("a", CaseVerdict.Failed), Row("b", CaseVerdict.Error), Row("d"));

        var all = BaselineAcceptance.Of(first.Cases, run, _ => new HashSet<string>(), [], Day, "r");
        Assert.Equal(["a", "d"], all.Accepted);
        Assert.Equal(["c"], all.Dropped);
        Assert.Equal(["b"], all.Refused);
        Assert.Equal([("a", CaseVerdict.Failed), ("b", CaseVerdict.Passed), ("d", CaseVerdict.Passed)], all.Cases.Select(c => (c.Row.Case, c.Row.Verdict)));

        var some = BaselineAcceptance.Of(first.Cases, run, _ => new HashSet<string>(), ["d*"], Day, "r");
        Assert.Equal(["a", "b", "c", "d"], some.Cases.Select(c => c.Row.Case));
        Assert.Empty(BaselineAcceptance.Of(first.Cases, run with { Filtered = true }, _ => new HashSet<string>(), [], Day, "r").Dropped);
    }

    [Theory]
    [InlineData("", 1, "expected the line 'sim-baseline 1'")]
    [InlineData("sim-baseline 2\n", 1, "expected the line 'sim-baseline 1'")]
    [InlineData("sim-baseline 1\na\n", 2, "no result of the case 'a'")]
    [InlineData("sim-baseline 1\na\nb\n", 3, "no result of the case 'a'")]
    [InlineData("sim-baseline 1\n<<<<<<< HEAD\n", 2, "mark of a merge")]
    [InlineData("sim-baseline 1\na\n<<<<<<< HEAD\n", 3, "mark of a merge")]
    [InlineData("sim-baseline 1\nA\n", 2, "expected the id of a case")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=- | 2027-03-01 r\n  failed suite=s scenario=- assessors=- | 2027-03-01 r\n", 4, "second result of one case")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=- | 2027-03-01 r\na\n", 4, "already accepted in line 2")]
    [InlineData("sim-baseline 1\na\n  error suite=s\n", 3, "'error' as the verdict")]
    [InlineData("sim-baseline 1\na\n  passed sweet=s scenario=- assessors=- | 2027-03-01 r\n", 3, "expected suite=…")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=ABC assessors=- | 2027-03-01 r\n", 3, "16 hexadecimal digits")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=x | 2027-03-01 r\n", 3, "expected name@version")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=- ttc=1 | 2027-03-01 r\n", 3, "expected name@version=value")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=- ttc@1=NaN | 2027-03-01 r\n", 3, "expected a finite number")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=- ttc@1=1e999 | 2027-03-01 r\n", 3, "expected a finite number")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=- ttc@1=1 ttc@1=2 | 2027-03-01 r\n", 3, "occurs twice")]
    [InlineData("sim-baseline 1\na\n  passed suite=%7 scenario=- assessors=- | 2027-03-01 r\n", 3, "written as %XX")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=-\n", 3, "end of the line")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=- | yesterday r\n", 3, "no date of acceptance")]
    [InlineData("sim-baseline 1\na\n  passed suite=s scenario=- assessors=- | 2027-03-01 \n", 3, "the reason is empty")]
    public void A_file_that_is_wrong_is_refused_with_its_line(string text, int line, string message)
    {
        var refused = Assert.Throws<InputException>(() => AcceptedFile.Read(Encoding.UTF8.GetBytes(text), "baseline.txt"));

        Assert.Equal(("baseline.txt", line), (refused.File, refused.Line));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Git_merges_branches_that_accept_different_cases_even_neighbours()
    {
        ComparedRow[] run = [.. "abcdef".Select(c => Row($"case-{c}", CaseVerdict.Passed, Ttc(2)))];
        var common = Accept([], "first", run).Cases;

        // Ours: b is worse, a case behind c is new, f is gone. Theirs: c is worse, a case before a is new.
        var ours = Accept(common, "ours", [.. run[..5].Append(Row("case-c1", CaseVerdict.Passed, Ttc(3))).Select(r => r.Case == "case-b" ? Row("case-b", CaseVerdict.Failed, Ttc(1)) : r)]).Cases;
        var theirs = Accept(common, "theirs", [.. run.Append(Row("case-0", CaseVerdict.Passed, Ttc(3))).Select(r => r.Case == "case-c" ? Row("case-c", CaseVerdict.Failed, Ttc(1)) : r)]).Cases;

        var (code, merged) = Merge(ours, common, theirs);

        Assert.Equal(0, code);
        var read = AcceptedFile.Read(Encoding.UTF8.GetBytes(merged), "merged");
        Assert.Equal(merged, Text(read));
        Assert.Equal(
            [("case-0", "theirs"), ("case-a", "first"), ("case-b", "ours"), ("case-c", "theirs"), ("case-c1", "ours"), ("case-d", "first"), ("case-e", "first")],
            read.Select(c => (c.Row.Case, c.Reason)));
    }

    [Fact]
    public void Branches_that_accept_one_case_differently_conflict_and_a_union_of_both_is_refused()
    {
        var common = Accept([], "first", Row("case-a", CaseVerdict.Passed, Ttc(2)), Row("case-b", CaseVerdict.Passed, Ttc(2))).Cases;
        var ours = Accept(common, "ours", Row("case-a", CaseVerdict.Failed, Ttc(1)), Row("case-b", CaseVerdict.Passed, Ttc(2))).Cases;
        var theirs = Accept(common, "theirs", Row("case-a", CaseVerdict.Passed, Ttc(1.9)), Row("case-b", CaseVerdict.Passed, Ttc(2))).Cases;

        var (code, merged) = Merge(ours, common, theirs);
        Assert.Equal(1, code);
        Assert.Contains("mark of a merge", Assert.Throws<InputException>(() => AcceptedFile.Read(Encoding.UTF8.GetBytes(merged), "f")).Message, StringComparison.Ordinal);

        (code, merged) = Merge(ours, common, theirs, "--union");
        Assert.Equal(0, code);
        Assert.Contains("second result of one case", Assert.Throws<InputException>(() => AcceptedFile.Read(Encoding.UTF8.GetBytes(merged), "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_cases_at_one_place_merge_with_the_union_that_the_page_recommends()
    {
        var common = Accept([], "first", Row("case-a", CaseVerdict.Passed, Ttc(2)), Row("case-z", CaseVerdict.Passed, Ttc(2))).Cases;
        ComparedRow[] run = [Row("case-a", CaseVerdict.Passed, Ttc(2)), Row("case-z", CaseVerdict.Passed, Ttc(2))];
        var ours = Accept(common, "ours", [.. run, Row("case-m", CaseVerdict.Passed, Ttc(1))]).Cases;
        var theirs = Accept(common, "theirs", [.. run, Row("case-k", CaseVerdict.Passed, Ttc(1))]).Cases;

        var (code, merged) = Merge(ours, common, theirs, "--union");

        Assert.Equal(0, code);
        Assert.Equal(["case-a", "case-k", "case-m", "case-z"], AcceptedFile.Read(Encoding.UTF8.GetBytes(merged), "f").Select(c => c.Row.Case).Order(StringComparer.Ordinal));
    }

    private static BaselineAcceptance Accept(IReadOnlyList<AcceptedCase> earlier, string reason, params IReadOnlyList<ComparedRow> rows) =>
        BaselineAcceptance.Of(earlier, Run(rows), _ => new HashSet<string> { "min_ttc" }, [], Day, reason);

    private static string Text(IEnumerable<AcceptedCase> cases) => Encoding.UTF8.GetString(AcceptedFile.Write(cases));

    private (int Code, string Text) Merge(IEnumerable<AcceptedCase> ours, IEnumerable<AcceptedCase> common, IEnumerable<AcceptedCase> theirs, params IReadOnlyList<string> options)
    {
        foreach (var (name, cases) in ((string, IEnumerable<AcceptedCase>)[])[("ours", ours), ("common", common), ("theirs", theirs)])
        {
            File.WriteAllBytes(Path.Combine(_folder, name), AcceptedFile.Write(cases));
        }

        Process merge;
        try
        {
            merge = Process.Start(new ProcessStartInfo("git", ["merge-file", "-p", .. options, "ours", "common", "theirs"]) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("no git on this machine");
            throw;
        }

        using (merge)
        {
            string text = merge.StandardOutput.ReadToEnd();
            merge.WaitForExit();
            return (merge.ExitCode, text);
        }
    }
}
