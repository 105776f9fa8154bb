using System.Globalization;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

/// <summary>
/// Finds what simulators stumble over in an OpenDRIVE file that our reader takes: links that hold in one direction only, joints with gaps, incomplete
/// junctions, and features that a tool does not know (specs of esmini, CARLA and SUMO: docs/opendrive.md). Stateless, safe for concurrent use.
/// </summary>
public static class OpenDriveLint
{
    /// <summary>Largest gap at a joint of two roads, in the plane and in height, and largest step of a lane's width there, m.</summary>
    public const double GapM = 0.01;

    /// <summary>Largest corner at a joint of two roads, rad.</summary>
    public const double CornerRad = 0.02;

    /// <summary>Checks one document; findings in the order of the file.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="tools">Who shall take it.</param>
    /// <exception cref="InputException">The document cannot be read, as <see cref="OpenDriveReader.Read"/> says.</exception>
    public static IReadOnlyList<OpenDriveFinding> Run(ReadOnlyMemory<byte> content, string file, OpenDriveTools tools)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var xml = new OdrXml(content, file);
        var parser = new OdrParser(xml);
        parser.Parse();
        var features = FeatureScan.Run(content, file, tools);
        var findings = new List<OpenDriveFinding>(features.Findings);
        var roads = parser.Roads.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var junctions = parser.Junctions.ToDictionary(j => j.Id, StringComparer.Ordinal);
        foreach (var road in parser.Roads)
        {
            void Found(FormattableString message) => findings.Add(new OpenDriveFinding(road.Line, road.Column, FormattableString.Invariant(message)));
            foreach (bool atEnd in (ReadOnlySpan<bool>)[false, true])
            {
                Joint(road, atEnd, roads, junctions, Found);
            }

            Connecting(road, Found);
            Signals(road, tools, Found);
        }

        foreach (var junction in parser.Junctions)
        {
            var (line, column) = features.Junctions.GetValueOrDefault(junction.Id, (1, 1));
            Junction(junction, roads, message => findings.Add(new OpenDriveFinding(line, column, FormattableString.Invariant(message))));
        }

        return [.. findings.OrderBy(f => f.Line).ThenBy(f => f.Column)];
    }

    private static void Joint(OdrRoad road, bool atEnd, Dictionary<string, OdrRoad> roads, Dictionary<string, OdrJunction> junctions, Action<FormattableString> found)
    {
        string word = atEnd ? "successor" : "predecessor";
        var link = atEnd ? road.Successor : road.Predecessor;
        if (link is null)
        {
            return;
        }

        if (link.IsJunction)
        {
            if (junctions.TryGetValue(link.ElementId, out var junction))
            {
                IntoJunction(road, atEnd, junction, found);
            }

            return;
        }

        if (!roads.TryGetValue(link.ElementId, out var other) || link.AtEnd is not { } otherAtEnd)
        {
            if (link.AtEnd is null && roads.ContainsKey(link.ElementId))
            {
                found($"road '{road.Id}' names the {word} '{link.ElementId}' without a contactPoint; CARLA and SUMO need it");
            }

            return;
        }

        Back(road, atEnd, other, otherAtEnd, found);
        Geometry(road, atEnd, other, otherAtEnd, found);
        Lanes(road, atEnd, other, otherAtEnd, found);
    }

    // What a road says of its end, the other must say of its own; at a junction it says the junction.
    private static void Back(OdrRoad road, bool atEnd, OdrRoad other, bool otherAtEnd, Action<FormattableString> found)
    {
        var back = otherAtEnd ? other.Successor : other.Predecessor;
        string otherWord = otherAtEnd ? "successor" : "predecessor";
        if (back is null)
        {
            found($"road '{road.Id}' is joined to road '{other.Id}', whose {otherWord} says nothing of it; links must hold both ways");
        }
        else if (back.IsJunction ? road.JunctionId != back.ElementId : back.ElementId != road.Id || (back.AtEnd is { } said && said != atEnd))
        {
            found($"road '{road.Id}' is joined to road '{other.Id}', whose {otherWord} is {(back.IsJunction ? "junction" : "road")} '{back.ElementId}'; links must hold both ways");
        }
    }

    private static void Geometry(OdrRoad road, bool atEnd, OdrRoad other, bool otherAtEnd, Action<FormattableString> found)
    {
        double s = atEnd ? road.Length : 0, t = otherAtEnd ? other.Length : 0;
        var (a, b) = (road.FrameAt(s), other.FrameAt(t));
        double offsetA = Cubic.Evaluate(road.LaneOffset, s), offsetB = Cubic.Evaluate(other.LaneOffset, t);
        // Lane 0 is what meets; connecting roads may be drawn along another lane, then only their lanes meet.
        if (road.JunctionId is null && other.JunctionId is null)
        {
            double gap = (a.At(offsetA) - b.At(offsetB)).Length;
            if (gap > GapM)
            {
                found($"the {(atEnd ? "end" : "start")} of road '{road.Id}' lies {gap:0.###} m from the {(otherAtEnd ? "end" : "start")} of road '{other.Id}' that it is joined to");
            }
        }

        double turn = atEnd == otherAtEnd ? -1 : 1;
        double corner = Math.Abs(Pinned.Atan2(turn * (a.Cos * b.Sin - a.Sin * b.Cos), turn * (a.Cos * b.Cos + a.Sin * b.Sin)));
        if (corner > CornerRad)
        {
            found($"the joint of road '{road.Id}' with road '{other.Id}' has a corner of {corner * 180 / Math.PI:0.##}°");
        }

        double step = Math.Abs(Cubic.Evaluate(road.Elevation, s) - Cubic.Evaluate(other.Elevation, t));
        if (step > GapM)
        {
            found($"the joint of road '{road.Id}' with road '{other.Id}' has a step of {step:0.###} m in height");
        }
    }

    private static void Lanes(OdrRoad road, bool atEnd, OdrRoad other, bool otherAtEnd, Action<FormattableString> found)
    {
        var (here, there) = (road.Sections[atEnd ? ^1 : 0], other.Sections[otherAtEnd ? ^1 : 0]);
        double s = atEnd ? road.Length : 0, t = otherAtEnd ? other.Length : 0;
        foreach (var lane in here.Lanes)
        {
            foreach (int id in atEnd ? lane.Successors : lane.Predecessors)
            {
                if (there.Lanes.FirstOrDefault(l => l.Id == id) is not { } next)
                {
                    continue;
                }

                // What leads into a junction stands in its connections.
                bool leaves = road.JunctionId is not null && other.JunctionId is null;
                if (!leaves && !(otherAtEnd ? next.Successors : next.Predecessors).Contains(lane.Id))
                {
                    found($"lane {lane.Id} of road '{road.Id}' is linked to lane {id} of road '{other.Id}', which is not linked back; links must hold both ways");
                }

                double step = Math.Abs(Width(lane, s - here.S) - Width(next, t - there.S));
                if (step > GapM && lane.Widths.Count > 0 && next.Widths.Count > 0)
                {
                    found($"the width of lane {lane.Id} of road '{road.Id}' jumps by {step:0.###} m where lane {id} of road '{other.Id}' begins");
                }
            }
        }
    }

    private static double Width(OdrLane lane, double ds) => Math.Max(0, Cubic.Evaluate(lane.Widths, ds));

    // Each lane that is driven into a junction must go on in it.
    private static void IntoJunction(OdrRoad road, bool atEnd, OdrJunction junction, Action<FormattableString> found)
    {
        var connections = junction.Connections.Where(c => c.IncomingRoad == road.Id).ToList();
        foreach (var lane in road.Sections[atEnd ? ^1 : 0].Lanes.Where(l => l.Id != 0 && l.Type.CarriesTraffic() && road.RunsAlongS(l.Id) == atEnd))
        {
            if (!connections.Exists(c => c.LaneLinks.Count == 0 || c.LaneLinks.Exists(l => l.From == lane.Id)))
            {
                found($"lane {lane.Id} of road '{road.Id}' leads into junction '{junction.Id}', but no connection of it takes the lane on; traffic ends there");
            }
        }
    }

    private static void Connecting(OdrRoad road, Action<FormattableString> found)
    {
        if (road.JunctionId is null)
        {
            return;
        }

        var driven = road.Sections.SelectMany(s => s.Lanes).Where(l => l.Id != 0 && l.Type.CarriesTraffic()).Select(l => road.RunsAlongS(l.Id)).Distinct().Count();
        if (driven > 1)
        {
            found($"road '{road.Id}' in junction '{road.JunctionId}' is driven in both directions; connecting roads should be one-way");
        }

        foreach (bool atEnd in (ReadOnlySpan<bool>)[false, true])
        {
            if ((atEnd ? road.Successor : road.Predecessor) is null)
            {
                found($"road '{road.Id}' in junction '{road.JunctionId}' has no {(atEnd ? "successor" : "predecessor")}; connecting roads must be linked at both ends");
            }
        }
    }

    private static void Junction(OdrJunction junction, Dictionary<string, OdrRoad> roads, Action<FormattableString> found)
    {
        foreach (var connection in junction.Connections)
        {
            if (!roads.TryGetValue(connection.IncomingRoad, out var incoming) || !roads.TryGetValue(connection.OtherRoad, out var other))
            {
                string missing = roads.ContainsKey(connection.IncomingRoad) ? connection.OtherRoad : connection.IncomingRoad;
                found($"a connection of junction '{junction.Id}' names the road '{missing}', which does not exist");
                continue;
            }

            if (connection.LaneLinks.Count == 0)
            {
                found($"the connection of road '{incoming.Id}' with road '{other.Id}' in junction '{junction.Id}' has no laneLink");
            }

            var start = other.Sections[connection.AtEnd ? ^1 : 0];
            foreach (var (_, to) in connection.LaneLinks.Where(l => start.Lanes.All(x => x.Id != l.To)))
            {
                found($"a laneLink of junction '{junction.Id}' leads to lane {to} of road '{other.Id}', which does not exist");
            }

            if (other.JunctionId is { } of && of != junction.Id)
            {
                found($"a connection of junction '{junction.Id}' leads to road '{other.Id}', which belongs to junction '{of}'");
            }
        }
    }

    private static void Signals(OdrRoad road, OpenDriveTools tools, Action<FormattableString> found)
    {
        foreach (var signal in road.Signals.Where(s => !s.IsReference))
        {
            if (signal.S < -GapM || signal.S > road.Length + GapM)
            {
                found($"signal '{signal.Id}' stands at s = {signal.S:0.###} m of road '{road.Id}', which is {road.Length:0.###} m long");
            }

            // CARLA makes lights, stop and yield signs of these, and speed limits.
            if (signal.Type == "274" && signal.ValueSi is null)
            {
                found($"the speed limit '{signal.Id}' on road '{road.Id}' has no value; CARLA crashed on such signs");
            }

            bool light = signal.Dynamic || (int.TryParse(signal.Type, NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code is >= 1000001 and <= 1000020);
            if ((tools & (OpenDriveTools.Carla | OpenDriveTools.Sumo)) != 0 && !light && signal.Type is not ("206" or "205" or "274" or "294"))
            {
                found($"signal '{signal.Id}' on road '{road.Id}' has the type '{signal.Type}', which {FeatureScan.Names(tools & (OpenDriveTools.Carla | OpenDriveTools.Sumo))} pass over; they know lights (1000001), 205, 206, 274");
            }
        }
    }
}
