using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

/// <summary>
/// Finds what the reader must take as it stands, and what a map drawn from it no longer shows: reference lines with gaps, links that lead nowhere, lanes
/// without a width. Stateless, safe for concurrent use.
/// </summary>
public static class OpenDriveCheck
{
    /// <summary>Largest gap between two elements of a reference line that is not a finding, m.</summary>
    public const double GapM = 0.01;

    /// <summary>Largest corner between two elements of a reference line that is not a finding, rad.</summary>
    public const double CornerRad = 0.02;

    /// <summary>Checks one document; findings in the order of its roads.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <exception cref="InputException">The document cannot be read, as <see cref="OpenDriveReader.Read"/> says.</exception>
    public static IReadOnlyList<OpenDriveFinding> Run(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var xml = new OdrXml(content, file);
        var parser = new OdrParser(xml);
        parser.Parse();
        var roads = parser.Roads.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var junctions = parser.Junctions.Select(j => j.Id).ToHashSet(StringComparer.Ordinal);
        var findings = new List<OpenDriveFinding>();
        foreach (var road in parser.Roads)
        {
            void Found(FormattableString message) => findings.Add(new OpenDriveFinding(road.Line, road.Column, FormattableString.Invariant(message)));
            ReferenceLine(road, Found);
            End(road, road.Predecessor, "predecessor", road.Sections[0], l => l.Predecessors, roads, junctions, Found);
            Inside(road, Found);
            End(road, road.Successor, "successor", road.Sections[^1], l => l.Successors, roads, junctions, Found);
            Widths(road, Found);
        }

        return findings;
    }

    private static void ReferenceLine(OdrRoad road, Action<FormattableString> found)
    {
        for (int i = 1; i < road.Plan.Count; i++)
        {
            var before = road.Plan[i - 1];
            double end = before.S + before.Length;
            if (Math.Abs(road.Plan[i].S - end) > GapM)
            {
                found($"road '{road.Id}': its geometry {i + 1} begins at s = {road.Plan[i].S:0.###} m, but the one before it ends at s = {end:0.###} m");
                continue;
            }

            var (a, b) = (before.At(before.Length), road.Plan[i].At(0));
            double gap = Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
            double corner = Math.Abs(Pinned.Atan2(a.Cos * b.Sin - a.Sin * b.Cos, a.Cos * b.Cos + a.Sin * b.Sin));
            if (gap > GapM)
            {
                found($"road '{road.Id}': its geometry {i + 1} begins at ({b.X:0.###}, {b.Y:0.###}), {gap:0.###} m from where the one before it ends, ({a.X:0.###}, {a.Y:0.###})");
            }
            else if (corner > CornerRad)
            {
                found($"road '{road.Id}': its geometry {i + 1} begins with a corner of {corner * 180 / Math.PI:0.##}° to the end of the one before it");
            }
        }
    }

    private static void End(
        OdrRoad road, OdrRoadLink? link, string word, OdrSection section, Func<OdrLane, List<int>> links,
        Dictionary<string, OdrRoad> roads, HashSet<string> junctions, Action<FormattableString> found)
    {
        if (link is null)
        {
            if (section.Lanes.FirstOrDefault(l => links(l).Count > 0) is { } lane)
            {
                found($"lane {lane.Id} of road '{road.Id}' names the {word} {links(lane)[0]}, but the road's <link> names no {word}; traffic ends here");
            }

            return;
        }

        if (link.IsJunction)
        {
            if (!junctions.Contains(link.ElementId))
            {
                found($"road '{road.Id}' names the junction '{link.ElementId}' as its {word}, which does not exist; traffic ends here");
            }

            return;
        }

        if (!roads.TryGetValue(link.ElementId, out var other))
        {
            found($"road '{road.Id}' names the road '{link.ElementId}' as its {word}, which does not exist; traffic ends here");
            return;
        }

        if (link.AtEnd is not { } atEnd)
        {
            return;
        }

        var there = other.Sections[atEnd ? ^1 : 0];
        foreach (var lane in section.Lanes)
        {
            foreach (int id in links(lane).Where(id => there.Lanes.All(l => l.Id != id)))
            {
                found($"lane {lane.Id} of road '{road.Id}' names lane {id} of road '{other.Id}' as its {word}, which does not exist; this link is left out");
            }
        }

        // In a junction the links may stand in the junction's connections.
        bool linked = section.Lanes.Any(l => links(l).Count > 0) || there.Lanes.Any(l => (atEnd ? l.Successors : l.Predecessors).Count > 0);
        if (!linked && road.JunctionId is null && other.JunctionId is null)
        {
            found($"road '{road.Id}' has the {word} '{other.Id}', but no lane of either has a <link> to the other; traffic ends here");
        }
    }

    private static void Inside(OdrRoad road, Action<FormattableString> found)
    {
        for (int i = 1; i < road.Sections.Count; i++)
        {
            var (before, after) = (road.Sections[i - 1], road.Sections[i]);
            // Sections of one side only: the other side's lanes go on in an earlier or later one.
            if (before.SingleSide || after.SingleSide)
            {
                continue;
            }

            foreach (var lane in before.Lanes)
            {
                foreach (int id in lane.Successors.Where(id => after.Lanes.All(l => l.Id != id)))
                {
                    found($"lane {lane.Id} in lane section {i} of road '{road.Id}' names the successor {id}, which the next section does not have; this link is left out");
                }
            }
        }
    }

    private static void Widths(OdrRoad road, Action<FormattableString> found)
    {
        foreach (var section in road.Sections)
        {
            foreach (var lane in section.Lanes.Where(l => l is { Id: not 0, Type: LaneType.Driving, Widths.Count: 0, Borders.Count: 0 }))
            {
                found($"lane {lane.Id} of road '{road.Id}' has neither <width> nor <border>; it has no area and is left out");
            }
        }
    }
}
