using System.Globalization;
using Sim.Reports.Ci;

namespace Sim.Tests.Reports.Ci;

public class CsvWriterTests
{
    [Fact]
    public void There_is_a_record_for_each_case_and_one_for_each_metric_of_it()
    {
        var report = SampleRun.Of(60).Report;
        var files = MemoryRunFiles.Written(new CsvWriter(), report);
        var cases = Rfc4180.Read(files.Text("cases.csv"));
        Assert.Equal(report.Cases.Select(c => c.Result.Case.Id), cases.Skip(1).Select(r => r[2]));
        var failed = report.Cases.First(c => c.Verdict == CaseVerdict.Failed);
        var record = cases.Single(r => r[2] == failed.Result.Case.Id);
        string Field(string name) => record[cases[0].IndexOf(name)];
        Assert.Equal(("cut-ins", "cut-in", "failed", "assessed", "contact"), (Field("suite"), Field("entry"), Field("verdict"), Field("status"), Field("end")));
        Assert.Equal("light=day; road=motorway", Field("odd"));
        Assert.Equal(failed.Result.SimulatedUs / 1e6, double.Parse(Field("simulated_s"), CultureInfo.InvariantCulture));

        var metrics = Rfc4180.Read(files.Text("metrics.csv"));
        Assert.Equal(report.Cases.Sum(c => c.Result.Assessments.Sum(a => a.Metrics.Count)), metrics.Count - 1);
        var given = failed.Result.Assessments[0].Metrics.First(m => m.Value.HasValue);
        var row = metrics.Single(r => r[1] == failed.Result.Case.Id && r[4] == given.Name);
        Assert.Equal(given.Value.Value!.Value, double.Parse(row[metrics[0].IndexOf("value")], CultureInfo.InvariantCulture));
        Assert.All(metrics.Skip(1).Where(r => r[metrics[0].IndexOf("state")] != "value"), r => Assert.Equal("", r[metrics[0].IndexOf("value")]));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("  @x", "'  @x")]
    [InlineData(" x", "\" x\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("plain", "plain")]
    public void A_text_is_quoted_where_it_must_be_and_never_a_formula(string text, string written)
    {
        var table = new CsvTable("a");
        table.Text(text);
        table.End();
        Assert.Equal($"a\r\n{written}\r\n", System.Text.Encoding.UTF8.GetString(table.ToBytes()));
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes()
    {
        Assert.Equal(MemoryRunFiles.Written(new CsvWriter(), SampleRun.Of(9).Report).Bytes("metrics.csv"), MemoryRunFiles.Written(new CsvWriter(), SampleRun.Of(9).Report).Bytes("metrics.csv"));
    }
}
