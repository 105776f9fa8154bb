using System.Text;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reports;

namespace Sim.Tests.CrashReports;

public sealed class ReportFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-reports-").FullName;

    [Fact]
    public void A_text_is_one_report_named_by_its_file_with_the_picture_beside_it()
    {
        Write("case-7.png", "picture");

        var report = Assert.Single(Read("case-7.txt", "\uFEFFV1 struck V2.\r\n"));

        Assert.Equal(("case-7", "V1 struck V2.\r\n", "case-7.txt"), (report.Id, report.Text, report.File));
        Assert.Equal("case-7.png", Assert.Single(report.Sketches).Name);
    }

    [Fact]
    public void Lines_are_reports_with_id_and_licence()
    {
        var reports = Read("all.jsonl", """
            {"id":"a","narrative":"one","source":{"licence":"US Government work"}}

            {"text":"two","licence":"CC BY 4.0"}
            """);

        Assert.Equal([("a", "one", "US Government work"), ("all-3", "two", "CC BY 4.0")], reports.Select(r => (r.Id, r.Text, r.Licence)));
    }

    [Theory]
    [InlineData("[{\"narrative\":\"x\"},{\"narrative\":\"y\"}]", "r-1 r-2")]
    [InlineData("{\"narrative\":\"x\"}", "r")]
    public void A_json_file_holds_one_or_many(string text, string ids) => Assert.Equal(ids, string.Join(' ', Read("r.json", text).Select(r => r.Id)));

    [Theory]
    [InlineData("r.json", "[]", "no report")]
    [InlineData("r.json", "[1]", "a number")]
    [InlineData("r.json", "{\"id\":\"x\"}", "neither")]
    [InlineData("r.json", "{", "no JSON")]
    [InlineData("r.jsonl", "{\"narrative\":\"x\"}\n{", "no JSON object")]
    [InlineData("r.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"a\",\"text\":\"y\"}", "'a'")]
    [InlineData("r.pdf", "x", ".txt")]
    public void A_wrong_file_says_what_is_wrong(string name, string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Read(name, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_and_endless_texts_are_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "b.txt"), [0x56, 0x31, 0xFF, 0xFE, 0x00]);

        Assert.Contains("UTF-8", Assert.Throws<InputException>(() => ReportFiles.Read(new SourceFile("b.txt", Path.Combine(_folder, "b.txt")))).Message, StringComparison.Ordinal);
        Assert.Contains("limit", Assert.Throws<InputException>(() => Read("long.txt", new string('x', 10_000_000))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private IReadOnlyList<CrashReport> Read(string name, string text) => ReportFiles.Read(Write(name, text));

    private SourceFile Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        return new SourceFile(name, path);
    }
}
