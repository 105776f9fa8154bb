using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>
/// Reads from a user's route file which vehicles may appear and how large they are, because a driver is told its world beforehand: <c>vType</c>,
/// <c>vehicle</c>, <c>trip</c>, <c>flow</c>. SUMO itself reads the file too and lets them drive. Hostile input, bounded. Stateless.
/// </summary>
internal static class RouteFileReader
{
    private const int MaxBytes = 64 << 20;
    private const int MaxVehicles = 10_000;

    /// <summary>The vehicles that may depart before the horizon, in the file's order.</summary>
    /// <exception cref="InputException">Not such a file, or something that cannot be known beforehand; says what.</exception>
    public static List<BackgroundVehicle> Read(ReadOnlyMemory<byte> content, string file, long horizonUs)
    {
        if (content.Length > MaxBytes)
        {
            throw new InputException($"found {content.Length} bytes; expected at most {MaxBytes}", file);
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
            return Parse(xml, file, horizonUs);
        }
        catch (XmlException e)
        {
            throw new InputException($"this is not well-formed XML: {e.Message}", file, e.LineNumber, e.LinePosition, e);
        }
    }

    private static List<BackgroundVehicle> Parse(XmlReader xml, string file, long horizonUs)
    {
        var types = new Dictionary<string, (ActorClass Class, BodyBox Body)>(StringComparer.Ordinal) { ["DEFAULT_VEHTYPE"] = (ActorClass.Car, VehicleKinds.BoxOf("passenger")) };
        var vehicles = new List<BackgroundVehicle>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        bool root = false;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (!root)
            {
                root = xml.LocalName is "routes" or "additional" ? true : throw Error($"found <{xml.LocalName}>; expected <routes>");
                continue;
            }

            if (xml.Depth > 8)
            {
                throw Error("found elements nested deeper than 8");
            }

            switch (xml.LocalName)
            {
                case "vType":
                    string word = xml.GetAttribute("vClass") ?? "passenger";
                    var box = VehicleKinds.BoxOf(word);
                    types[Required("id")] = (VehicleKinds.ClassOf(word), new BodyBox(Number("length", box.LengthM), Number("width", box.WidthM), Number("height", box.HeightM)));
                    break;
                case "vTypeDistribution":
                    throw Error("found a distribution of vehicle types; sizes must be known before the run: name the type of each vehicle");
                case "vehicle" or "trip":
                    Add(Required("id"), Depart());
                    break;
                case "flow":
                    AddFlow();
                    break;
                case "person" or "personFlow" or "container" or "containerFlow":
                    throw Error($"found <{xml.LocalName}>; only vehicles, trips and flows of vehicles are taken");
                case "include":
                    throw Error("found <include>; write one file");
            }
        }

        return vehicles;

        void AddFlow()
        {
            string id = Required("id");
            double begin = Number("begin", 0), end = Math.Min(Number("end", horizonUs * 1e-6), horizonUs * 1e-6);
            double length = Math.Max(end - begin, 0);
            // The most that may come: one more than fit, for the first departs at once.
            double count = xml.GetAttribute("number") is not null ? Number("number", 0)
                : xml.GetAttribute("period") is { } period && !period.StartsWith("exp", StringComparison.Ordinal) ? Math.Ceiling(length / Positive("period")) + 1
                : xml.GetAttribute("vehsPerHour") is not null ? Math.Ceiling(length * Positive("vehsPerHour") / 3600) + 1
                : xml.GetAttribute("probability") is not null ? Math.Ceiling(length * Math.Min(Positive("probability"), 1) * 2) + 20
                : throw Error($"found the flow '{id}' without number, period, vehsPerHour or probability");
            for (int i = 0; i < Math.Min(count, MaxVehicles + 1); i++)
            {
                Add(FormattableString.Invariant($"{id}.{i}"), begin);
            }
        }

        void Add(string id, double departS)
        {
            if (departS * 1e6 >= horizonUs)
            {
                return;
            }

            string type = xml.GetAttribute("type") ?? "DEFAULT_VEHTYPE";
            if (!types.TryGetValue(type, out var known))
            {
                throw Error($"found the type '{type}'; it must be declared above in this file");
            }

            if (vehicles.Count >= MaxVehicles || id.Length > 200)
            {
                throw Error($"found more than {MaxVehicles} vehicles before the horizon, or an id of more than 200 characters");
            }

            if (id.StartsWith(VehiclePlanner.Prefix, StringComparison.Ordinal) || !ids.Add(id))
            {
                throw Error($"found the vehicle '{id}'; ids must be unique and must not begin with '{VehiclePlanner.Prefix}'");
            }

            vehicles.Add(new BackgroundVehicle(id, known.Class, known.Body, (long)Math.Round(departS * 1e6), []));
        }

        // "triggered" and the like depart some time.
        double Depart() => double.TryParse(xml.GetAttribute("depart"), NumberStyles.Float, CultureInfo.InvariantCulture, out double at) && double.IsFinite(at) ? at : 0;

        string Required(string name) => xml.GetAttribute(name) is { Length: > 0 } value ? value : throw Error($"found <{xml.LocalName}> without {name}");

        double Positive(string name) => Number(name, 0) is > 0 and var value ? value : throw Error($"found {name}=\"{xml.GetAttribute(name)}\"; expected a positive number");

        double Number(string name, double otherwise) => xml.GetAttribute(name) is not { } text ? otherwise
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 && value <= 1e9 ? value
            : throw Error($"found {name}=\"{text}\"; expected a number in seconds or metres");

        InputException Error(string message)
        {
            var place = (IXmlLineInfo)xml;
            return new InputException(message, file, place.LineNumber, place.LinePosition);
        }
    }
}
