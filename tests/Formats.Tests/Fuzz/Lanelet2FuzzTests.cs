using Sim.Formats.Lanelet2;
using Sim.Maps;
using Sim.Tests.Lanelet2;

namespace Sim.Tests.Fuzz;

public sealed class Lanelet2FuzzTests
{
    private static readonly string[] Tokens =
    [
        "<node id=\"1\" lat=\"49\" lon=\"8\"/>", "<nd ref=\"3\"/>", "<way id=\"109\">", "</way>", "<relation id=\"310\">", "</relation>", "<member type=\"way\" ref=\"100\" role=\"left\"/>", "<member type=\"relation\" ref=\"200\" role=\"regulatory_element\"/>",
        "<tag k=\"type\" v=\"lanelet\"/>", "<tag k=\"local_x\" v=\"1e9\"/>", "visible=\"false\"", "ref=\"", "id=\"", "<osm>", "</osm>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<![CDATA[", "<!--", "/>", "right_of_way", "role=\"yield\"",
    ];

    private static readonly string Geo = new OsmXml().Place(1, 49.0005, 8).Place(2, 49.0005, 8.002).Place(3, 49, 8).Place(4, 49, 8.002)
        .Way(10, [1, 2]).Way(11, [3, 4]).Relation(20, ["left:way:10", "right:way:11"], "type=lanelet").ToString();

    [Fact]
    public void Damaged_Lanelet2_maps_are_read_or_refused_with_their_place()
    {
        var mutants = new Mutator(0x1A2, Corpus.Of(OsmXml.Road().ToString(), Geo), Tokens);
        FuzzRun.Check("fuzz.osm", mutants.Make, bytes =>
        {
            var map = Lanelet2Reader.Read(bytes, "fuzz.osm");
            map.Index();
            RoadMapCheck.Run(map);
        }, lines: true);
    }
}
