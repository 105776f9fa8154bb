using System.Text;
using Sim.Reports.Requirements;

namespace Sim.Tests.Reports;

public sealed class RequirementReqIfTests
{
    private static IReadOnlyList<Requirement> Read(string text) => RequirementFiles.Read(Encoding.UTF8.GetBytes(text), "r.reqif");

    [Fact]
    public void Spec_objects_become_requirements_and_headings_do_not()
    {
        var read = Read(ReqIfTexts.Example);

        Assert.Equal(["REQ-AEB-12", "so-2"], read.Select(r => r.Id));
        Assert.Equal("The car stops in time & calmly.\nby day\nby night <dark>", read[0].Text);
        Assert.Equal(("low sun", "traffic"), (read[0].TriggeringCondition, read[0].Category));
        Assert.Equal([KeyValuePair.Create("Priority", "3")], read[0].Attributes);
        Assert.Equal("r.reqif#so-1", read[0].Source);
        Assert.Equal("keeps its lane", read[1].Text);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><REQ-IF/>", "DTD")]
    [InlineData("<OTHER/>", "REQ-IF")]
    [InlineData("<REQ-IF><SPEC-OBJECT/></REQ-IF>", "IDENTIFIER")]
    [InlineData("<REQ-IF><SPEC-OBJECT IDENTIFIER='a'><SPEC-OBJECT IDENTIFIER='b'/></SPEC-OBJECT></REQ-IF>", "within")]
    [InlineData("<REQ-IF><SPEC-OBJECT IDENTIFIER='a'/><SPEC-OBJECT IDENTIFIER='a'/></REQ-IF>", "already")]
    [InlineData("<REQ-IF><SPEC-OBJECT IDENTIFIER='a'><VALUES><ATTRIBUTE-VALUE-STRING THE-VALUE='x'/></VALUES></SPEC-OBJECT></REQ-IF>", "attribute definition")]
    [InlineData("<REQ-IF><SPEC-OBJECT IDENTIFIER='a'>", "well-formed")]
    [InlineData("", "well-formed")]
    public void A_mistake_is_named_with_its_line(string text, string complaint)
    {
        var e = Assert.Throws<InputException>(() => Read(text));
        Assert.Equal("r.reqif", e.File);
        Assert.True(e.Line >= 1);
        Assert.Contains(complaint, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_length_have_limits()
    {
        Assert.Contains("within one another", Assert.Throws<InputException>(() => Read("<REQ-IF>" + string.Concat(Enumerable.Repeat("<a>", 100_000)))).Message, StringComparison.Ordinal);
        Assert.Contains("characters", Assert.Throws<InputException>(() => Read($"<REQ-IF><SPEC-OBJECT IDENTIFIER='a' LONG-NAME='{new string('x', 70_000)}'/></REQ-IF>")).Message, StringComparison.Ordinal);
    }
}
