using System.Globalization;
using Sim.Maps;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>An end of a road.</summary>
/// <param name="Road">Place of the road.</param>
/// <param name="AtEnd">True for its end, false for its start.</param>
internal readonly record struct RoadEnd(int Road, bool AtEnd);

/// <summary>A connection of a junction.</summary>
/// <param name="Junction">Id of the junction.</param>
/// <param name="Incoming">Road end that leads in.</param>
/// <param name="Other">Road end that goes on.</param>
/// <param name="Lanes">Lane numbers from, to.</param>
internal sealed record Connection(string Junction, RoadEnd Incoming, RoadEnd Other, List<(int From, int To)> Lanes);

/// <summary>How the lanes' links become links of roads and connections of junctions. Immutable once made.</summary>
internal sealed class LinkPlan
{
    private readonly IReadOnlyList<LaneBundle> _roads;
    private readonly Dictionary<(RoadEnd, RoadEnd), List<(int From, int To)>> _links = [];
    private readonly List<(RoadEnd From, RoadEnd To)> _order = [];
    private readonly Dictionary<RoadEnd, List<RoadEnd>> _partners = [];

    /// <summary>Plans the links of all roads.</summary>
    public LinkPlan(IReadOnlyList<LaneBundle> roads, RoadMap map, List<OpenDriveLoss> losses)
    {
        _roads = roads;
        Collect(losses);
        var known = new HashSet<string>(map.Junctions.Select(j => j.Id), StringComparer.Ordinal);
        int direct = 0;
        foreach (var group in Components())
        {
            var inside = group.Where(e => roads[e.Road].JunctionId is not null).ToList();
            if (group.Count == 2 && inside.Count != 1)
            {
                Roads[group[0]] = group[1];
                Roads[group[1]] = group[0];
            }
            else if (inside.Count > 0)
            {
                PlanJunction(group, inside, losses);
            }
            else
            {
                var links = _order.Where(l => group.Contains(l.From)).ToList();
                string? id = Told(map, links);
                if (id is null)
                {
                    do
                    {
                        id = string.Create(CultureInfo.InvariantCulture, $"direct{++direct}");
                    }
                    while (!known.Add(id));

                    Direct.Add(id);
                    losses.Add(new(id, "lanes that part or meet outside a junction are written as a direct junction, which the map does not have"));
                }

                foreach (var end in group)
                {
                    Junctions[end] = id;
                }

                foreach (var (from, to) in links)
                {
                    Connections.Add(new(id, from, to, _links[(from, to)]));
                }
            }
        }
    }

    /// <summary>Ends that touch one road.</summary>
    public Dictionary<RoadEnd, RoadEnd> Roads { get; } = [];

    /// <summary>Ends that touch a junction.</summary>
    public Dictionary<RoadEnd, string> Junctions { get; } = [];

    /// <summary>Connections in the order of the map's lanes.</summary>
    public List<Connection> Connections { get; } = [];

    /// <summary>Direct junctions that had to be made.</summary>
    public List<string> Direct { get; } = [];

    /// <summary>Lane numbers of the touching road that a lane is linked with at an end of its road.</summary>
    public IEnumerable<int> Linked(RoadEnd end, int lane)
    {
        if (!Roads.TryGetValue(end, out var other))
        {
            return [];
        }

        var found = new SortedSet<int>();
        if (_links.TryGetValue((end, other), out var onward))
        {
            found.UnionWith(onward.Where(l => l.From == lane).Select(l => l.To));
        }

        if (_links.TryGetValue((other, end), out var back))
        {
            found.UnionWith(back.Where(l => l.To == lane).Select(l => l.From));
        }

        return found;
    }

    /// <summary>The map's own direct junction at some links, or null.</summary>
    private string? Told(RoadMap map, List<(RoadEnd From, RoadEnd To)> links)
    {
        foreach (var junction in map.Junctions.Where(j => j.Kind == "direct"))
        {
            if (links.Exists(l => _roads[l.From.Road].Lanes.Any(m => m.Along == l.From.AtEnd && junction.IncomingLaneIds.Contains(m.Lane.Id))))
            {
                return junction.Id;
            }
        }

        return null;
    }

    private void Collect(List<OpenDriveLoss> losses)
    {
        var places = new Dictionary<string, (int Road, int Number, bool Along)>(StringComparer.Ordinal);
        for (int r = 0; r < _roads.Count; r++)
        {
            for (int p = 0; p < _roads[r].Lanes.Count; p++)
            {
                places[_roads[r].Lanes[p].Lane.Id] = (r, _roads[r].NumberOf(p), _roads[r].Lanes[p].Along);
            }
        }

        foreach (var member in _roads.SelectMany(r => r.Lanes))
        {
            foreach (string next in member.Lane.Successors)
            {
                var from = places[member.Lane.Id];
                if (!places.TryGetValue(next, out var to))
                {
                    losses.Add(new(member.Lane.Id, $"its successor {next} is not written"));
                    continue;
                }

                var (leave, enter) = (new RoadEnd(from.Road, from.Along), new RoadEnd(to.Road, !to.Along));
                if (!_links.TryGetValue((leave, enter), out var lanes))
                {
                    _links.Add((leave, enter), lanes = []);
                    _order.Add((leave, enter));
                    Meet(leave, enter);
                    Meet(enter, leave);
                }

                lanes.Add((from.Number, to.Number));
            }
        }
    }

    private void Meet(RoadEnd one, RoadEnd other)
    {
        if (!_partners.TryGetValue(one, out var list))
        {
            _partners.Add(one, list = []);
        }

        if (!list.Contains(other))
        {
            list.Add(other);
        }
    }

    /// <summary>Road ends that hang together, in the order of the links.</summary>
    private List<List<RoadEnd>> Components()
    {
        var seen = new HashSet<RoadEnd>();
        var found = new List<List<RoadEnd>>();
        foreach (var (start, _) in _order)
        {
            if (!seen.Add(start))
            {
                continue;
            }

            var group = new List<RoadEnd> { start };
            for (int i = 0; i < group.Count; i++)
            {
                foreach (var next in _partners[group[i]])
                {
                    if (seen.Add(next))
                    {
                        group.Add(next);
                    }
                }
            }

            found.Add(group);
        }

        return found;
    }

    private void PlanJunction(List<RoadEnd> group, List<RoadEnd> inside, List<OpenDriveLoss> losses)
    {
        string junction = _roads[inside[0].Road].JunctionId!;
        foreach (var end in group)
        {
            if (_roads[end.Road].JunctionId is null)
            {
                Junctions[end] = junction;
                continue;
            }

            // A road inside touches one road at each end: the one outside that shares most lanes, else the first inside.
            var partners = _partners[end];
            Roads[end] = partners.Where(p => _roads[p.Road].JunctionId is null).OrderByDescending(p => Shared(end, p)).Cast<RoadEnd?>().FirstOrDefault() ?? partners[0];
        }

        foreach (var (from, to) in _order.Where(l => group.Contains(l.From)))
        {
            bool outside = _roads[from.Road].JunctionId is null, onward = _roads[to.Road].JunctionId is not null;
            bool covered = Touches(from, to) || Touches(to, from);
            if (outside)
            {
                Connections.Add(new(_roads[to.Road].JunctionId ?? junction, from, to, _links[(from, to)]));
            }
            else if (!covered && !onward)
            {
                // Leaves by a road that it does not touch: the road outside leads the connection, against the traffic.
                Connections.Add(new(junction, to, from, [.. _links[(from, to)].Select(l => (l.To, l.From))]));
            }
            else if (!covered)
            {
                losses.Add(new(_roads[from.Road].Lanes[0].Lane.Id, $"its link to {_roads[to.Road].Lanes[0].Lane.Id}: roads inside a junction touch one road at each end"));
            }
        }
    }

    private bool Touches(RoadEnd end, RoadEnd other) => Roads.TryGetValue(end, out var touched) && touched == other;

    private int Shared(RoadEnd one, RoadEnd other) =>
        (_links.TryGetValue((one, other), out var a) ? a.Count : 0) + (_links.TryGetValue((other, one), out var b) ? b.Count : 0);
}
