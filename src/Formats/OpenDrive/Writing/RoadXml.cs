using System.Globalization;
using System.Xml;
using Sim.Maps;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>Writes one road without its furniture. Not thread-safe.</summary>
internal sealed class RoadXml(XmlWriter xml, LinkPlan links, OpenDriveProfile profileOfFile, List<OpenDriveLoss> losses)
{
    private const double SameM = 1e-7;

    /// <summary>A number that reads back to the same bits.</summary>
    public static string Number(double value) => value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Id of a road by its place.</summary>
    public static string RoadId(int place) => (place + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts the element and writes link, planView, profiles and lanes; the caller writes furniture and ends it.</summary>
    public void Begin(int place, LaneBundle bundle, BundleShape shape)
    {
        var profile = RoadProfile.Of(bundle, shape);
        xml.WriteStartElement("road");
        Attributes(("name", ""), ("length", Number(shape.Curve.LengthM)), ("id", RoadId(place)), ("junction", bundle.JunctionId ?? "-1"), ("rule", bundle.LeftHandTraffic ? "LHT" : "RHT"));
        Links(place);
        Type(bundle);
        Plan(shape);
        xml.WriteStartElement("elevationProfile");
        Linear("elevation", profile.Elevation);
        xml.WriteEndElement();
        xml.WriteStartElement("lateralProfile");
        Linear("superelevation", profile.Roll);
        xml.WriteEndElement();
        xml.WriteStartElement("lanes");
        Linear("laneOffset", shape.Centre.Knots.All(k => Math.Abs(k.T) < SameM) ? [] : [.. shape.Centre.Knots.Select(k => (k.S, k.T))]);
        xml.WriteStartElement("laneSection");
        Attributes(("s", "0"));
        Side("left", 0, bundle.LeftCount);
        Centre(bundle);
        Side("right", bundle.LeftCount, bundle.Lanes.Count);
        xml.WriteEndElement();
        xml.WriteEndElement();

        void Side(string name, int from, int to)
        {
            if (from < to)
            {
                xml.WriteStartElement(name);
                for (int p = from; p < to; p++)
                {
                    Lane(place, bundle, shape, profile, p);
                }

                xml.WriteEndElement();
            }
        }
    }

    /// <summary>Writes attributes in order.</summary>
    public void Attributes(params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, value);
        }
    }

    /// <summary>Writes an element without content.</summary>
    public void Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        Attributes(attributes);
        xml.WriteEndElement();
    }

    private void Links(int place)
    {
        xml.WriteStartElement("link");
        foreach (bool atEnd in (ReadOnlySpan<bool>)[false, true])
        {
            var end = new RoadEnd(place, atEnd);
            string name = atEnd ? "successor" : "predecessor";
            if (links.Roads.TryGetValue(end, out var other))
            {
                Empty(name, ("elementType", "road"), ("elementId", RoadId(other.Road)), ("contactPoint", other.AtEnd ? "end" : "start"));
            }
            else if (links.Junctions.TryGetValue(end, out string? junction))
            {
                Empty(name, ("elementType", "junction"), ("elementId", junction));
            }
        }

        xml.WriteEndElement();
    }

    // esmini takes no speed of a lane, so the road has one too: the highest of those for vehicles.
    private void Type(LaneBundle bundle)
    {
        double limit = Limit(bundle);
        if (profileOfFile == OpenDriveProfile.Portable && limit > 0)
        {
            xml.WriteStartElement("type");
            Attributes(("s", "0"), ("type", limit > 25 ? "motorway" : limit > 14 ? "rural" : "town"));
            Empty("speed", ("max", Number(limit)), ("unit", "m/s"));
            xml.WriteEndElement();
        }
    }

    private static double Limit(LaneBundle bundle) =>
        bundle.Lanes.Max(l => l.Lane.SpeedLimitMps is { } own && double.IsFinite(own) && LaneTypes.CarriesTraffic(l.Lane.Type) ? own : 0);

    private void Plan(BundleShape shape)
    {
        xml.WriteStartElement("planView");
        foreach (var element in shape.Curve.Elements)
        {
            xml.WriteStartElement("geometry");
            Attributes(("s", Number(element.S)), ("x", Number(element.From.X)), ("y", Number(element.From.Y)), ("hdg", Number(element.HeadingRad)), ("length", Number(element.Length)));
            if (element.Cubics is var (u, v))
            {
                Empty("paramPoly3", ("aU", Number(u.A)), ("bU", Number(u.B)), ("cU", Number(u.C)), ("dU", Number(u.D)),
                    ("aV", Number(v.A)), ("bV", Number(v.B)), ("cV", Number(v.C)), ("dV", Number(v.D)), ("pRange", "normalized"));
            }
            else if (element.Curvature is { } curvature && curvature != 0)
            {
                Empty("arc", ("curvature", Number(curvature)));
            }
            else
            {
                Empty("line");
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>A function that is linear between stations, as cubics.</summary>
    private void Linear(string name, IReadOnlyList<(double S, double Value)> knots)
    {
        for (int i = 0; i < knots.Count; i++)
        {
            bool last = i + 1 == knots.Count;
            if (last && i > 0)
            {
                return;
            }

            double slope = last ? 0 : (knots[i + 1].Value - knots[i].Value) / (knots[i + 1].S - knots[i].S);
            Empty(name, ("s", Number(i == 0 ? 0 : knots[i].S)), ("a", Number(knots[i].Value)), ("b", Number(slope)), ("c", "0"), ("d", "0"));
        }
    }

    private void Centre(LaneBundle bundle)
    {
        xml.WriteStartElement("center");
        xml.WriteStartElement("lane");
        Attributes(("id", "0"), ("type", "none"), ("level", "false"));

        // The centre line names its left side first.
        var mark = bundle.LeftCount > 0 ? Inner(bundle, bundle.LeftCount - 1) : LaneMarking.Unknown;
        if (bundle.LeftCount < bundle.Lanes.Count)
        {
            var below = Vocabulary.SeenFromBeyond(Inner(bundle, bundle.LeftCount));
            if (bundle.LeftCount > 0)
            {
                Differs(bundle.Lanes[bundle.LeftCount - 1].Lane.Id, mark, bundle.Lanes[bundle.LeftCount].Lane.Id, below);
            }

            mark = mark == LaneMarking.Unknown ? below : mark;
        }

        Mark(mark);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Lane(int place, LaneBundle bundle, BundleShape shape, RoadProfile profile, int p)
    {
        var lane = bundle.Lanes[p].Lane;
        int number = bundle.NumberOf(p);
        var type = lane.Bidirectional ? LaneType.BidirectionalDriving : lane.Type;
        xml.WriteStartElement("lane");
        Attributes(("id", number.ToString(CultureInfo.InvariantCulture)), ("type", Words.Of(type)), ("level", "false"));
        xml.WriteStartElement("link");
        foreach (bool atEnd in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (int other in links.Linked(new RoadEnd(place, atEnd), number))
            {
                Empty(atEnd ? "successor" : "predecessor", ("id", other.ToString(CultureInfo.InvariantCulture)));
            }
        }

        xml.WriteEndElement();
        Width(bundle, shape, profile, p);
        Mark(OuterMark(bundle, p));
        if (lane.SpeedLimitMps is { } limit && double.IsFinite(limit) && limit > 0 && (profileOfFile != OpenDriveProfile.Portable || limit != Limit(bundle)))
        {
            Empty("speed", ("sOffset", "0"), ("max", Number(limit)), ("unit", "m/s"));
        }

        foreach (var user in lane.Users)
        {
            if (Words.Of(user) is { } word)
            {
                Empty("access", ("sOffset", "0"), ("rule", "allow"), ("restriction", word));
            }
            else
            {
                losses.Add(new(lane.Id, $"its user {user}: OpenDRIVE has no word for it"));
            }
        }

        if (profileOfFile == OpenDriveProfile.Portable && profile.Raised[p].Any(r => r.Value != 0))
        {
            losses.Add(new(lane.Id, "its height above the road: the profile has none"));
        }

        foreach (var (s, above) in profileOfFile == OpenDriveProfile.Portable ? [] : profile.Raised[p])
        {
            Empty("height", ("sOffset", Number(s)), ("inner", Number(above)), ("outer", Number(above)));
        }

        Empty("userData", ("code", Words.LaneCode), ("value", lane.Id));
        if (Vocabulary.LaneTypeOf(Words.Of(type)) != lane.Type)
        {
            Empty("userData", ("code", Words.TypeCode), ("value", lane.Type.ToString()));
        }

        xml.WriteEndElement();
    }

    private void Width(LaneBundle bundle, BundleShape shape, RoadProfile profile, int p)
    {
        var stations = shape.WidthStations(p);
        double side = p >= bundle.LeftCount ? -1 : 1;
        double from = double.NaN, value = 0, slope = 0;
        for (int i = 0; i + 1 < stations.Count; i++)
        {
            double s0 = stations[i], s1 = stations[i + 1];
            double w0 = At(s0), b = (At(s1) - w0) / (s1 - s0);
            if (!double.IsNaN(from) && Math.Abs(value + slope * (s0 - from) - w0) < SameM && Math.Abs(b - slope) * (s1 - s0) < SameM)
            {
                continue;
            }

            Empty("width", ("sOffset", Number(s0)), ("a", Number(w0)), ("b", Number(b)), ("c", "0"), ("d", "0"));
            (from, value, slope) = (s0, w0, b);
        }

        double At(double s)
        {
            double roll = profile.RollAt(s);
            return Math.Max(0, side * (shape.Outer(p, s) - shape.Inner(p, s))) / (roll == 0 ? 1 : Numerics.Pinned.Cos(roll));
        }
    }

    private LaneMarking OuterMark(LaneBundle bundle, int p)
    {
        var mark = Outer(bundle, p);
        int next = p >= bundle.LeftCount ? p + 1 : p - 1;
        if (next < 0 || next >= bundle.Lanes.Count)
        {
            return mark;
        }

        var beyond = Vocabulary.SeenFromBeyond(Inner(bundle, next));
        Differs(bundle.Lanes[p].Lane.Id, mark, bundle.Lanes[next].Lane.Id, beyond);
        return mark == LaneMarking.Unknown ? beyond : mark;
    }

    private void Differs(string lane, LaneMarking one, string beyond, LaneMarking other)
    {
        if (one != LaneMarking.Unknown && other != LaneMarking.Unknown && one != other)
        {
            losses.Add(new(lane, $"its marking {one} and {other} of {beyond} lie on one border; the inner lane's is written"));
            losses.Add(new(beyond, $"its marking {other} and {one} of {lane} lie on one border; the inner lane's is written"));
        }
    }

    private static LaneMarking Outer(LaneBundle bundle, int p) =>
        p >= bundle.LeftCount == bundle.Lanes[p].Along ? bundle.Lanes[p].Lane.RightMarking : bundle.Lanes[p].Lane.LeftMarking;

    private static LaneMarking Inner(LaneBundle bundle, int p) =>
        p >= bundle.LeftCount == bundle.Lanes[p].Along ? bundle.Lanes[p].Lane.LeftMarking : bundle.Lanes[p].Lane.RightMarking;

    private void Mark(LaneMarking mark)
    {
        if (Words.Of(mark) is { } word)
        {
            Empty("roadMark", ("sOffset", "0"), ("type", word), ("weight", "standard"), ("color", "standard"), ("width", "0.12"));
        }
    }
}
