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
        foreach (var element in _root.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        _roads = Children(_root, "road").ToDictionary(r => (string)r.Attribute("id")!);
    }

    public bool RunsAlongS(string laneId) => Part(laneId).Lane < 0 != ((string?)Part(laneId).Road.Attribute("rule") == "LHT");

    /// <summary>Border points (upper and lower t) of a lane at a fraction of its section, and its width there.</summary>
    public (Vector2d Upper, Vector2d Lower, double WidthM) Borders(string laneId, double fraction)
    {
        var road = Part(laneId).Road;
        var (s, inner, outer) = Across(laneId, fraction);
        double roll = road.Element("lateralProfile") is { } lateral ? Value(Children(lateral, "superelevation"), "s", s) : 0;
        var (point, heading) = Reference(Children(road.Element("planView")!, "geometry").ToList(), s);
        var left = new Vector2d(-Math.Sin(heading), Math.Cos(heading)) * Math.Cos(roll);
        return (point + (left * Math.Max(inner, outer)), point + (left * Math.Min(inner, outer)), Math.Abs(outer - inner));
    }

    /// <summary>True when the file has such a lane.</summary>
    public bool Has(string laneId)
    {
        string[] parts = laneId.Split(':');
        return parts.Length == 3 && _roads.TryGetValue(parts[0], out var road)
            && Children(road.Element("lanes")!, "laneSection").ElementAtOrDefault(int.Parse(parts[1], CultureInfo.InvariantCulture)) is { } section
            && section.Descendants("lane").Any(l => (string?)l.Attribute("id") == parts[2]);
    }

    /// <summary>Where the lane is open (1 mm and wider) for longest, as fractions of its section; a lane that opens twice is drawn there only.</summary>
    public (double From, double To) LongestOpenStretch(string laneId)
    {
        const int count = 500;
        (int From, int To) best = (0, -1);
        int from = -1;
        for (int i = 0; i <= count + 1; i++)
        {
            bool open = false;
            if (i <= count)
            {
                var (_, inner, outer) = Across(laneId, Math.Clamp((double)i / count, 1e-9, 1 - 1e-9));
                open = Math.Abs(outer - inner) >= 0.001;
            }

            from = open && from < 0 ? i : from;
            if (!open && from >= 0)
            {
                best = i - 1 - from > best.To - best.From ? (from, i - 1) : best;
                from = -1;
            }
        }

        return best.To < best.From ? (0, 0) : ((double)best.From / count, (double)best.To / count);
    }

    /// <summary>True when the file states a speed for this lane or its road that is not positive.</summary>
    public bool HasUnusableSpeed(string laneId)
    {
        var (road, section, lane) = Part(laneId);
        var own = Children(road.Element("lanes")!, "laneSection").ElementAt(section).Descendants("lane").Where(l => (int)l.Attribute("id")! == lane);
        return own.Elements("speed").Concat(road.Elements("type").Elements("speed"))
            .Any(e => double.TryParse((string?)e.Attribute("max"), CultureInfo.InvariantCulture, out double max) && !(max > 0 && double.IsFinite(max)));
    }

    private (double S, double Inner, double Outer) Across(string laneId, double fraction)
    {
        var (road, section, lane) = Part(laneId);
        var sections = Children(road.Element("lanes")!, "laneSection").ToList();
        var last = Children(road.Element("planView")!, "geometry").Last();
        int side = Math.Sign(lane), next = section + 1;
        while (next < sections.Count && (string?)sections[next].Attribute("singleSide") == "true"
            && !sections[next].Descendants("lane").Any(l => Math.Sign((int)l.Attribute("id")!) == side))
        {
            next++;
        }

        double start = N(sections[section], "s");
        double end = next < sections.Count ? N(sections[next], "s") : N(last, "s") + N(last, "length");
        double s = start + (fraction * (end - start));
        double centre = Value(Children(road.Element("lanes")!, "laneOffset"), "s", s), inner = centre, outer = centre;
        for (int i = 1; i <= Math.Abs(lane); i++)
        {
            var item = sections[section].Descendants("lane").Single(l => (int)l.Attribute("id")! == side * i);
            inner = outer;
            outer = item.Element("width") is null && item.Element("border") is not null
                ? centre + (side * Math.Max(Math.Abs(Value(Children(item, "border"), "sOffset", s - start)), Math.Abs(inner - centre)))
                : outer + (side * Math.Max(0, Value(Children(item, "width"), "sOffset", s - start)));
        }

        return (s, inner, outer);
    }

    /// <summary>Every lane end of an incoming road and of a connecting road that a junction's laneLink names, at whichever ends they may meet.</summary>
    public IEnumerable<(string A, bool AtEndOfA, string B, bool AtEndOfB)> JunctionLinks()
    {
        foreach (var connection in _root.Elements("junction").Elements("connection"))
        {
            string? from = (string?)connection.Attribute("incomingRoad");
            string? to = (string?)connection.Attribute("connectingRoad") ?? (string?)connection.Attribute("linkedRoad");
            if (from is null || to is null || !_roads.TryGetValue(from, out var incoming) || !_roads.TryGetValue(to, out var connecting))
            {
                continue;
            }

            bool atEnd = (string?)connection.Attribute("contactPoint") == "end";
            int Section(XElement road, bool end) => end ? Children(road.Element("lanes")!, "laneSection").Count() - 1 : 0;
            foreach (var link in Children(connection, "laneLink"))
            {
                foreach (bool incomingEnd in (bool[])[true, false])
                {
                    yield return ($"{from}:{Section(incoming, incomingEnd)}:{(int)link.Attribute("from")!}", incomingEnd,
                        $"{to}:{Section(connecting, atEnd)}:{(int)link.Attribute("to")!}", atEnd);
                }
            }
        }
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
                    foreach (var link in lane.Elements("link").Elements().Where(e => e.Name.LocalName is "successor" or "predecessor"))
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
                            if (!_roads.ContainsKey(other))
                            {
                                continue;
                            }

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

        if (shape.Name.LocalName == "poly3")
        {
            // As far along u as the curve's own length says.
            const int pieces = 20000;
            double u = 0, b = N(shape, "b"), c = N(shape, "c"), d = N(shape, "d");
            for (int i = 0; i < pieces; i++)
            {
                double k1 = Rate(u), k2 = Rate(u + (k1 * ds / pieces / 2));
                u += k2 * ds / pieces;
            }

            double v = N(shape, "a") + (u * (b + (u * (c + (u * d)))));
            return (origin + new Vector2d((u * Math.Cos(heading)) - (v * Math.Sin(heading)), (u * Math.Sin(heading)) + (v * Math.Cos(heading))),
                heading + Math.Atan(Tangent(u)));

            double Tangent(double at) => b + (2 * c * at) + (3 * d * at * at);

            double Rate(double at) => 1 / Math.Sqrt(1 + (Tangent(at) * Tangent(at)));
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
