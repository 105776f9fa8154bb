using System.Globalization;
using Sim.Formats.CommonRoad;

namespace Sim.Formats.Lanelet2;

/// <summary>Nodes, ways and relations of an OSM file (XML, version 0.6), as read. Deleted and invisible elements are passed over.</summary>
internal sealed class OsmData
{
    private const int MaxElements = 4_000_000;

    public Dictionary<long, OsmNode> Nodes { get; } = [];
    public Dictionary<long, OsmWay> Ways { get; } = [];
    public Dictionary<long, OsmRelation> Relations { get; } = [];

    /// <summary>Relations in the file's order.</summary>
    public List<OsmRelation> RelationList { get; } = [];

    /// <summary>Number of references to nodes.</summary>
    public long References { get; private set; }

    public static OsmData Read(XmlCursor cursor)
    {
        cursor.ToRoot();
        if (cursor.Name != "osm")
        {
            throw cursor.Error($"found <{XmlCursor.Cut(cursor.Name)}>, expected <osm>: a Lanelet2 map is an OSM file");
        }

        var data = new OsmData();
        var scope = cursor.Enter();
        int count = 0;
        while (cursor.Next(scope))
        {
            if (++count > MaxElements)
            {
                throw cursor.Error($"more than {MaxElements} elements; split the map");
            }

            switch (cursor.Name)
            {
                case "node":
                    data.Node(cursor);
                    break;
                case "way":
                    data.Way(cursor);
                    break;
                case "relation":
                    data.Relation(cursor);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        return data;
    }

    private void Node(XmlCursor cursor)
    {
        var place = cursor.Place;
        bool gone = Gone(cursor);
        long id = Id(cursor, "id");
        double latitude = Degrees(cursor, "lat", 90), longitude = Degrees(cursor, "lon", 180);
        double? x = null, y = null, z = null;
        foreach (var (key, value) in Tags(cursor, null, null))
        {
            switch (key)
            {
                case "local_x":
                    x = Number(cursor, key, value);
                    break;
                case "local_y":
                    y = Number(cursor, key, value);
                    break;
                case "ele":
                    z = Number(cursor, key, value);
                    break;
                default:
                    break;
            }
        }

        if (!gone && !Nodes.TryAdd(id, new OsmNode(latitude, longitude, x, y, z)))
        {
            throw cursor.Error(string.Create(CultureInfo.InvariantCulture, $"two nodes have the id {id}"), place);
        }
    }

    private void Way(XmlCursor cursor)
    {
        bool gone = Gone(cursor);
        var way = new OsmWay(Id(cursor, "id"), cursor.Place.Line);
        way.Tags = Tags(cursor, way.Nodes, null);
        References += way.Nodes.Count;
        if (!gone && !Ways.TryAdd(way.Id, way))
        {
            throw cursor.Error(string.Create(CultureInfo.InvariantCulture, $"two ways have the id {way.Id}"), (way.Line, 1));
        }
    }

    private void Relation(XmlCursor cursor)
    {
        bool gone = Gone(cursor);
        var relation = new OsmRelation(Id(cursor, "id"), cursor.Place.Line);
        relation.Tags = Tags(cursor, null, relation.Members);
        if (gone)
        {
            return;
        }

        if (!Relations.TryAdd(relation.Id, relation))
        {
            throw cursor.Error(string.Create(CultureInfo.InvariantCulture, $"two relations have the id {relation.Id}"), (relation.Line, 1));
        }

        RelationList.Add(relation);
    }

    private static Dictionary<string, string> Tags(XmlCursor cursor, List<long>? nodes, List<OsmMember>? members)
    {
        Dictionary<string, string>? tags = null;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "tag":
                    (tags ??= new(StringComparer.Ordinal))[cursor.RequiredAttribute("k")] = cursor.RequiredAttribute("v");
                    break;
                case "nd" when nodes is not null:
                    nodes.Add(Id(cursor, "ref"));
                    break;
                case "member" when members is not null:
                    members.Add(new OsmMember(cursor.RequiredAttribute("type"), Id(cursor, "ref"), cursor.Attribute("role") ?? ""));
                    break;
                default:
                    break;
            }

            cursor.Skip();
        }

        return tags ?? NoTags;
    }

    private static bool Gone(XmlCursor cursor) => cursor.Attribute("action") == "delete" || cursor.Attribute("visible") == "false";

    private static long Id(XmlCursor cursor, string attribute) => long.Parse(cursor.Id(attribute), CultureInfo.InvariantCulture);

    private static double Degrees(XmlCursor cursor, string attribute, double most)
    {
        string text = cursor.RequiredAttribute(attribute);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= most
            ? value
            : throw cursor.Error($"'{attribute}' is '{XmlCursor.Cut(text)}'; write degrees of at most {most}");
    }

    private static double Number(XmlCursor cursor, string key, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= 1e7
            ? value
            : throw cursor.Error($"'{key}' is '{XmlCursor.Cut(text)}'; write metres");

    private static readonly Dictionary<string, string> NoTags = [];
}

/// <summary>A point.</summary>
internal readonly record struct OsmNode(double LatitudeDeg, double LongitudeDeg, double? X, double? Y, double? Z);

/// <summary>A line.</summary>
internal sealed class OsmWay(long id, int line)
{
    public long Id => id;
    public int Line => line;
    public List<long> Nodes { get; } = [];
    public Dictionary<string, string> Tags { get; set; } = [];
    public string Tag(string key) => Tags.GetValueOrDefault(key, "");
}

/// <summary>A member of a relation.</summary>
internal readonly record struct OsmMember(string Type, long Ref, string Role);

/// <summary>A lanelet, a regulatory element, an area.</summary>
internal sealed class OsmRelation(long id, int line)
{
    public long Id => id;
    public int Line => line;
    public List<OsmMember> Members { get; } = [];
    public Dictionary<string, string> Tags { get; set; } = [];
    public string Tag(string key) => Tags.GetValueOrDefault(key, "");
}
