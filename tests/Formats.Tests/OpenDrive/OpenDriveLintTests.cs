using System.Text;
using Sim.Formats.OpenDrive;

namespace Sim.Tests.OpenDrive;

public sealed class OpenDriveLintTests
{
    private const string Lanes = """<lanes><laneSection s="0"><center><lane id="0" type="none"/></center><right><lane id="-1" type="driving"><link>LINK</link><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></right></laneSection></lanes>""";

    // Road 1 leads over the connecting road 2 of junction 9 to road 3, and road 3 to road 4.
    private static readonly string Map = $"""
        <OpenDRIVE>
          <header revMajor="1" revMinor="6"/>
          <road id="1" length="100" junction="-1">
            <link><successor elementType="junction" elementId="9"/></link>
            <planView><geometry s="0" x="0" y="0" hdg="0" length="100"><line/></geometry></planView>
            {Lanes.Replace("LINK", "", StringComparison.Ordinal)}
          </road>
          <road id="2" length="10" junction="9">
            <link><predecessor elementType="road" elementId="1" contactPoint="end"/><successor elementType="road" elementId="3" contactPoint="start"/></link>
            <planView><geometry s="0" x="100" y="0" hdg="0" length="10"><line/></geometry></planView>
            {Lanes.Replace("LINK", """<predecessor id="-1"/><successor id="-1"/>""", StringComparison.Ordinal)}
          </road>
          <road id="3" length="50" junction="-1">
            <link><predecessor elementType="junction" elementId="9"/><successor elementType="road" elementId="4" contactPoint="start"/></link>
            <planView><geometry s="0" x="110" y="0" hdg="0" length="50"><line/></geometry></planView>
            {Lanes.Replace("LINK", """<successor id="-1" />""", StringComparison.Ordinal)}
            <signals><signal id="7" s="10" t="-4" dynamic="no" orientation="+" zOffset="2" country="DE" type="274" subtype="50" value="50" unit="km/h"/></signals>
          </road>
          <road id="4" length="60" junction="-1">
            <link><predecessor elementType="road" elementId="3" contactPoint="end"/></link>
            <planView><geometry s="0" x="160" y="0.000" hdg="0.00" length="60"><line/></geometry></planView>
            {Lanes.Replace("LINK", """<predecessor id="-1" />""", StringComparison.Ordinal)}
          </road>
          <junction id="9" name="" type="default">
            <connection id="0" incomingRoad="1" connectingRoad="2" contactPoint="start"><laneLink from="-1" to="-1"/></connection>
          </junction>
        </OpenDRIVE>
        """;

    [Fact]
    public void A_sound_file_has_no_findings() => Assert.Empty(Lint(Map));

    [Theory]
    [InlineData("<predecessor elementType=\"road\" elementId=\"3\" contactPoint=\"end\"/>", "", "road '3' is joined to road '4', whose predecessor says nothing of it; links must hold both ways", 13)]
    [InlineData("<predecessor elementType=\"road\" elementId=\"3\"", "<predecessor elementType=\"road\" elementId=\"1\"", "road '3' is joined to road '4', whose predecessor is road '1'; links must hold both ways", 13)]
    [InlineData("<successor id=\"-1\" />", "", "lane -1 of road '4' is linked to lane -1 of road '3', which is not linked back; links must hold both ways", 19)]
    [InlineData("x=\"160\" y=\"0.000\"", "x=\"160\" y=\"0.1\"", "the end of road '3' lies 0.1 m from the start of road '4' that it is joined to", 13)]
    [InlineData("hdg=\"0.00\"", "hdg=\"0.05\"", "the joint of road '3' with road '4' has a corner of 2.86°", 13)]
    [InlineData("<laneLink from=\"-1\" to=\"-1\"/>", "<laneLink from=\"-2\" to=\"-1\"/>", "lane -1 of road '1' leads into junction '9', but no connection of it takes the lane on; traffic ends there", 3)]
    [InlineData("<laneLink from=\"-1\" to=\"-1\"/>", "<laneLink from=\"-1\" to=\"-3\"/>", "a laneLink of junction '9' leads to lane -3 of road '2', which does not exist", 24)]
    [InlineData("value=\"50\" unit=\"km/h\"", "", "the speed limit '7' on road '3' has no value; CARLA crashed on such signs", 13)]
    [InlineData("type=\"274\"", "type=\"101\"", "signal '7' on road '3' has the type '101', which CARLA and SUMO pass over; they know lights (1000001), 205, 206, 274", 13)]
    [InlineData("connectingRoad=\"2\"", "connectingRoad=\"8\"", "a connection of junction '9' names the road '8', which does not exist", 24)]
    [InlineData(" revMinor=\"6\"/>", " revMinor=\"8\"/>", "esmini and CARLA and SUMO: a revision above 1.7 is not taken; what is new in it is passed over", 2)]
    [InlineData("type=\"default\"", "type=\"virtual\"", "esmini and CARLA and SUMO: a virtual junction is not taken; it connects nothing", 24)]
    public void A_mistake_is_named_with_its_line(string what, string by, string message, int line)
    {
        string wrong = Map.Replace(what, by, StringComparison.Ordinal);
        Assert.NotEqual(Map, wrong);
        Assert.Contains(Lint(wrong), f => f.Message == message && f.Line == line);
    }

    [Fact]
    public void A_step_in_height_and_a_jump_of_width_at_a_joint_are_named()
    {
        string wrong = Map.Replace("<planView><geometry s=\"0\" x=\"160\"", "<elevationProfile><elevation s=\"0\" a=\"0.2\" b=\"0\" c=\"0\" d=\"0\"/></elevationProfile><planView><geometry s=\"0\" x=\"160\"", StringComparison.Ordinal);
        Assert.Contains(Lint(wrong), f => f.Message == "the joint of road '3' with road '4' has a step of 0.2 m in height");
        int last = Map.LastIndexOf("a=\"3.5\"", StringComparison.Ordinal);
        string narrow = Map[..last] + "a=\"3.2\"" + Map[(last + 7)..];
        Assert.Contains(Lint(narrow), f => f.Message == "the width of lane -1 of road '3' jumps by 0.3 m where lane -1 of road '4' begins");
    }

    [Fact]
    public void A_connecting_road_of_two_directions_is_named()
    {
        string wrong = Map.Replace("junction=\"9\">", "junction=\"9\"><!-- two -->", StringComparison.Ordinal);
        int road = wrong.IndexOf("<road id=\"2\"", StringComparison.Ordinal);
        int centre = wrong.IndexOf("<center>", road, StringComparison.Ordinal);
        wrong = wrong[..centre] + "<left><lane id=\"1\" type=\"driving\"><width sOffset=\"0\" a=\"3.5\" b=\"0\" c=\"0\" d=\"0\"/></lane></left>" + wrong[centre..];
        Assert.Contains(Lint(wrong), f => f.Message == "road '2' in junction '9' is driven in both directions; connecting roads should be one-way" && f.Line == 8);
    }

    [Theory]
    [InlineData(OpenDriveTools.Esmini, null)]
    [InlineData(OpenDriveTools.Carla, "CARLA: the id of a road that is no number is not taken; it is read as 0")]
    [InlineData(OpenDriveTools.Sumo, null)]
    [InlineData(OpenDriveTools.Portable, "CARLA: the id of a road that is no number is not taken; it is read as 0")]
    public void Features_are_named_for_the_tools_that_were_asked_about(OpenDriveTools tools, string? message)
    {
        string named = Map.Replace("id=\"4\" length", "id=\"main\" length", StringComparison.Ordinal).Replace("elementId=\"4\"", "elementId=\"main\"", StringComparison.Ordinal);
        Assert.Equal(message is null ? [] : [message], OpenDriveLint.Run(Encoding.UTF8.GetBytes(named), "m.xodr", tools).Select(f => f.Message));
    }

    [Theory]
    [InlineData("crossing.xodr")]
    [InlineData("motorway-3.xodr")]
    [InlineData("straight-2x2.xodr")]
    public void What_the_portable_profile_writes_is_clean(string name)
    {
        string? root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root!, "Sim.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        var map = OpenDriveReader.Read(File.ReadAllBytes(Path.Combine(root!, "scenarios", "maps", name)), name);
        using var written = new MemoryStream();
        OpenDriveWriter.Export(map, written, OpenDriveProfile.Portable);
        // Lanes of one road with different limits: its type has the highest.
        Assert.All(OpenDriveLint.Run(written.ToArray(), name, OpenDriveTools.Portable), f => Assert.StartsWith("esmini: <speed> in <lane> is not taken", f.Message, StringComparison.Ordinal));
        Assert.Empty(OpenDriveCheck.Run(written.ToArray(), name));
        using var again = new MemoryStream();
        OpenDriveWriter.Export(map, again, OpenDriveProfile.Portable);
        Assert.Equal(written.ToArray(), again.ToArray());
    }

    private static IReadOnlyList<OpenDriveFinding> Lint(string text) => OpenDriveLint.Run(Encoding.UTF8.GetBytes(text), "m.xodr", OpenDriveTools.Portable);
}
