using System.Text;
using Sim.Formats.OpenDrive;

namespace Sim.Tests.OpenDrive;

public sealed class OpenDriveCheckTests
{
    private const string Map = """
        <OpenDRIVE>
          <road id="1" length="178.54" junction="-1">
            <link><successor elementType="road" elementId="2" contactPoint="start"/></link>
            <planView>
              <geometry s="0" x="0" y="0" hdg="0" length="100"><line/></geometry>
              <geometry s="100" x="100" y="0" hdg="0" length="78.5398163397"><arc curvature="0.02"/></geometry>
            </planView>
            <lanes>
              <laneSection s="0">
                <center><lane id="0" type="none"/></center>
                <right><lane id="-1" type="driving"><link><successor id="-1"/></link><width sOffset="0" a="3.25" b="0" c="0" d="0"/></lane></right>
              </laneSection>
              <laneSection s="50">
                <center><lane id="0" type="none"/></center>
                <right><lane id="-1" type="driving"><link><predecessor id="-1"/><successor id="-1"/></link><width sOffset="0" a="3.25" b="0" c="0" d="0"/></lane></right>
              </laneSection>
            </lanes>
          </road>
          <road id="2" length="150" junction="-1">
            <link><predecessor elementType="road" elementId="1" contactPoint="end"/></link>
            <planView>
              <geometry s="0" x="150" y="50" hdg="1.5707963267949" length="150"><line/></geometry>
            </planView>
            <lanes>
              <laneSection s="0">
                <center><lane id="0" type="none"/></center>
                <right><lane id="-1" type="driving"><link><predecessor id="-1" /></link><width sOffset="0" a="3.25" b="0" c="0" d="0"/></lane></right>
              </laneSection>
            </lanes>
          </road>
        </OpenDRIVE>
        """;

    [Fact]
    public void A_sound_map_has_no_findings() => Assert.Empty(Check(Map));

    [Theory]
    [InlineData(2, "x=\"100\" y=\"0\"", "x=\"100.02\" y=\"0\"", "road '1': its geometry 2 begins at (100.02, 0), 0.02 m from where the one before it ends, (100, 0)")]
    [InlineData(2, "s=\"100\" x", "s=\"99\" x", "road '1': its geometry 2 begins at s = 99 m, but the one before it ends at s = 100 m")]
    [InlineData(2, "y=\"0\" hdg=\"0\" length=\"78", "y=\"0\" hdg=\"0.1\" length=\"78", "road '1': its geometry 2 begins with a corner of 5.73° to the end of the one before it")]
    [InlineData(2, "elementId=\"2\"", "elementId=\"3\"", "road '1' names the road '3' as its successor, which does not exist; traffic ends here")]
    [InlineData(19, "<predecessor elementType=\"road\" elementId=\"1\"", "<predecessor elementType=\"junction\" elementId=\"9\"", "road '2' names the junction '9' as its predecessor, which does not exist; traffic ends here")]
    [InlineData(19, "<predecessor id=\"-1\" />", "<predecessor id=\"-2\" />", "lane -1 of road '2' names lane -2 of road '1' as its predecessor, which does not exist; this link is left out")]
    [InlineData(2, "<link><successor id=\"-1\"/>", "<link><successor id=\"-2\"/>", "lane -1 in lane section 1 of road '1' names the successor -2, which the next section does not have; this link is left out")]
    [InlineData(19, "<link><predecessor elementType=\"road\" elementId=\"1\" contactPoint=\"end\"/></link>", "", "lane -1 of road '2' names the predecessor -1, but the road's <link> names no predecessor; traffic ends here")]
    [InlineData(2, "/><successor id=\"-1\"/></link><width sOffset=\"0\" a=\"3.25\" b=\"0\" c=\"0\" d=\"0\"/>", "/><successor id=\"-1\"/></link>", "lane -1 of road '1' has neither <width> nor <border>; it has no area and is left out")]
    public void A_mistake_is_named_with_the_place_of_its_road(int line, string what, string by, string message)
    {
        string wrong = Map.Replace(what, by, StringComparison.Ordinal);
        Assert.NotEqual(Map, wrong);
        var finding = Assert.Single(Check(wrong));

        Assert.Equal((message, line, 4), (finding.Message, finding.Line, finding.Column));
    }

    [Fact]
    public void Roads_that_are_joined_while_none_of_their_lanes_is_are_named_from_both_sides()
    {
        string wrong = Map.Replace("/><successor id=\"-1\"/>", "/>", StringComparison.Ordinal).Replace("<predecessor id=\"-1\" />", "", StringComparison.Ordinal);

        Assert.Equal(
            ["road '1' has the successor '2', but no lane of either has a <link> to the other; traffic ends here", "road '2' has the predecessor '1', but no lane of either has a <link> to the other; traffic ends here"],
            Check(wrong).Select(f => f.Message));
    }

    private static IReadOnlyList<OpenDriveFinding> Check(string text) => OpenDriveCheck.Run(Encoding.UTF8.GetBytes(text), "m.xodr");
}
