using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>A lanelet as read.</summary>
internal sealed class RawLanelet
{
    public required string Id { get; init; }

    public (int Line, int Column) Place { get; init; }

    public List<Vector2d> Left { get; } = [];

    public List<Vector2d> Right { get; } = [];

    public List<double> LeftZ { get; } = [];

    public List<double> RightZ { get; } = [];

    public LaneMarking LeftMarking { get; set; } = LaneMarking.Unknown;

    public LaneMarking RightMarking { get; set; } = LaneMarking.Unknown;

    public List<string> Predecessors { get; } = [];

    public List<string> Successors { get; } = [];

    public LaneNeighbour? LeftNeighbour { get; set; }

    public LaneNeighbour? RightNeighbour { get; set; }

    public List<string> Types { get; } = [];

    public List<string> OneWayUsers { get; } = [];

    public List<string> TwoWayUsers { get; } = [];

    public double? SpeedLimitMps { get; set; }

    public List<string> SignIds { get; } = [];

    public List<string> LightIds { get; } = [];

    public StopLine? StopLine { get; set; }

    public bool HasStopLine { get; set; }

    public List<string> StopLineSignals { get; } = [];

    public Vector2d Start(bool left) => left ? Left[0] : Right[0];

    public Vector2d End(bool left) => left ? Left[^1] : Right[^1];
}
