using Sim.Maps;

namespace Sim.Formats.OpenDrive;

internal sealed partial class MapBuilder
{
    private readonly Dictionary<string, SortedSet<string>> _incoming = new(StringComparer.Ordinal);

    private void LinkLanes()
    {
        foreach (var road in _source.Roads)
        {
            LinkSide(road, road.LeftParts, 1);
            LinkSide(road, road.RightParts, -1);
        }

        foreach (var junction in _source.Junctions)
        {
            foreach (var connection in junction.Connections)
            {
                LinkConnection(junction, connection);
            }
        }

        foreach (var slot in _slots)
        {
            SortUnique(slot.Predecessors);
            SortUnique(slot.Successors);
        }
    }

    private static void SortUnique(List<string> ids)
    {
        if (ids.Count < 2)
        {
            return;
        }

        ids.Sort(StringComparer.Ordinal);
        int kept = 1;
        for (int i = 1; i < ids.Count; i++)
        {
            if (ids[i] != ids[kept - 1])
            {
                ids[kept++] = ids[i];
            }
        }

        ids.RemoveRange(kept, ids.Count - kept);
    }

    private void LinkSide(OdrRoad road, List<SectionPart> parts, int side)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            foreach (var slot in parts[i].Slots)
            {
                if (Math.Sign(slot.Lane.Id) != side)
                {
                    continue;
                }

                foreach (int id in slot.Lane.Predecessors)
                {
                    Join(slot, false, i > 0 ? parts[i - 1].Find(id) : Across(road.Predecessor, id), i > 0 || road.Predecessor?.AtEnd == true);
                }

                foreach (int id in slot.Lane.Successors)
                {
                    bool inside = i + 1 < parts.Count;
                    Join(slot, true, inside ? parts[i + 1].Find(id) : Across(road.Successor, id), !inside && road.Successor?.AtEnd == true);
                }
            }
        }
    }

    private LaneSlot? Across(OdrRoadLink? link, int laneId) =>
        link is { IsJunction: false, AtEnd: { } end } && _roads.TryGetValue(link.ElementId, out var road) ? AtContact(road, end, laneId) : null;

    private static LaneSlot? AtContact(OdrRoad road, bool end, int laneId)
    {
        var parts = laneId > 0 ? road.LeftParts : road.RightParts;
        return parts.Count == 0 ? null : parts[end ? ^1 : 0].Find(laneId);
    }

    private void LinkConnection(OdrJunction junction, OdrConnection connection)
    {
        if (!_roads.TryGetValue(connection.IncomingRoad, out var incoming) || !_roads.TryGetValue(connection.OtherRoad, out var other))
        {
            return;
        }

        foreach (var (from, to) in connection.LaneLinks)
        {
            var there = AtContact(other, connection.AtEnd, to);
            if (there is null || IncomingEnd(junction, connection, incoming, other, from, there) is not { } end)
            {
                continue;
            }

            Join(AtContact(incoming, end, from), end, there, connection.AtEnd);
        }
    }

    /// <summary>
    /// Which end of the incoming road meets the junction: as the connecting road says, else as the incoming road says, else (a road that
    /// starts and ends at this junction) the nearer one. A virtual junction meets the road in between, so at no end.
    /// </summary>
    private static bool? IncomingEnd(
        OdrJunction junction, OdrConnection connection, OdrRoad incoming, OdrRoad other, int from, LaneSlot there)
    {
        if ((connection.AtEnd ? other.Successor : other.Predecessor) is { IsJunction: false, AtEnd: { } told } link
            && link.ElementId == incoming.Id)
        {
            return told;
        }

        bool end = incoming.Successor is { IsJunction: true } s && s.ElementId == junction.Id;
        bool start = incoming.Predecessor is { IsJunction: true } p && p.ElementId == junction.Id;
        if (end != start)
        {
            return end;
        }

        return end ? Gap(AtContact(incoming, true, from), true, there, connection.AtEnd)
            <= Gap(AtContact(incoming, false, from), false, there, connection.AtEnd) : null;
    }

    private static double Gap(LaneSlot? a, bool aEnd, LaneSlot b, bool bEnd)
    {
        if (a is null || a.Part.CrossSections.Count == 0 || b.Part.CrossSections.Count == 0)
        {
            return double.PositiveInfinity;
        }

        return a.Part.CrossSections[aEnd ? ^1 : 0].Points[a.Position].DistanceTo(b.Part.CrossSections[bEnd ? ^1 : 0].Points[b.Position]);
    }

    /// <summary>
    /// Links two lane ends in the direction both are driven. Ends that are both entries or both exits, or where a lane has no width, do
    /// not link: nobody can drive there.
    /// </summary>
    private static void Join(LaneSlot? a, bool aEnd, LaneSlot? b, bool bEnd)
    {
        if (a is null || b is null || !a.OpenAt(aEnd) || !b.OpenAt(bEnd))
        {
            return;
        }

        bool leavesA = a.AlongS == aEnd, leavesB = b.AlongS == bEnd;
        if (leavesA == leavesB)
        {
            return;
        }

        var (from, to) = leavesA ? (a, b) : (b, a);
        from.Successors.Add(to.Id);
        to.Predecessors.Add(from.Id);
    }

    private List<Junction> BuildJunctions()
    {
        var lanes = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var slot in _slots)
        {
            if (slot.Part.Road.JunctionId is not { } id || !_junctionIds.Contains(id))
            {
                continue;
            }

            if (!lanes.TryGetValue(id, out var inside))
            {
                lanes.Add(id, inside = []);
            }

            inside.Add(slot.Id);
            foreach (string before in slot.Predecessors)
            {
                if (_slotById[before].Part.Road.JunctionId != id)
                {
                    AddIncoming(id, before);
                }
            }
        }

        foreach (var junction in _source.Junctions)
        {
            if (junction.Kind == "direct")
            {
                AddDirectIncoming(junction);
            }
        }

        var result = new List<Junction>(_source.Junctions.Count);
        foreach (var junction in _source.Junctions)
        {
            result.Add(new Junction(
                junction.Id,
                lanes.TryGetValue(junction.Id, out var inside) ? inside : [],
                _incoming.TryGetValue(junction.Id, out var before) ? [.. before] : [],
                junction.Kind));
        }

        return result;
    }

    /// <summary>A direct junction holds no lanes; whichever lane of a link is driven into the other one is incoming.</summary>
    private void AddDirectIncoming(OdrJunction junction)
    {
        foreach (var connection in junction.Connections)
        {
            if (!_roads.TryGetValue(connection.IncomingRoad, out var incoming) || !_roads.TryGetValue(connection.OtherRoad, out var other))
            {
                continue;
            }

            foreach (var (from, to) in connection.LaneLinks)
            {
                var there = AtContact(other, connection.AtEnd, to);
                if (there is null || IncomingEnd(junction, connection, incoming, other, from, there) is not { } end
                    || AtContact(incoming, end, from) is not { } here)
                {
                    continue;
                }

                if (here.Successors.Contains(there.Id))
                {
                    AddIncoming(junction.Id, here.Id);
                }
                else if (there.Successors.Contains(here.Id))
                {
                    AddIncoming(junction.Id, there.Id);
                }
            }
        }
    }

    private void AddIncoming(string junctionId, string laneId)
    {
        if (!_incoming.TryGetValue(junctionId, out var lanes))
        {
            _incoming.Add(junctionId, lanes = new SortedSet<string>(StringComparer.Ordinal));
        }

        lanes.Add(laneId);
    }
}
