using System.Globalization;

namespace Sim.Formats.OpenDrive;

/// <summary>Looks through a document for features that a tool does not take; each is named once, with how often it occurs. Stateless.</summary>
internal static class FeatureScan
{
    private const OpenDriveTools E = OpenDriveTools.Esmini, C = OpenDriveTools.Carla, S = OpenDriveTools.Sumo;

    // Element below its parent, who does not take it, what becomes of it.
    private static readonly Dictionary<(string Parent, string Name), (OpenDriveTools Tools, string What)> Elements = new()
    {
        [("lateralProfile", "superelevation")] = (C | S, "the road is drawn level"),
        [("lateralProfile", "crossfall")] = (E | C | S, "the road is drawn level"),
        [("lateralProfile", "shape")] = (E | C | S, "the road is drawn level"),
        [("lane", "border")] = (E, "the lane has no width"),
        [("lane", "speed")] = (E, "only the road's <type> gives a limit"),
        [("lane", "access")] = (E, "everybody may use the lane"),
        [("lane", "material")] = (E | S, "it has no effect"),
        [("lane", "height")] = (E | C | S, "the lane is drawn level with the road"),
        [("lane", "rule")] = (E | C | S, "it has no effect"),
        [("roadMark", "explicit")] = (E, "the marking is not drawn"),
        [("roadMark", "sway")] = (E, "the marking is drawn straight"),
        [("signals", "signalReference")] = (E, "the signal binds its own road only"),
        [("signal", "dependency")] = (E | C | S, "it has no effect"),
        [("signal", "reference")] = (E | C | S, "it has no effect"),
        [("object", "parkingSpace")] = (E | C, "it has no effect"),
        [("objects", "tunnel")] = (C | S, "it has no effect"),
        [("objects", "bridge")] = (C | S, "it has no effect"),
        [("objects", "objectReference")] = (E | C | S, "it has no effect"),
        [("surface", "CRG")] = (E | C | S, "the surface is even"),
        [("road", "railroad")] = (E | C | S, "it has no effect"),
        [("OpenDRIVE", "station")] = (E | C | S, "it has no effect"),
        [("OpenDRIVE", "junctionGroup")] = (E | C | S, "it has no effect"),
        [("junction", "priority")] = (E | C | S, "who gives way follows from signs and geometry"),
        [("junction", "crossPath")] = (E | C | S, "it has no effect"),
        [("junction", "boundary")] = (E | C | S, "it has no effect"),
        [("junction", "elevationGrid")] = (E | C | S, "it has no effect"),
    };

    /// <summary>What was found, and where the junctions stand.</summary>
    internal sealed record Result(IReadOnlyList<OpenDriveFinding> Findings, IReadOnlyDictionary<string, (int Line, int Column)> Junctions);

    /// <summary>Scans a document.</summary>
    public static Result Run(ReadOnlyMemory<byte> content, string file, OpenDriveTools tools)
    {
        using var xml = new OdrXml(content, file);
        xml.MoveToRoot();
        var found = new Dictionary<string, (int Line, int Column, int Count, OpenDriveTools Tools)>(StringComparer.Ordinal);
        var junctions = new Dictionary<string, (int Line, int Column)>(StringComparer.Ordinal);
        Visit(xml, tools, "", found, junctions);
        xml.Finish();
        return new Result(
            [.. found.Select(f => new OpenDriveFinding(f.Value.Line, f.Value.Column, $"{f.Key}{(f.Value.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({f.Value.Count} times in this file)") : "")}"))],
            junctions);
    }

    /// <summary>Names of tools in a sentence.</summary>
    public static string Names(OpenDriveTools tools) => string.Join(" and ", ((ReadOnlySpan<(OpenDriveTools, string)>)[(E, "esmini"), (C, "CARLA"), (S, "SUMO")]).ToArray().Where(t => (tools & t.Item1) != 0).Select(t => t.Item2));

    private static void Visit(
        OdrXml xml, OpenDriveTools tools, string parent, Dictionary<string, (int Line, int Column, int Count, OpenDriveTools Tools)> found, Dictionary<string, (int Line, int Column)> junctions)
    {
        string name = xml.Name;
        if (Elements.TryGetValue((parent, name), out var feature))
        {
            Note(feature.Tools, $"<{name}> in <{parent}>", feature.What);
        }

        switch (name)
        {
            case "road":
                if (xml.Text("rule") == "LHT")
                {
                    Note(C | S, "left-hand traffic (rule=\"LHT\")", "traffic drives on the right");
                }

                Number("id", "the id of a road");
                break;
            case "junction" when parent == "OpenDRIVE":
                junctions.TryAdd(xml.Text("id") ?? "", (xml.Line, xml.Column));
                Number("id", "the id of a junction");
                switch (xml.Text("type"))
                {
                    case "direct":
                        Note(C | S, "a direct junction", "netconvert ends with an error, roads are not connected");
                        break;
                    case "virtual":
                        Note(E | C | S, "a virtual junction", "it connects nothing");
                        break;
                }

                break;
            case "laneSection" when xml.Text("singleSide") is "true" or "1":
                Note(E | C | S, "singleSide of a laneSection", "the section holds for both sides");
                break;
            case "lane" when xml.Text("level") is "true" or "1":
                Note(E | S, "level of a lane", "it has no effect");
                break;
            case "signal" when xml.Text("type") is null or "" or "-1":
                Note(C | S, "a signal without a type", "it is passed over");
                break;
            case "header" when int.TryParse(xml.Text("revMinor"), NumberStyles.None, CultureInfo.InvariantCulture, out int minor) && minor > 7:
                Note(E | C | S, "a revision above 1.7", "what is new in it is passed over");
                break;
        }

        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            Visit(xml, tools, name, found, junctions);
        }

        void Number(string attribute, string what)
        {
            if (xml.Text(attribute) is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                Note(C, $"{what} that is no number", "it is read as 0");
            }
        }

        void Note(OpenDriveTools unable, string what, string effect)
        {
            if ((unable &= tools) == 0)
            {
                return;
            }

            string message = $"{Names(unable)}: {what} is not taken; {effect}";
            found[message] = found.TryGetValue(message, out var known) ? known with { Count = known.Count + 1 } : (xml.Line, xml.Column, 1, unable);
        }
    }
}
