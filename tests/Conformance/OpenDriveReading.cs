using System.Globalization;
using System.Xml.Linq;
using Sim.Geometry;

namespace Sim.Tests;

/// <summary>
/// A second, slow and plain reading of OpenDRIVE for comparison: a document tree, the platform's trigonometry, and the reference line as a
/// fine midpoint sum. Shares no code with the reader.
/// </summary>
internal sealed class OpenDriveReading
{
    private readonly Dictionary<string, XElement> _roads;
    private readonly XElement _root;

    public OpenDriveReading(string path)
    {
        _root = XDocument.Load(path).Root!;
        _roads = Children(_root, "road").ToDictionary(r => (string)r.Attribute("id")!);
    }

    public bool RunsAlongS(string laneId) => Part(laneId).Lane < 0 != ((string?)Part(laneId).Road.Attribute("rule") == "LHT");

    /// <summary>Border points (upper and lower t) of a lane at a fraction of its section, and its width there.</summary>
    public (Vector2d Upper, Vector2d Lower, double WidthM) Borders(string laneId, double fraction)
    {
        var (road, section, lane) = Part(laneId);
        var sections = Children(road.Element("lanes")!, "laneSection").ToList();
        var plan = Children(road.Element("planView")!, "geometry").ToList();
        double start = N(sections[section], "s");
        double end = section + 1 < sections.Count ? N(sections[section + 1], "s") : N(plan[^1], "s") + N(plan[^1], "length");
        double s = start + (fraction * (end - start));
        double inner = Value(Children(road.Element("lanes")!, "laneOffset"), "s", s), outer = inner;
        int side = Math.Sign(lane);
        for (int i = 1; i <= Math.Abs(lane); i++)
        {
            var item = sections[section].Descendants("lane").Single(l => (int)l.Attribute("id")! == side * i);
            inner = outer;
            outer += side * Value(Children(item, "width"), "sOffset", s - start);
        }

        double roll = road.Element("lateralProfile") is { } lateral ? Value(Children(lateral, "superelevation"), "s", s) : 0;
        var (point, heading) = Reference(plan, s);
        var left = new Vector2d(-Math.Sin(heading), Math.Cos(heading)) * Math.Cos(roll);
        return (point + (left * Math.Max(inner, outer)), point + (left * Math.Min(inner, outer)), Math.Abs(outer - inner));
    }

    /// <summary>Every two lane ends that some lane's link element joins: lane, whether at its section's end, lane, whether at its section's end.</summary>
    public List<(string A, bool AtEndOfA, string B, bool AtEndOfB)> Links()
    {
        var links = new List<(string, bool, string, bool)>();
        foreach (var (id, road) in _roads)
        {
            var sections = Children(road.Element("lanes")!, "laneSection").ToList();
            for (int k = 0; k < sections.Count; k++)
            {
                foreach (var lane in sections[k].Descendants("lane").Where(l => (int)l.Attribute("id")! != 0))
                {
                    string here = $"{id}:{k}:{(int)lane.Attribute("id")!}";
                    foreach (var link in lane.Elements("link").Elements())
                    {
                        bool after = link.Name.LocalName == "successor";
                        int next = after ? k + 1 : k - 1, target = (int)link.Attribute("id")!;
                        if (next >= 0 && next < sections.Count)
                        {
                            links.Add((here, after, $"{id}:{next}:{target}", !after));
                        }
                        else if (road.Element("link")?.Element(link.Name) is { } outside && (string?)outside.Attribute("elementType") == "road")
                        {
                            string other = (string)outside.Attribute("elementId")!;
                            bool end = (string?)outside.Attribute("contactPoint") == "end";
                            int section = end ? Children(_roads[other].Element("lanes")!, "laneSection").Count() - 1 : 0;
                            links.Add((here, after, $"{other}:{section}:{target}", end));
                        }
                    }
                }
            }
        }

        return links;
    }

    private (XElement Road, int Section, int Lane) Part(string laneId)
    {
        string[] parts = laneId.Split(':');
        return (_roads[parts[0]], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements(name);

    private static double N(XElement element, string name) => double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);

    private static double Value(IEnumerable<XElement> records, string key, double s)
    {
        var record = records.LastOrDefault(r => N(r, key) <= s);
        if (record is null)
            return 0;
        double ds = s - N(record, key);
        return N(record, "a") + (N(record, "b") * ds) + (N(record, "c") * ds * ds) + (N(record, "d") * ds * ds * ds);
    }

    private static (Vector2d Point, double Heading) Reference(List<XElement> plan, double s)
    {
        var geometry = plan.Last(g => N(g, "s") <= s);
        double ds = s - N(geometry, "s"), heading = N(geometry, "hdg"), length = N(geometry, "length");
        var origin = new Vector2d(N(geometry, "x"), N(geometry, "y"));
        var shape = geometry.Elements().First(e => e.Name.LocalName != "userData");
        if (shape.Name.LocalName == "paramPoly3")
        {
            double p = (string?)shape.Attribute("pRange") == "arcLength" ? ds : ds / length;
            double u = Poly("U", p), v = Poly("V", p), du = Slope("U", p), dv = Slope("V", p);
            return (origin + new Vector2d((u * Math.Cos(heading)) - (v * Math.Sin(heading)), (u * Math.Sin(heading)) + (v * Math.Cos(heading))),
                heading + Math.Atan2(dv, du));
        }

        double from = shape.Name.LocalName switch { "arc" => N(shape, "curvature"), "spiral" => N(shape, "curvStart"), _ => 0 };
        double to = shape.Name.LocalName == "spiral" ? N(shape, "curvEnd") : from;
        const int steps = 4000;
        double h = ds / steps, x = 0, y = 0;
        for (int i = 0; i < steps; i++)
        {
            double m = (i + 0.5) * h, angle = heading + (from * m) + ((to - from) * m * m / (2 * length));
            x += Math.Cos(angle) * h;
            y += Math.Sin(angle) * h;
        }

        return (origin + new Vector2d(x, y), heading + (from * ds) + ((to - from) * ds * ds / (2 * length)));

        double Poly(string axis, double p) =>
            N(shape, "a" + axis) + (p * (N(shape, "b" + axis) + (p * (N(shape, "c" + axis) + (p * N(shape, "d" + axis))))));

        double Slope(string axis, double p) => N(shape, "b" + axis) + (2 * p * N(shape, "c" + axis)) + (3 * p * p * N(shape, "d" + axis));
    }
}
