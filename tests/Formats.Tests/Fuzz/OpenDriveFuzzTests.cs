using Sim.Formats.OpenDrive;
using Sim.Tests.OpenDrive;

namespace Sim.Tests.Fuzz;

public sealed class OpenDriveFuzzTests
{
    private static readonly string[] Tokens =
    [
        "<road ", "</road>", "<lane id=\"-2\" type=\"driving\">", "<lane>", "</lane>", "<laneSection s=\"10\">", "</laneSection>", "<left>", "</left>", "<right>", "<geometry ", "<line/>", "<arc curvature=\"1e9\"/>", "<spiral curvStart=\"-1\" curvEnd=\"1\"/>",
        "<poly3 a=\"0\" b=\"0\" c=\"1\" d=\"1\"/>", "<paramPoly3 aU=\"0\" bU=\"1\" cU=\"0\" dU=\"0\" aV=\"0\" bV=\"0\" cV=\"1\" dV=\"0\" pRange=\"normalized\"/>", "<width sOffset=\"0\" a=\"1\" b=\"1e5\" c=\"0\" d=\"0\"/>", "<border sOffset=\"0\" a=\"1\" b=\"0\" c=\"0\" d=\"0\"/>",
        "<laneOffset s=\"0\" a=\"1\" b=\"0\" c=\"0\" d=\"0\"/>", "<junction id=\"1\">", "<connection ", "<laneLink from=\"-1\" to=\"1\"/>", "<predecessor elementType=\"road\" elementId=\"1\" contactPoint=\"end\"/>", "<object ", "<outline>", "<cornerLocal u=\"1\" v=\"1\" z=\"0\"/>", "<signal ",
        "length=\"", "s=\"", "id=\"", "junction=\"1\"", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version=\"1.1\"?>", "/>", "<a>",
    ];

    private static readonly Mutator Mutants = new(0x0D12, [.. Corpus.Of(Own()).Concat(Corpus.Repository("scenarios/maps", "*.xodr")).Concat(Corpus.Shared("opendrive", "*.xodr"))], Tokens);

    [Fact]
    public void Damaged_OpenDRIVE_is_read_or_refused_with_its_place() =>
        FuzzRun.Check("fuzz.xodr", Mutants.Make, bytes =>
        {
            OpenDriveReader.Read(bytes, "fuzz.xodr").Index();
            OpenDriveCheck.Run(bytes, "fuzz.xodr");
        }, lines: true);

    private static IEnumerable<string> Own()
    {
        yield return Xodr.Document(
            Xodr.Road("1", 40, Xodr.Geometry(20, "<line/>") + Xodr.Geometry(20, "<arc curvature=\"0.01\"/>", 20, s: 20), link: "<successor elementType=\"junction\" elementId=\"7\"/>",
                extra: "<elevationProfile><elevation s=\"0\" a=\"1\" b=\"0.1\" c=\"0\" d=\"0\"/></elevationProfile><lateralProfile><superelevation s=\"0\" a=\"0.01\" b=\"0\" c=\"0\" d=\"0\"/></lateralProfile>"),
            Xodr.Road("2", 30, Xodr.Geometry(30, "<spiral curvStart=\"0\" curvEnd=\"0.02\"/>", 40, 2, 0.2), junction: "7", link: "<predecessor elementType=\"road\" elementId=\"1\" contactPoint=\"end\"/>"),
            "<junction id=\"7\" name=\"j\"><connection id=\"0\" incomingRoad=\"1\" connectingRoad=\"2\" contactPoint=\"start\"><laneLink from=\"-1\" to=\"-1\"/></connection></junction>");
        yield return Xodr.Document(
            Xodr.Road("1", 25, Xodr.Geometry(10, "<poly3 a=\"0\" b=\"0\" c=\"0.01\" d=\"0\"/>") + Xodr.Geometry(15, "<paramPoly3 aU=\"0\" bU=\"15\" cU=\"0\" dU=\"0\" aV=\"0\" bV=\"0\" cV=\"1\" dV=\"0\" pRange=\"normalized\"/>", 10, 1, 0.2, 10),
                lanes: "<laneOffset s=\"0\" a=\"0.5\" b=\"0\" c=\"0\" d=\"0\"/>" + Xodr.Section(Xodr.Lane(1), Xodr.Lane(-1, "3.5", "driving", Xodr.Link(-1, -1))) + Xodr.Section(Xodr.Lane(1), Xodr.Lane(-1) + Xodr.Lane(-2, "2", "sidewalk"), 12),
                extra: """
                    <objects><object id="5" type="crosswalk" s="10" t="0" hdg="0" length="4" width="3"><outline><cornerLocal u="-2" v="-2" z="0"/><cornerLocal u="2" v="-2" z="0"/><cornerLocal u="2" v="2" z="0"/></outline></object></objects>
                    <signals><signal id="9" s="20" t="-4" dynamic="yes" orientation="+" type="1000001" subtype="-1" country="OpenDRIVE" zOffset="3"/><signal id="10" s="21" t="-4" dynamic="no" orientation="+" type="274" subtype="50" country="DE" value="50" unit="km/h"/></signals>
                    """));
    }
}
