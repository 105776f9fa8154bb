using System.Text;
using Sim.Reports.Requirements;

namespace Sim.Tests.Reports;

public sealed class RequirementCsvTests
{
    private static IReadOnlyList<Requirement> Read(string text) => RequirementFiles.Read(Encoding.UTF8.GetBytes(text), "r.csv");

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Every_separator_reads_alike(char separator)
    {
        string text = "\uFEFFID|Text|Triggering Condition|category|Owner|\r\nR-1|\"stops, \"\"always\"\";\tand\r\nearly\"|glare|Perception limitation|ann|\r\n\r\nR-2|plain||functional||\n".Replace('|', separator);
        var read = Read(text);

        Assert.Equal(["R-1", "R-2"], read.Select(r => r.Id));
        Assert.Equal(("stops, \"always\";\tand\nearly", "glare", "perception"), (read[0].Text, read[0].TriggeringCondition, read[0].Category));
        Assert.Equal("ann", read[0].Attributes["Owner"]);
        Assert.Equal(("", "functional"), (read[1].Category, read[1].Attributes["category"]));
        Assert.Equal(["r.csv:2", "r.csv:5"], read.Select(r => r.Source));
    }

    [Fact]
    public void A_file_without_requirements_declares_none() => Assert.Empty(Read("id,text\n"));

    [Theory]
    [InlineData("", 1, "header row")]
    [InlineData("id;name\nR;x", 1, "'text'")]
    [InlineData("name,text\nR,x", 1, "'id'")]
    [InlineData("id,text,id\n", 1, "twice")]
    [InlineData("id,text\nR-1,a\n\nR-1,b", 4, "line 2")]
    [InlineData("id,text\n\"R\n1\",x\nR-2", 4, "1 fields, expected 2")]
    [InlineData("id,text\nR-1,a,b", 2, "3 fields")]
    [InlineData("id,text\n,a", 2, "no id")]
    [InlineData("id,text\nR,a\"b", 2, "quote the whole field")]
    [InlineData("id,text\nR,\"a\"b", 2, "after the end")]
    [InlineData("id,text\nR,\"a\nb\nc", 2, "never ends")]
    [InlineData("id,text,\nR,a,b", 2, "column 3")]
    [InlineData("id,text\nR,a\u0007", 2, "control")]
    public void A_mistake_is_named_with_its_line(string text, int line, string complaint)
    {
        var e = Assert.Throws<InputException>(() => Read(text));
        Assert.Equal(("r.csv", line), (e.File, e.Line));
        Assert.Contains(complaint, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_encodings_and_endings_are_told_apart()
    {
        Assert.Contains("UTF-16", Assert.Throws<InputException>(() => RequirementFiles.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("id,text\n")).ToArray(), "r.csv")).Message, StringComparison.Ordinal);
        var latin = Assert.Throws<InputException>(() => RequirementFiles.Read(Encoding.Latin1.GetBytes("id,text\nR,ä\n"), "r.csv"));
        Assert.Equal(2, latin.Line);
        Assert.Contains("unpack", Assert.Throws<InputException>(() => RequirementFiles.Read(new byte[4], "r.reqifz")).Message, StringComparison.Ordinal);
        Assert.Contains(".csv", Assert.Throws<InputException>(() => RequirementFiles.Read(new byte[4], "r.xlsx")).Message, StringComparison.Ordinal);
    }
}
