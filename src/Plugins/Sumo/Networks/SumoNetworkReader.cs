using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;
using Sim.Geometry;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>Reads SUMO's <c>.net.xml</c>. Hostile input: no DTD, bounded size, depth and counts, finite numbers. Stateless.</summary>
internal static class SumoNetworkReader
{
    public const int MaxBytes = 256 << 20;
    private const int MaxDepth = 16;
    private const int MaxElements = 5_000_000;
    private const int MaxPoints = 10_000_000;
    private const double MaxCoordinateM = 1e8;
    private const double DefaultWidthM = 3.2;

    // netconvert gives lanes that open from nothing the width 0.
    private const double LeastWidthM = 0.01;

    /// <summary>Reads a network.</summary>
    /// <exception cref="InputException">Not such a file; names the place.</exception>
    public static SumoNetwork Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken = default)
    {
        if (content.Length > MaxBytes)
        {
            throw new InputException($"found {content.Length} bytes; expected at most {MaxBytes}. Cut the network (netconvert --keep-edges.in-boundary).", file);
        }

        using var stream = MemoryMarshal.TryGetArray(content, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        using var xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersFromEntities = 1024,
            MaxCharactersInDocument = MaxBytes,
        });
        try
        {
            return new Parse(xml, file, cancellationToken).Run();
        }
        catch (XmlException e)
        {
            throw new InputException($"this is not well-formed XML: {e.Message}", file, e.LineNumber, e.LinePosition, e);
        }
    }

    private sealed class Parse(XmlReader xml, string file, CancellationToken cancellationToken)
    {
        private readonly List<SumoEdge> _edges = [];
        private readonly List<SumoConnection> _connections = [];
        private readonly List<SumoLight> _lights = [];
        private readonly List<SumoJunction> _junctions = [];
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private (double, double) _offset;
        private string _projection = "";
        private int _points;
        private int _elements;

        // The edge, lane and light that are open.
        private (string Id, string Function, List<SumoLane> Lanes, string From, string To)? _edge;
        private (string Id, string Kind, double Offset, List<(string, double)> Phases, SortedDictionary<int, string> Signals)? _light;

        public SumoNetwork Run()
        {
            bool root = false;
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.EndElement)
                {
                    Close(xml.LocalName);
                    continue;
                }

                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (xml.Depth >= MaxDepth || ++_elements > MaxElements)
                {
                    throw Error(xml.Depth >= MaxDepth ? $"found elements nested deeper than {MaxDepth}" : $"found more than {MaxElements} elements");
                }

                if ((_elements & 0xfff) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                if (!root)
                {
                    root = xml.LocalName == "net" ? true : throw Error($"found <{Shown(xml.LocalName)}>; expected <net>, SUMO's road network");
                    continue;
                }

                Open();
            }

            Link();
            return new SumoNetwork(_offset, _projection, _edges, _connections, _lights, _junctions);
        }

        private void Open()
        {
            switch (xml.LocalName)
            {
                case "location" when xml.Depth == 1:
                    _offset = xml.GetAttribute("netOffset") is { } offset ? Pair(offset) : default;
                    _projection = xml.GetAttribute("projParameter") is { } projection and not ("!" or "-" or ".") ? projection : "";
                    break;
                case "edge" when xml.Depth == 1:
                    string id = Id();
                    if (!_ids.Add(id))
                    {
                        throw Error($"found a second edge '{Shown(id)}'; ids must be unique");
                    }

                    _edge = (id, xml.GetAttribute("function") ?? "normal", [], xml.GetAttribute("from") ?? "", xml.GetAttribute("to") ?? "");
                    if (xml.IsEmptyElement)
                    {
                        Close("edge");
                    }

                    break;
                case "lane" when _edge is { } edge:
                    edge.Lanes.Add(ReadLane(edge.Id, edge.Function, edge.Lanes.Count));
                    break;
                case "param" when _edge is { } edge && xml.Depth == 3 && edge.Lanes.Count > 0 && xml.GetAttribute("key") == "origId":
                    edge.Lanes[^1] = edge.Lanes[^1] with { OriginalIds = (xml.GetAttribute("value") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries) };
                    break;
                case "tlLogic" when xml.Depth == 1:
                    _light = (Id(), xml.GetAttribute("type") ?? "static", Number("offset", 0), [], []);
                    if (xml.IsEmptyElement)
                    {
                        Close("tlLogic");
                    }

                    break;
                case "phase" when _light is { } light:
                    string state = xml.GetAttribute("state") ?? throw Error("found <phase> without state");
                    double duration = Number("duration", 0);
                    if (state.Length > 10_000 || light.Phases.Count >= 10_000 || !(duration >= 0 && duration <= 1e9))
                    {
                        throw Error("found a phase that is too long");
                    }

                    light.Phases.Add((state, duration));
                    break;
                case "param" when _light is { } light && xml.GetAttribute("key") is { } key && key.StartsWith("linkSignalID:", StringComparison.Ordinal):
                    if (int.TryParse(key.AsSpan(13), NumberStyles.None, CultureInfo.InvariantCulture, out int link) && xml.GetAttribute("value") is { Length: > 0 } signal)
                    {
                        light.Signals[link] = signal;
                    }

                    break;
                case "junction" when xml.Depth == 1:
                    _junctions.Add(new(Id(), xml.GetAttribute("type") ?? "", (xml.GetAttribute("incLanes") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), Points(xml.GetAttribute("shape"), out _)));
                    break;
                case "connection" when xml.Depth == 1:
                    string from = xml.GetAttribute("from") ?? throw Error("found <connection> without from");
                    string to = xml.GetAttribute("to") ?? throw Error("found <connection> without to");
                    _connections.Add(new(
                        FormattableString.Invariant($"{from}_{Whole("fromLane")}"),
                        FormattableString.Invariant($"{to}_{Whole("toLane")}"),
                        xml.GetAttribute("via"),
                        xml.GetAttribute("tl"),
                        xml.GetAttribute("linkIndex") is null ? -1 : Whole("linkIndex"),
                        xml.GetAttribute("dir") ?? ""));
                    break;
            }
        }

        private void Close(string name)
        {
            if (name == "edge" && _edge is { } edge)
            {
                if (edge.Lanes.Count > 0)
                {
                    _edges.Add(new SumoEdge(edge.Id, edge.Function, edge.Lanes, edge.From, edge.To));
                }

                _edge = null;
            }
            else if (name == "tlLogic" && _light is { } light)
            {
                // Further programmes of the same light are not the first.
                if (!_lights.Exists(l => l.Id == light.Id))
                {
                    _lights.Add(new SumoLight(light.Id, light.Kind, light.Offset, light.Phases, light.Signals));
                }

                _light = null;
            }
        }

        private SumoLane ReadLane(string edge, string function, int index)
        {
            var shape = Points(xml.GetAttribute("shape"), out var heights);
            if (shape.Count < 2)
            {
                throw Error($"found a lane '{Shown(Id())}' with {shape.Count} points; expected at least 2");
            }

            double length = Number("length", 0), width = Number("width", DefaultWidthM), speed = Number("speed", 13.89);
            if (!(length >= 0 && length <= MaxCoordinateM) || !(width >= 0 && width <= 1000) || !(speed >= 0 && speed <= 1000))
            {
                throw Error($"found a lane '{Shown(Id())}' with length {length}, width {width}, speed {speed}; expected sensible ones");
            }

            if (Whole("index") != index)
            {
                throw Error($"found lane index {Whole("index")}; expected {index}: lanes stand in order");
            }

            var line = Distinct(shape, heights, out var kept);
            return new SumoLane(Id(), edge, index, function == "internal", speed, length > 0 ? length : line.LengthM, Math.Max(width, LeastWidthM), line, kept,
                VehicleClasses.Of(xml.GetAttribute("allow"), xml.GetAttribute("disallow")), []);
        }

        // Very short lanes have all their points in one place at the precision of the file.
        private static Polyline Distinct(List<Vector2d> shape, List<double>? heights, out List<double>? kept)
        {
            var points = new List<Vector2d> { shape[0] };
            kept = heights is null ? null : [heights[0]];
            for (int i = 1; i < shape.Count; i++)
            {
                if (shape[i].DistanceTo(points[^1]) > 1e-6)
                {
                    points.Add(shape[i]);
                    kept?.Add(heights![i]);
                }
            }

            if (points.Count == 1)
            {
                points.Add(points[0] + new Vector2d(1e-3, 0));
                kept?.Add(kept[0]);
            }

            return new Polyline(points);
        }

        private void Link()
        {
            var lanes = _edges.SelectMany(e => e.Lanes).Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var connection in _connections)
            {
                foreach (string? lane in (ReadOnlySpan<string?>)[connection.From, connection.To, connection.Via])
                {
                    if (lane is not null && !lanes.Contains(lane))
                    {
                        throw new InputException($"found a connection with lane '{Shown(lane)}', which the network does not have", file);
                    }
                }
            }
        }

        private List<Vector2d> Points(string? text, out List<double>? heights)
        {
            heights = null;
            var points = new List<Vector2d>();
            foreach (var part in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (++_points > MaxPoints)
                {
                    throw Error($"found more than {MaxPoints} points");
                }

                string[] numbers = part.Split(',');
                if (numbers.Length is < 2 or > 3)
                {
                    throw Error($"found the point '{Shown(part)}'; expected x,y or x,y,z");
                }

                points.Add(new Vector2d(Coordinate(numbers[0]), Coordinate(numbers[1])));
                if (numbers.Length == 3)
                {
                    heights ??= [.. Enumerable.Repeat(0.0, points.Count - 1)];
                    heights.Add(Coordinate(numbers[2]));
                }
                else
                {
                    heights?.Add(0);
                }
            }

            return points;
        }

        private (double, double) Pair(string text)
        {
            string[] parts = text.Split(',');
            return parts.Length == 2 ? (Coordinate(parts[0]), Coordinate(parts[1])) : throw Error($"found '{Shown(text)}'; expected x,y");
        }

        private double Coordinate(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= MaxCoordinateM
                ? value
                : throw Error($"found '{Shown(text)}'; expected a number within {MaxCoordinateM:0}");

        private double Number(string name, double otherwise)
        {
            if (xml.GetAttribute(name) is not { } text)
            {
                return otherwise;
            }

            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? value
                : throw Error($"found {name}=\"{Shown(text)}\"; expected a number");
        }

        private int Whole(string name) =>
            int.TryParse(xml.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= 1_000_000
                ? value
                : throw Error($"found {name}=\"{Shown(xml.GetAttribute(name) ?? "")}\"; expected a whole number");

        private string Id() => xml.GetAttribute("id") is { Length: > 0 and <= 1000 } id ? id : throw Error($"found <{xml.LocalName}> without a proper id");

        private InputException Error(string message)
        {
            var place = (IXmlLineInfo)xml;
            return new InputException(message, file, place.LineNumber, place.LinePosition);
        }

        private static string Shown(string text) => text.Length > 60 ? text[..60] + "…" : text;
    }
}
