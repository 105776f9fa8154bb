using System.Text;
using Sim.Formats.OpenDrive;

namespace Sim.Tests.OpenDrive;

/// <summary>Hostile and broken documents: always an input error with its place.</summary>
public sealed class ErrorTests
{
    private const string Good = """
        <OpenDRIVE>
          <header revMajor="1" revMinor="6"/>
          <road id="1" length="10" junction="-1">
            <planView>
              <geometry s="0" x="0" y="0" hdg="0" length="10"><line/></geometry>
            </planView>
            <lanes>
              <laneSection s="0">
                <center><lane id="0" type="none"/></center>
                <right>
                  <lane id="-1" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/></lane>
                </right>
              </laneSection>
            </lanes>
          </road>
        </OpenDRIVE>
        """;

    [Theory]
    [InlineData("x=\"0\"", "x=\"abc\"", 5, 23, "abc", "finite number")]
    [InlineData("x=\"0\"", "x=\"NaN\"", 5, 23, "NaN", "finite number")]
    [InlineData("x=\"0\"", "x=\"1e999\"", 5, 23, "1e999", "finite number")]
    [InlineData("hdg=\"0\" ", "", 5, 8, "\"hdg\"", "expected the attribute")]
    [InlineData("length=\"10\"><line", "length=\"-10\"><line", 5, 43, "-10", "0 to 1000000")]
    [InlineData("<line/>", "", 5, 8, "without a shape", "<arc>")]
    [InlineData("<line/>", "<arc curvature=\"200\"/>", 5, 60, "200", "-100 to 100")]
    [InlineData("<line/>", "<paramPoly3 pRange=\"metres\"/>", 5, 67, "pRange", "normalized")]
    [InlineData("id=\"-1\" type=\"driving\"", "id=\"1\" type=\"driving\"", 11, 17, "lane 1 in <right>", "negative")]
    [InlineData("id=\"-1\" type=\"driving\"", "id=\"one\" type=\"driving\"", 11, 17, "one", "whole number")]
    [InlineData("revMajor=\"1\"", "revMajor=\"2\"", 2, 11, "revision 2", "revMajor 1")]
    [InlineData("<lanes>", "<lanez>", 14, 7, "XML", "well-formed")]
    [InlineData("<line/></geometry>", "<line/></geometry><geometry s=\"-1\" x=\"0\" y=\"0\" hdg=\"0\" length=\"1\"/>", 5, 83, "-1", "0 to 1000000")]
    public void An_error_names_its_line_and_column(string good, string bad, int line, int column, string found, string expected)
    {
        string text = Good.Replace("\r", "", StringComparison.Ordinal).Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        var e = Assert.Throws<InputException>(() => Xodr.Read(text, "maps/bad.xodr"));
        Assert.Equal("maps/bad.xodr", e.File);
        Assert.Equal((line, column), (e.Line, e.Column));
        Assert.Contains(found, e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sound_document_reads() => Assert.Single(Xodr.Read(Good).Lanes);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("not xml")]
    [InlineData("<OpenDRIVE/>")]
    [InlineData("<CommonRoad/>")]
    [InlineData("<OpenDRIVE>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"nonsense-9\"?><OpenDRIVE/>")]
    [InlineData("<!DOCTYPE OpenDRIVE [<!ENTITY a \"b\">]><OpenDRIVE>&a;</OpenDRIVE>")]
    [InlineData("<OpenDRIVE><road id=\"1\" length=\"1\" junction=\"-1\"/></OpenDRIVE>")]
    [InlineData("<OpenDRIVE><road id=\"1\" length=\"1\" junction=\"-1\"><planView/><lanes/></road></OpenDRIVE>")]
    public void What_is_no_road_network_is_refused(string text) => Assert.Throws<InputException>(() => Xodr.Read(text));

    [Fact]
    public void Roads_lanes_and_junctions_of_one_id_are_refused()
    {
        Assert.Throws<InputException>(() => Xodr.ReadRoads(Xodr.Road("1"), Xodr.Road("1")));
        Assert.Throws<InputException>(() => Xodr.ReadRoads(Xodr.Road(lanes: Xodr.Section(right: Xodr.Lane(-1) + Xodr.Lane(-1)))));
        Assert.Throws<InputException>(() => Xodr.ReadRoads(Xodr.Road(), "<junction id=\"3\"/>", "<junction id=\"3\"/>"));
    }

    [Fact]
    public void Records_out_of_order_are_refused()
    {
        string lanes = Xodr.Section(right: Xodr.Lane(-1), s: 50) + Xodr.Section(right: Xodr.Lane(-1));
        Assert.Contains("growing s", Assert.Throws<InputException>(() => Xodr.ReadRoads(Xodr.Road(lanes: lanes))).Message, StringComparison.Ordinal);
        const string widths = """<lane id="-1"><width sOffset="5" a="3"/><width sOffset="0" a="3"/></lane>""";
        Assert.Throws<InputException>(() => Xodr.ReadRoads(Xodr.Road(lanes: Xodr.Section(right: widths))));
    }

    [Fact]
    public void Depth_and_places_have_limits()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100));
        Assert.Contains("deep", Assert.Throws<InputException>(() => Xodr.ReadRoads(Xodr.Road(), deep)).Message, StringComparison.Ordinal);
        const string wild = """<paramPoly3 pRange="arcLength" aU="0" bU="1e12" cU="1e12" dU="1e12" aV="0" bV="0" cV="1" dV="0"/>""";
        Assert.Contains("leaving the plane", Assert.Throws<InputException>(
            () => Xodr.ReadRoads(Xodr.Road(plan: Xodr.Geometry(100, wild)))).Message, StringComparison.Ordinal);
        Assert.Contains("turns more than", Assert.Throws<InputException>(
            () => Xodr.ReadRoads(Xodr.Road(plan: Xodr.Geometry(1e5, "<spiral curvStart=\"0\" curvEnd=\"50\"/>")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_and_total_work_have_limits()
    {
        const string spaces = """<objects><object id="p" type="parkingSpace" s="0" t="-8" length="5" width="2"><repeat s="0" length="1000" distance="0.001" tStart="-8" tEnd="-8"/></object></objects>""";
        Assert.Contains("repeated objects", Assert.Throws<InputException>(() => Xodr.ReadRoads(Xodr.Road(extra: spaces))).Message, StringComparison.Ordinal);
        string lanes = Xodr.Section(right: string.Concat(Enumerable.Range(1, 250).Select(i => Xodr.Lane(-i, "1"))));
        string[] roads = [.. Enumerable.Range(1, 60).Select(i => Xodr.Road(
            i.ToString(System.Globalization.CultureInfo.InvariantCulture), 500, Xodr.Geometry(500, "<arc curvature=\"2\"/>"), lanes))];
        Assert.Contains("border points", Assert.Throws<InputException>(() => Xodr.ReadRoads(roads)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_the_size_limit_is_refused_before_it_is_read()
    {
        var e = Assert.Throws<InputException>(() => OpenDriveReader.Read(new byte[(64 * 1024 * 1024) + 1], "big.xodr"));
        Assert.Contains("64 MiB", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lane_stays_within_ten_thousand_points()
    {
        // 20 km of a tight helix would need far more points at 1 cm.
        var map = Xodr.ReadRoads(Xodr.Road(length: 9900, plan: Xodr.Geometry(9900, "<arc curvature=\"0.1\"/>")));
        Assert.InRange(map.Lanes[0].Centre.Points.Count, 5000, 10_000);
    }

    [Fact]
    public void Cut_and_garbled_documents_never_throw_anything_else()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Good);
        var random = new Random(7);
        for (int i = 0; i < 1500; i++)
        {
            byte[] bytes = i < whole.Length ? whole[..i] : [.. whole];
            if (i >= whole.Length)
            {
                for (int k = 0; k < 3; k++)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }
            }

            try
            {
                OpenDriveReader.Read(bytes, "cut.xodr");
            }
            catch (InputException e)
            {
                Assert.Equal("cut.xodr", e.File);
            }
        }
    }
}
