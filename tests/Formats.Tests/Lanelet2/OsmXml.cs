using System.Globalization;
using System.Text;

namespace Sim.Tests.Lanelet2;

/// <summary>Writes small Lanelet2 maps.</summary>
internal sealed class OsmXml
{
    private readonly StringBuilder _text = new("<?xml version=\"1.0\"?>\n<osm version=\"0.6\" generator=\"test\">\n");

    /// <summary>A node with local coordinates.</summary>
    public OsmXml Node(int id, double x, double y, double? z = null) => Add(
        $"<node id=\"{id}\" lat=\"49.0\" lon=\"8.0\"><tag k=\"local_x\" v=\"{N(x)}\"/><tag k=\"local_y\" v=\"{N(y)}\"/>{(z is { } h ? $"<tag k=\"ele\" v=\"{N(h)}\"/>" : "")}</node>");

    /// <summary>A node in degrees.</summary>
    public OsmXml Place(int id, double latitude, double longitude) => Add($"<node id=\"{id}\" lat=\"{N(latitude)}\" lon=\"{N(longitude)}\" visible=\"true\"/>");

    public OsmXml Way(int id, int[] nodes, params string[] tags) => Add($"<way id=\"{id}\">{string.Concat(nodes.Select(n => $"<nd ref=\"{n}\"/>"))}{Tags(tags)}</way>");

    /// <summary>A relation; members as "role:way:3" or "role:relation:4".</summary>
    public OsmXml Relation(int id, string[] members, params string[] tags) => Add(
        $"<relation id=\"{id}\">{string.Concat(members.Select(m => m.Split(':')).Select(m => $"<member type=\"{m[1]}\" ref=\"{m[2]}\" role=\"{m[0]}\"/>"))}{Tags(tags)}</relation>");

    public byte[] Bytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => _text + "</osm>\n";

    /// <summary>Two lanes beside each other in one direction, the left one goes on, a third comes towards them; a light with a stop line binds the left one.</summary>
    public static OsmXml Road() => new OsmXml()
        .Node(1, 0, 3.5).Node(2, 50, 3.5).Node(3, 100, 3.5)
        .Node(4, 0, 0).Node(5, 100, 0)
        .Node(6, 0, -3.5).Node(7, 100, -3.5)
        .Node(8, 0, 7).Node(9, 100, 7)
        .Node(10, 150, 4.5).Node(11, 150, 1)
        .Node(12, 98, 0).Node(13, 98, 3.5)
        .Node(14, 102, 4).Node(15, 102, 3)
        .Way(100, [1, 2, 3], "type=line_thin", "subtype=solid_dashed")
        .Way(101, [5, 4], "type=line_thin", "subtype=dashed")
        .Way(102, [6, 7], "type=curbstone", "subtype=high")
        .Way(103, [9, 8], "type=road_border")
        .Way(104, [3, 10], "type=virtual").Way(105, [5, 11], "type=virtual")
        .Way(106, [12, 13], "type=stop_line").Way(107, [14, 15], "type=traffic_light", "subtype=red_yellow_green")
        .Way(108, [6, 4], "type=traffic_sign", "subtype=de274-60")
        .Relation(200, ["refers:way:107", "ref_line:way:106"], "type=regulatory_element", "subtype=traffic_light")
        .Relation(201, ["refers:way:108"], "type=regulatory_element", "subtype=speed_limit")
        .Relation(300, ["left:way:100", "right:way:101", "regulatory_element:relation:200"], "type=lanelet", "subtype=road", "speed_limit=50 km/h")
        .Relation(301, ["left:way:101", "right:way:102", "regulatory_element:relation:201"], "type=lanelet", "subtype=road", "participant:vehicle:bus=yes", "participant:bicycle=yes")
        .Relation(302, ["left:way:100", "right:way:103"], "type=lanelet", "subtype=highway", "speed_limit=30 mph")
        .Relation(303, ["left:way:104", "right:way:105"], "type=lanelet", "one_way=no")
        .Relation(304, ["outer:way:102", "outer:way:101", "outer:way:109"], "type=multipolygon", "subtype=parking");

    private static string N(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Tags(string[] tags) => string.Concat(tags.Select(t => t.Split('=')).Select(t => $"<tag k=\"{t[0]}\" v=\"{t[1]}\"/>"));

    private OsmXml Add(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }
}
