using System.Globalization;
using System.Text;
using System.Xml;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>Signals, stop lines, crosswalks and areas by road. Not thread-safe.</summary>
internal sealed class FurniturePlan
{
    private readonly IReadOnlyList<(LaneBundle Bundle, BundleShape Shape)> _roads;
    private readonly Dictionary<string, (int Road, int Place)> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<Action<XmlWriter, RoadXml>>> _signals = [];
    private readonly Dictionary<int, List<Action<XmlWriter, RoadXml>>> _objects = [];

    /// <summary>Gives everything a road.</summary>
    public FurniturePlan(IReadOnlyList<(LaneBundle Bundle, BundleShape Shape)> roads, RoadMap map, List<OpenDriveLoss> losses)
    {
        _roads = roads;
        for (int r = 0; r < roads.Count; r++)
        {
            for (int p = 0; p < roads[r].Bundle.Lanes.Count; p++)
            {
                _lanes[roads[r].Bundle.Lanes[p].Lane.Id] = (r, p);
            }
        }

        var bound = Bound(map, l => l.SignalIds);
        foreach (var signal in map.Signals)
        {
            Signal(signal, bound.GetValueOrDefault(signal.Id) ?? [], losses);
        }

        var held = Bound(map, l => l.StopLineId is { } id ? [id] : []);
        var signs = new HashSet<string>(map.Signals.Where(s => s.Code == "294").Select(s => s.Id), StringComparer.Ordinal);
        foreach (var line in map.StopLines.Where(l => !signs.Contains(l.Id)))
        {
            Stop(line, held.GetValueOrDefault(line.Id) ?? [], losses);
        }

        foreach (var crosswalk in map.Crosswalks)
        {
            Outline(crosswalk.Id, "crosswalk", crosswalk.Outline);
        }

        foreach (var area in map.Areas)
        {
            if (area.Kind == MapAreaKind.Parking)
            {
                Outline(area.Id, "parkingSpace", area.Outline);
            }
            else
            {
                losses.Add(new(area.Id, "an area to drive on: OpenDRIVE has no such thing"));
            }
        }
    }

    /// <summary>Writes what stands on a road.</summary>
    public void Write(XmlWriter xml, RoadXml roads, int road)
    {
        foreach (var (name, items) in (ReadOnlySpan<(string, Dictionary<int, List<Action<XmlWriter, RoadXml>>>)>)[("objects", _objects), ("signals", _signals)])
        {
            if (items.TryGetValue(road, out var list))
            {
                xml.WriteStartElement(name);
                foreach (var item in list)
                {
                    item(xml, roads);
                }

                xml.WriteEndElement();
            }
        }
    }

    private Dictionary<string, List<(int Road, int Place)>> Bound(RoadMap map, Func<Lane, IReadOnlyList<string>> ids)
    {
        var found = new Dictionary<string, List<(int, int)>>(StringComparer.Ordinal);
        foreach (var lane in map.Lanes)
        {
            foreach (string id in _lanes.ContainsKey(lane.Id) ? ids(lane) : [])
            {
                if (!found.TryGetValue(id, out var list))
                {
                    found.Add(id, list = []);
                }

                list.Add(_lanes[lane.Id]);
            }
        }

        return found;
    }

    private void Signal(MapSignal signal, List<(int Road, int Place)> lanes, List<OpenDriveLoss> losses)
    {
        if (_roads.Count == 0 || (signal.Pose is null && lanes.Count == 0))
        {
            losses.Add(new(signal.Id, "a signal without a place and without lanes is left out"));
            return;
        }

        int home = lanes.Count > 0 ? lanes[0].Road : Nearest(signal.Pose!.Value.Position);
        var (bundle, shape) = _roads[home];
        bool along = lanes.Count > 0 ? bundle.Lanes[lanes[0].Place].Along : Pinned.Cos(signal.Pose!.Value.HeadingRad - Heading(shape, signal.Pose.Value.Position)) < 0;
        double s, t;
        if (signal.Pose is { } pose)
        {
            (s, t) = Place(shape, pose.Position);
        }
        else
        {
            s = along ? shape.Curve.LengthM : 0;
            t = shape.Outer(lanes[0].Place, s);
            losses.Add(new(signal.Id, "a signal without a place is put at the end of its first lane"));
        }

        var (at, tangent) = shape.Curve.At(s);
        double offset = signal.Pose is { } faced ? Pinned.WrapAngle(faced.HeadingRad - tangent.ToHeading() - (along ? Math.PI : 0)) : 0;
        bool away = signal.Pose is { } there && (at + tangent.Left * t).DistanceTo(there.Position) > 1e-3;
        bool light = signal.Kind == MapSignalKind.Light;
        string code = light && !Vocabulary.IsLightCode(signal.Code) ? "1000001" : signal.Code.Length > 0 ? signal.Code : "-1";
        if (light && code != signal.Code && signal.Code.Length > 0)
        {
            losses.Add(new(signal.Id, $"a light of code {signal.Code} is written with OpenDRIVE's 1000001"));
        }

        bool speed = signal.Value is not null && (code.StartsWith("274", StringComparison.Ordinal) || code.StartsWith("R2-1", StringComparison.Ordinal));
        if (signal.Value < 0)
        {
            losses.Add(new(signal.Id, "a negative value is left out"));
        }

        Add(_signals, home, (xml, roads) =>
        {
            xml.WriteStartElement("signal");
            roads.Attributes(("s", RoadXml.Number(s)), ("t", RoadXml.Number(t)), ("id", signal.Id), ("name", ""), ("dynamic", light ? "yes" : "no"),
                ("orientation", along ? "+" : "-"), ("zOffset", RoadXml.Number(signal.HeightM)));
            if (Words.Country(signal.Country) is { Length: > 0 } country)
            {
                roads.Attributes(("country", country));
            }

            roads.Attributes(
                ("type", code), ("subtype", signal.Subtype.Length > 0 ? signal.Subtype : "-1"),
                ("value", signal.Value is { } value and >= 0 ? RoadXml.Number(value) : "-1"));
            if (speed)
            {
                roads.Attributes(("unit", "m/s"));
            }

            roads.Attributes(("hOffset", RoadXml.Number(offset)));
            Validity(roads, home, lanes);
            if (away)
            {
                roads.Empty("positionInertial", ("x", RoadXml.Number(signal.Pose!.Value.X)), ("y", RoadXml.Number(signal.Pose.Value.Y)), ("z", "0"), ("hdg", RoadXml.Number(signal.Pose.Value.HeadingRad)));
            }

            if (signal.Cycle.Count > 0)
            {
                roads.Empty("userData", ("code", Words.CycleCode), ("value", Cycle(signal)));
            }

            xml.WriteEndElement();
        });
        foreach (int other in lanes.Select(l => l.Road).Distinct().Where(r => r != home))
        {
            var first = lanes.First(l => l.Road == other);
            bool onward = _roads[other].Bundle.Lanes[first.Place].Along;
            Add(_signals, other, (xml, roads) =>
            {
                xml.WriteStartElement("signalReference");
                double end = onward ? _roads[other].Shape.Curve.LengthM : 0;
                roads.Attributes(("s", RoadXml.Number(end)), ("t", RoadXml.Number(_roads[other].Shape.Outer(first.Place, end))), ("id", signal.Id), ("orientation", onward ? "+" : "-"));
                Validity(roads, other, lanes);
                xml.WriteEndElement();
            });
        }
    }

    private void Stop(StopLine line, List<(int Road, int Place)> lanes, List<OpenDriveLoss> losses)
    {
        if (_roads.Count == 0 || !(line.From.DistanceTo(line.To) > 0.31))
        {
            losses.Add(new(line.Id, "a stop line without length is left out"));
            return;
        }

        var middle = line.From.Lerp(line.To, 0.5);
        int home = lanes.Count > 0 ? lanes[0].Road : Nearest(middle);
        if (lanes.Exists(l => l.Road != home))
        {
            losses.Add(new(line.Id, "a stop line of several roads binds the lanes of its first one only"));
        }

        var shape = _roads[home].Shape;
        var (s, t) = Place(shape, middle);
        var across = (line.To - line.From).UnitOr(new(1, 0));
        var half = across.Left * 0.15;
        Vector2d[] corners = [line.From + half, line.From - half, line.To - half, line.To + half];
        bool along = lanes.Count > 0 && _roads[home].Bundle.Lanes[lanes[0].Place].Along;
        Add(_objects, home, (xml, roads) =>
        {
            Object(xml, roads, line.Id, "roadMark", "stopLine", shape, s, t, lanes.Count == 0 ? "none" : along ? "+" : "-", corners);
            Validity(roads, home, lanes);
            xml.WriteEndElement();
        });
    }

    private void Outline(string id, string type, Polygon outline)
    {
        if (_roads.Count == 0)
        {
            return;
        }

        var middle = outline.Points.Aggregate(Vector2d.Zero, (sum, p) => sum + p) * (1.0 / outline.Points.Count);
        int home = Nearest(middle);
        var (s, t) = Place(_roads[home].Shape, middle);
        Add(_objects, home, (xml, roads) =>
        {
            Object(xml, roads, id, type, "", _roads[home].Shape, s, t, "none", outline.Points);
            xml.WriteEndElement();
        });
    }

    private static void Object(XmlWriter xml, RoadXml roads, string id, string type, string subtype, BundleShape shape, double s, double t, string orientation, IReadOnlyList<Vector2d> corners)
    {
        xml.WriteStartElement("object");
        roads.Attributes(("id", id), ("name", subtype), ("type", type));
        if (subtype.Length > 0)
        {
            roads.Attributes(("subtype", subtype));
        }

        roads.Attributes(("s", RoadXml.Number(s)), ("t", RoadXml.Number(t)), ("zOffset", "0"), ("orientation", orientation), ("hdg", "0"), ("pitch", "0"), ("roll", "0"));
        var (at, tangent) = shape.Curve.At(s);
        var origin = at + tangent.Left * t;
        xml.WriteStartElement("outlines");
        xml.WriteStartElement("outline");
        roads.Attributes(("id", "0"), ("closed", "true"), ("outer", "true"));
        for (int i = 0; i < corners.Count; i++)
        {
            var local = (corners[i] - origin).ToAxis(tangent);
            roads.Empty("cornerLocal", ("u", RoadXml.Number(local.X)), ("v", RoadXml.Number(local.Y)), ("z", "0"), ("height", "0"), ("id", i.ToString(CultureInfo.InvariantCulture)));
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>The lanes of one road as ranges of numbers; none at all is written as lane 0.</summary>
    private void Validity(RoadXml roads, int road, List<(int Road, int Place)> lanes)
    {
        int[] numbers = [.. lanes.Where(l => l.Road == road).Select(l => _roads[road].Bundle.NumberOf(l.Place)).Distinct().Order()];
        if (numbers.Length == 0)
        {
            roads.Empty("validity", ("fromLane", "0"), ("toLane", "0"));
        }

        for (int i = 0; i < numbers.Length;)
        {
            int last = i;
            while (last + 1 < numbers.Length && numbers[last + 1] == numbers[last] + 1)
            {
                last++;
            }

            roads.Empty("validity", ("fromLane", numbers[i].ToString(CultureInfo.InvariantCulture)), ("toLane", numbers[last].ToString(CultureInfo.InvariantCulture)));
            i = last + 1;
        }
    }

    private static string Cycle(MapSignal signal)
    {
        var text = new StringBuilder(signal.CycleOffsetUs.ToString(CultureInfo.InvariantCulture));
        foreach (var phase in signal.Cycle)
        {
            text.Append(CultureInfo.InvariantCulture, $";{phase.State}:{phase.DurationUs}");
        }

        return text.ToString();
    }

    private static (double S, double T) Place(BundleShape shape, Vector2d point)
    {
        double s = Math.Clamp(BorderProfile.Drop(shape.Curve, point, double.NegativeInfinity) ?? 0, 0, shape.Curve.LengthM);
        var (at, tangent) = shape.Curve.At(s);
        return (s, (point - at).Dot(tangent.Left));
    }

    private static double Heading(BundleShape shape, Vector2d point) => shape.Curve.At(Place(shape, point).S).Tangent.ToHeading();

    private int Nearest(Vector2d point)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int r = 0; r < _roads.Count; r++)
        {
            foreach (var member in _roads[r].Bundle.Lanes)
            {
                double distance = member.Centre.DistanceTo(point);
                if (distance < least - 1e-9)
                {
                    (best, least) = (r, distance);
                }
            }
        }

        return best;
    }

    private static void Add(Dictionary<int, List<Action<XmlWriter, RoadXml>>> to, int road, Action<XmlWriter, RoadXml> item)
    {
        if (!to.TryGetValue(road, out var list))
        {
            to.Add(road, list = []);
        }

        list.Add(item);
    }
}
