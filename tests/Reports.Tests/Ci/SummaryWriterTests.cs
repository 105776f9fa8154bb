using System.Text.RegularExpressions;
using Sim.Reports;
using Sim.Reports.Ci;
using Sim.Tests.Reports.Ci;

namespace Sim.Tests.Reports;

public class SummaryWriterTests
{
    [Fact]
    public void It_begins_with_the_verdict_and_counts_every_state()
    {
        var report = SampleRun.Of(60).Report;
        string[] lines = Text(report).Split('\n');
        Assert.StartsWith("# cut-ins: not evaluated: 60 cases", lines[0], StringComparison.Ordinal);
        int Of(CaseVerdict v) => report.Cases.Count(c => c.Verdict == v);
        Assert.Equal($"| {Of(CaseVerdict.Passed)} | {Of(CaseVerdict.Failed)} | {Of(CaseVerdict.Known)} | {Of(CaseVerdict.Error)} | {Of(CaseVerdict.Refused)} | {Of(CaseVerdict.NotRun) + 1} |", lines[4]);
    }

    [Fact]
    public void It_lists_at_most_fifty_cases_worst_first_and_says_how_many_are_left()
    {
        var report = SampleRun.Of(400).Report;
        int open = report.Cases.Count(c => c.Verdict != CaseVerdict.Passed);
        string text = Text(report);
        string cases = text[text.IndexOf("## Cases to look at", StringComparison.Ordinal)..];
        var verdicts = Regex.Matches(cases, @"^\| (error|failed|known|refused|not run) \|", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(50, verdicts.Count);
        Assert.Equal(verdicts.OrderBy(v => Array.IndexOf(["error", "failed", "known", "refused", "not run"], v)), verdicts);
        Assert.Contains($"And {open - 50} more: see report.html.", cases, StringComparison.Ordinal);
        // A CI's job summary holds 1 MiB.
        Assert.True(text.Length < 100_000);
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[click](javascript:alert(1)) ![x](http://example.org/x.png)")]
    [InlineData("a | b `c` **d** _e_ # f ~g~ \\")]
    [InlineData("line\n\n# heading\r\n| cell |")]
    [InlineData("a\0\u0007\u009Fb")]
    public void Hostile_text_becomes_no_markup_and_no_new_row(string hostile)
    {
        string plain = Text(HostileRun.Of("plain").Report);
        string text = Text(HostileRun.Of(hostile).Report);
        Assert.Equal(plain.Split('\n').Length, text.Split('\n').Length);
        string outsideCode = Regex.Replace(text, "`[^`\n]*`", "");
        Assert.DoesNotContain('<', outsideCode);
        Assert.DoesNotMatch(@"(?<!\\)[\[\]!*_~]", outsideCode);
        // Unescaped bars are the table's own: as many in each line as with harmless text.
        static IEnumerable<int> Bars(string t) => t.Split('\n').Select(l => Regex.Count(l, @"(?<!\\)\|"));
        Assert.Equal(Bars(plain), Bars(text));
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain('\0', text);
    }

    [Fact]
    public void Cases_that_the_second_reading_decides_otherwise_are_listed_whatever_their_verdict()
    {
        var report = SampleRun.Of(3).Report;
        Assert.DoesNotContain("second reading", Text(report), StringComparison.Ordinal);

        string text = Text(report with { Cases = [report.Cases[0] with { Otherwise = ["all: epdms >= 0.5"] }, .. report.Cases.Skip(1)] });
        Assert.Contains($"| `{report.Cases[0].Result.Case.Id}` | `all: epdms >= 0.5` |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_sent_over_the_network_is_listed_once_whatever_the_number_of_variants()
    {
        var report = SampleRun.Of(3).Report;
        Assert.DoesNotContain("network", Text(report), StringComparison.Ordinal);

        var egress = new Egress("api.example.com:443", "report-7", new string('a', 64), 1234, ["names", "plates"]);
        string text = Text(report with { Cases = [.. report.Cases.Select(c => c with { Result = c.Result with { Egress = [egress] } })] });

        Assert.Single(Regex.Matches(text, "report-7"));
        Assert.Contains($"| 1234 | `{egress.Sha256}` | names, plates |", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4_096)]
    [InlineData(10_000)]
    [InlineData(65_536)]
    [InlineData(1_048_576)]
    public void A_summary_fits_its_limit_and_is_cut_between_two_rows(int limit)
    {
        var report = SampleRun.Of(400).Report;
        int open = report.Cases.Count(c => c.Verdict != CaseVerdict.Passed);
        string text = SummaryText.Of(report with { Gates = [.. Enumerable.Repeat(report.Gates[0], 60)] }, new SummaryOptions { Rows = 10_000, MaxBytes = limit });
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 1, limit);
        Assert.All(text.Split('\n').Where(l => l.StartsWith('|')), l => Assert.EndsWith("|", l, StringComparison.Ordinal));
        Assert.Equal(limit < 65_536, text.Contains("Cut at ", StringComparison.Ordinal));
        int shown = Regex.Count(text, @"^\| (error|failed|known|refused|not run) \| `cut", RegexOptions.Multiline);
        Assert.Equal(shown < open, Regex.IsMatch(text, $"And {open - shown} more: see report.html") || !text.Contains("## Cases to look at", StringComparison.Ordinal));
        Assert.Contains("seed 18446744073709551615", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_clusters_requirements_and_coverage_are_told_where_there_are_any()
    {
        string text = SummaryText.Of(FullRun.Of("word"), new SummaryOptions());
        Assert.Contains("## Against the baseline", text, StringComparison.Ordinal);
        Assert.Contains("| 1 | 0 | 0 | 1 | 0 | 0 | 1 |", text, StringComparison.Ordinal);
        Assert.Contains("| regressed | `word` | passed | failed | word |", text, StringComparison.Ordinal);
        Assert.Contains("| failed | 1 | word | `", text, StringComparison.Ordinal);
        Assert.Contains("| untested | `word` | word | 0 |", text, StringComparison.Ordinal);
        Assert.Contains("| operational design domain | 1 of 2 (50 %) | 50 % of the exposure |", text, StringComparison.Ordinal);
        Assert.Contains("| behaviour | 1 of 4 (25 %) |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_expectation_is_said_aloud()
    {
        Assert.Contains("None: nothing was checked.", Text(SampleRun.Of(2).Report with { Gates = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes()
    {
        Assert.Equal(Text(SampleRun.Of(30).Report), Text(SampleRun.Of(30).Report));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.00012345, "-1.235e-4")]
    [InlineData(0.12345, "0.1235")]
    [InlineData(1.5, "1.5")]
    [InlineData(13.888, "13.89")]
    [InlineData(123.456, "123.5")]
    [InlineData(1234567, "1234567")]
    [InlineData(12345678, "1.235e7")]
    public void Numbers_have_four_digits(double value, string text)
    {
        Assert.Equal(text, MetricText.Number(value));
    }

    private static string Text(RunReport report) => MemoryRunFiles.Written(new SummaryWriter(), report).Text("summary.md");
}
