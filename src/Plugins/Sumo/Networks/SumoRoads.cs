using Sim.Maps;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>A map and the SUMO network that stands for it: which lane and which light is which. Immutable, safe for concurrent use.</summary>
internal sealed class SumoRoads
{
    private readonly Dictionary<string, IReadOnlyList<SumoLane>> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<(SumoLight Light, IReadOnlyList<int> Links)>> _lights = new(StringComparer.Ordinal);

    private SumoRoads(SumoNetwork network, string file) => (Network, File) = (network, file);

    /// <summary>The network.</summary>
    public SumoNetwork Network { get; }

    /// <summary>Its file.</summary>
    public string File { get; }

    /// <summary>Lanes of the map that the network does not have.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>The network of a map that netconvert made: lanes know where they were in the OpenDRIVE file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="file">Its file.</param>
    /// <param name="map">The map.</param>
    /// <param name="places">OpenDRIVE's "road_lane" of each lane of the map.</param>
    public static SumoRoads OfConverted(SumoNetwork network, string file, RoadMap map, IReadOnlyDictionary<string, string> places)
    {
        var roads = new SumoRoads(network, file);
        var byOrigin = new Dictionary<string, List<SumoLane>>(StringComparer.Ordinal);
        foreach (var lane in network.Edges.SelectMany(e => e.Lanes))
        {
            foreach (string origin in lane.OriginalIds)
            {
                if (!byOrigin.TryGetValue(origin, out var list))
                {
                    byOrigin[origin] = list = [];
                }

                list.Add(lane);
            }
        }

        foreach (var lane in map.Lanes)
        {
            if (places.TryGetValue(lane.Id, out string? place) && byOrigin.TryGetValue(place, out var parts))
            {
                roads._lanes[lane.Id] = InOrder(lane, parts, network.Offset);
            }
        }

        Share(roads, map);
        foreach (var light in network.Lights)
        {
            foreach (var group in light.Signals.GroupBy(s => s.Value, StringComparer.Ordinal))
            {
                roads.Hold(group.Key, light, [.. group.Select(s => s.Key).Where(l => l < light.Links).Order()]);
            }
        }

        roads.Missing = [.. map.Lanes.Where(l => map.Index().CarriesTraffic(map.Index().IndexOf(l.Id)) && !roads._lanes.ContainsKey(l.Id)).Select(l => l.Id)];
        return roads;
    }

    /// <summary>netconvert makes one way of several through a junction that join the same two lanes: it stands for all of them.</summary>
    private static void Share(SumoRoads roads, RoadMap map)
    {
        var ways = new Dictionary<(string, string), IReadOnlyList<SumoLane>>();
        foreach (bool missing in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var lane in map.Lanes)
            {
                if (lane.JunctionId is null || lane.Predecessors.Count != 1 || lane.Successors.Count != 1)
                {
                    continue;
                }

                var ends = (lane.Predecessors[0], lane.Successors[0]);
                if (!missing && roads._lanes.TryGetValue(lane.Id, out var own))
                {
                    ways.TryAdd(ends, own);
                }
                else if (missing && !roads._lanes.ContainsKey(lane.Id) && ways.TryGetValue(ends, out var shared))
                {
                    roads._lanes[lane.Id] = shared;
                }
            }
        }
    }

    /// <summary>The network that a map was read from: ids are equal.</summary>
    public static SumoRoads OfOwn(SumoNetwork network, string file, RoadMap map)
    {
        var roads = new SumoRoads(network, file);
        foreach (var lane in map.Lanes)
        {
            if (network.Lane(lane.Id) is { } own)
            {
                roads._lanes[lane.Id] = [own];
            }
        }

        foreach (var light in network.Lights)
        {
            foreach (var (_, links) in SumoNetworkMap.Held(network, light))
            {
                roads.Hold(SumoNetworkMap.SignalId(light.Id, links[0]), light, links);
            }
        }

        roads.Missing = [.. map.Lanes.Select(l => l.Id).Where(id => !roads._lanes.ContainsKey(id))];
        return roads;
    }

    /// <summary>SUMO's lanes for a lane of the map in driving order: several where netconvert cut a road or a turn; none when it is missing.</summary>
    public IReadOnlyList<SumoLane> Lanes(string id) => _lanes.TryGetValue(id, out var lanes) ? lanes : [];

    /// <summary>The links of SUMO's lights that a signal of the map stands for.</summary>
    public IReadOnlyList<(SumoLight Light, IReadOnlyList<int> Links)> Links(string signal) => _lights.TryGetValue(signal, out var held) ? held : [];

    private static List<SumoLane> InOrder(Lane lane, List<SumoLane> parts, (double X, double Y) offset)
    {
        // Roads say more than the same lane inside a junction.
        var normal = parts.Where(p => !p.IsInternal).ToList();
        // Where a lane is not open yet netconvert draws it all the same, for nobody.
        var open = normal.Where(p => p.WidthM > NetConvert.LeastWidthM + 1e-6).ToList();
        return [.. (open.Count > 0 ? open : normal.Count > 0 ? normal : parts).OrderBy(p => lane.Centre.Project(p.Shape.PointAt(p.Shape.LengthM / 2) - new Geometry.Vector2d(offset.X, offset.Y)).S)];
    }

    private void Hold(string signal, SumoLight light, IReadOnlyList<int> links)
    {
        if (links.Count > 0)
        {
            _lights[signal] = [.. Links(signal), (light, links)];
        }
    }
}
