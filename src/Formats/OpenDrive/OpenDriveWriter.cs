using System.Globalization;
using System.Text;
using System.Xml;
using Sim.Formats.OpenDrive.Writing;
using Sim.Maps;

namespace Sim.Formats.OpenDrive;

/// <summary>
/// Writes a <see cref="RoadMap"/> as ASAM OpenDRIVE 1.7: neighbouring lanes become roads, links become road links, junctions and connections. What
/// <see cref="OpenDriveReader"/> reads back has the same lane ids, links, types, limits and markings, and centre lines within 2 cm; what a file
/// cannot hold is returned as a list (docs/opendrive.md). Equal maps give equal bytes on every machine. Safe for concurrent use.
/// </summary>
public static class OpenDriveWriter
{
    /// <summary>Writes a map.</summary>
    /// <param name="map">The map; at least one lane.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <returns>What the file does not hold, or holds differently; empty when nothing is lost.</returns>
    /// <exception cref="InputException">The map has no lane that can be written: OpenDRIVE needs at least one road.</exception>
    public static IReadOnlyList<OpenDriveLoss> Write(RoadMap map, Stream output) => Export(map, output).Losses;

    /// <summary>Writes a map and says where its lanes are in the file.</summary>
    /// <param name="map">The map; at least one lane.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="profile">What the file may use.</param>
    /// <exception cref="InputException">The map has no lane that can be written: OpenDRIVE needs at least one road.</exception>
    public static OpenDriveExport Export(RoadMap map, Stream output, OpenDriveProfile profile = OpenDriveProfile.Full)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(output);
        var losses = new List<OpenDriveLoss>();
        map = profile == OpenDriveProfile.Portable ? PortableMap.Of(map, losses) : map;
        var roads = Shapes(map, losses);
        if (roads.Count == 0)
        {
            throw new InputException($"map '{map.Name}' has no lane to write; OpenDRIVE needs at least one road");
        }

        var bundles = roads.ConvertAll(r => r.Bundle);
        Closed(roads, losses);
        var links = new LinkPlan(bundles, map, losses);
        var furniture = new FurniturePlan(roads, map, losses);
        try
        {
            Document(map, output, roads, links, furniture, profile, losses);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"map '{map.Name}' has an id or a name that XML cannot hold: {e.Message}", inner: e);
        }

        var places = new Dictionary<string, OpenDrivePlace>(StringComparer.Ordinal);
        for (int r = 0; r < bundles.Count; r++)
        {
            for (int p = 0; p < bundles[r].Lanes.Count; p++)
            {
                places[bundles[r].Lanes[p].Lane.Id] = new OpenDrivePlace(RoadXml.RoadId(r), bundles[r].NumberOf(p));
            }
        }

        return new OpenDriveExport(losses, places);
    }

    private static void Document(RoadMap map, Stream output, List<(LaneBundle Bundle, BundleShape Shape)> roads, LinkPlan links, FurniturePlan furniture, OpenDriveProfile profile, List<OpenDriveLoss> losses)
    {
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false), CloseOutput = false, CheckCharacters = true }))
        {
            var body = new RoadXml(xml, links, profile, losses);
            xml.WriteStartElement("OpenDRIVE");
            Header(xml, body, map, profile);
            for (int r = 0; r < roads.Count; r++)
            {
                body.Begin(r, roads[r].Bundle, roads[r].Shape);
                furniture.Write(xml, body, r);
                xml.WriteEndElement();
            }

            var controllers = profile == OpenDriveProfile.Portable ? LightControllers.Of(map) : [];
            LightControllers.Write(body, xml, controllers);
            Junctions(xml, body, map, links, controllers, losses);
            xml.WriteEndElement();
        }
    }

    internal static List<(LaneBundle Bundle, BundleShape Shape)> Shapes(RoadMap map, List<OpenDriveLoss> losses)
    {
        var roads = new List<(LaneBundle, BundleShape)>();
        foreach (var bundle in LaneBundle.Collect(map, losses))
        {
            var shape = BundleShape.Draw(bundle);
            if (shape is not null && (bundle.Lanes.Count == 1 || shape.ErrorM() <= BundleShape.ToleranceM))
            {
                Add(bundle, shape);
                continue;
            }

            foreach (var lane in bundle.Lanes)
            {
                var single = new LaneBundle([new BundledLane(lane.Lane, true)]);
                if (BundleShape.Draw(single) is { } alone)
                {
                    Add(single, alone);
                    if (bundle.Lanes.Count > 1)
                    {
                        losses.Add(new(lane.Lane.Id, "it becomes a road of its own without neighbours: the lanes beside it do not follow one reference line"));
                    }
                }
                else
                {
                    losses.Add(new(lane.Lane.Id, "it is left out: its borders fold"));
                }
            }
        }

        return roads;

        void Add(LaneBundle bundle, BundleShape shape)
        {
            for (int p = 0; p < bundle.Lanes.Count; p++)
            {
                // The reader's own chords take the other half, a little more where cross-sections are not square.
                double error = shape.ErrorM(p);
                if (error > (shape.IsSquare ? 0.5 : 0.4) * BundleShape.ToleranceM)
                {
                    losses.Add(new(bundle.Lanes[p].Lane.Id, string.Create(CultureInfo.InvariantCulture, $"its centre line may lie {error + SectionSampler.ChordErrorM:0.###} m off: its cross-sections are not square to its borders")));
                }
            }

            roads.Add((bundle, shape));
        }
    }

    /// <summary>Lanes that have links where they have no width: nobody can drive there, so the links do not come back.</summary>
    private static void Closed(List<(LaneBundle Bundle, BundleShape Shape)> roads, List<OpenDriveLoss> losses)
    {
        foreach (var (bundle, shape) in roads)
        {
            for (int p = 0; p < bundle.Lanes.Count; p++)
            {
                var (lane, along) = bundle.Lanes[p];
                foreach (bool atEnd in (ReadOnlySpan<bool>)[false, true])
                {
                    var linked = atEnd == along ? lane.Successors : lane.Predecessors;
                    double s = atEnd ? shape.Curve.LengthM : 0;
                    if (linked.Count > 0 && Math.Abs(shape.Outer(p, s) - shape.Inner(p, s)) < SectionSampler.ZeroWidthM)
                    {
                        losses.Add(new(lane.Id, $"its links at the {(atEnd == along ? "end" : "start")}: it has no width there"));
                        losses.AddRange(linked.Select(other => new OpenDriveLoss(other, $"its link with {lane.Id}: that lane has no width there")));
                    }
                }
            }
        }
    }

    private static void Header(XmlWriter xml, RoadXml body, RoadMap map, OpenDriveProfile profile)
    {
        double west = double.PositiveInfinity, south = west, east = double.NegativeInfinity, north = east;
        foreach (var point in map.Lanes.SelectMany(l => l.Left.Points.Concat(l.Right.Points)))
        {
            (west, east) = (Math.Min(west, point.X), Math.Max(east, point.X));
            (south, north) = (Math.Min(south, point.Y), Math.Max(north, point.Y));
        }

        xml.WriteStartElement("header");
        body.Attributes(("revMajor", "1"), ("revMinor", profile == OpenDriveProfile.Portable ? "6" : "7"), ("name", map.Name), ("version", "1.00"),
            ("north", RoadXml.Number(north)), ("south", RoadXml.Number(south)), ("east", RoadXml.Number(east)), ("west", RoadXml.Number(west)), ("vendor", "Sim"));
        if (map.Origin is { } origin)
        {
            var told = GeoReference.Read(origin.Projection, 0, 0);
            bool same = told is not null && Math.Abs(told.LatitudeDeg - origin.LatitudeDeg) < 1e-9 && Math.Abs(told.LongitudeDeg - origin.LongitudeDeg) < 1e-9;
            xml.WriteStartElement("geoReference");
            xml.WriteCData(same ? origin.Projection.Replace("]]>", "", StringComparison.Ordinal)
                : $"+proj=tmerc +lat_0={RoadXml.Number(origin.LatitudeDeg)} +lon_0={RoadXml.Number(origin.LongitudeDeg)} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs");
            xml.WriteEndElement();
        }

        if (map.Licence.Length > 0)
        {
            body.Empty("userData", ("code", Words.LicenceCode), ("value", map.Licence));
        }

        xml.WriteEndElement();
    }

    private static void Junctions(XmlWriter xml, RoadXml body, RoadMap map, LinkPlan links, IReadOnlyList<LightController> controllers, List<OpenDriveLoss> losses)
    {
        foreach (var (id, direct) in map.Junctions.Select(j => (j.Id, j.Kind == "direct")).Concat(links.Direct.Select(d => (d, true))))
        {
            var connections = links.Connections.Where(c => c.Junction == id).ToList();
            if (connections.Count == 0)
            {
                losses.Add(new(id, "a junction through which no lane leads is left out"));
                continue;
            }

            xml.WriteStartElement("junction");
            body.Attributes(("id", id), ("name", ""), ("type", direct ? "direct" : "default"));
            for (int i = 0; i < connections.Count; i++)
            {
                var c = connections[i];
                xml.WriteStartElement("connection");
                body.Attributes(("id", i.ToString(CultureInfo.InvariantCulture)), ("incomingRoad", RoadXml.RoadId(c.Incoming.Road)),
                    (direct ? "linkedRoad" : "connectingRoad", RoadXml.RoadId(c.Other.Road)), ("contactPoint", c.Other.AtEnd ? "end" : "start"));
                foreach (var (from, to) in c.Lanes)
                {
                    body.Empty("laneLink", ("from", from.ToString(CultureInfo.InvariantCulture)), ("to", to.ToString(CultureInfo.InvariantCulture)));
                }

                xml.WriteEndElement();
            }

            foreach (var controller in controllers.Where(c => c.Junction == id))
            {
                body.Empty("controller", ("id", controller.Id), ("type", "0"));
            }

            xml.WriteEndElement();
        }
    }
}
