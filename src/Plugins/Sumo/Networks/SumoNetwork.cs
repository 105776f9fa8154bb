namespace Sim.Plugins.Sumo.Networks;

/// <summary>A SUMO road network as its file tells it. Immutable, safe for concurrent use.</summary>
internal sealed class SumoNetwork
{
    private readonly Dictionary<string, SumoLane> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SumoEdge> _edges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SumoConnection>> _from = new(StringComparer.Ordinal);

    public SumoNetwork(
        (double X, double Y) offset,
        string projection,
        IReadOnlyList<SumoEdge> edges,
        IReadOnlyList<SumoConnection> connections,
        IReadOnlyList<SumoLight> lights,
        IReadOnlyList<SumoJunction> junctions)
    {
        (Offset, Projection, Edges, Connections, Lights, Junctions) = (offset, projection, edges, connections, lights, junctions);
        foreach (var edge in edges)
        {
            _edges[edge.Id] = edge;
            foreach (var lane in edge.Lanes)
            {
                _lanes[lane.Id] = lane;
            }
        }

        foreach (var connection in connections)
        {
            if (!_from.TryGetValue(connection.From, out var list))
            {
                _from[connection.From] = list = [];
            }

            list.Add(connection);
        }
    }

    /// <summary>What the network's coordinates were moved by: the source's are these minus the offset, m.</summary>
    public (double X, double Y) Offset { get; }

    /// <summary>PROJ's words for the source's projection, or empty.</summary>
    public string Projection { get; }

    public IReadOnlyList<SumoEdge> Edges { get; }

    public IReadOnlyList<SumoConnection> Connections { get; }

    public IReadOnlyList<SumoLight> Lights { get; }

    public IReadOnlyList<SumoJunction> Junctions { get; }

    public SumoLane? Lane(string id) => _lanes.GetValueOrDefault(id);

    public SumoEdge? Edge(string id) => _edges.GetValueOrDefault(id);

    /// <summary>Connections that leave a lane.</summary>
    public IReadOnlyList<SumoConnection> From(string lane) => _from.TryGetValue(lane, out var list) ? list : [];

    /// <summary>True when a vehicle can drive from one normal edge to another.</summary>
    public bool Leads(SumoEdge from, SumoEdge to) => from.Lanes.Any(l => From(l.Id).Any(c => Lane(c.To)?.Edge == to.Id));

    /// <summary>Normal edges that an edge leads to, in order, each once.</summary>
    public IEnumerable<SumoEdge> Next(SumoEdge edge, string vehicleClass) => edge.Lanes.Where(l => l.Allows.Allows(vehicleClass)).SelectMany(l => From(l.Id))
        .Select(c => Lane(c.To)).OfType<SumoLane>().Where(l => l.Allows.Allows(vehicleClass)).Select(l => l.Edge).Distinct(StringComparer.Ordinal)
        .Select(id => _edges[id]).Where(e => e.Function == "normal");
}
