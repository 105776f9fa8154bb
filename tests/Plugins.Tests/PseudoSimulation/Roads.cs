using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Small maps.</summary>
internal static class Roads
{
    public const double WidthM = 3.5;

    /// <summary>A lane along a line.</summary>
    public static Lane Lane(string id, IReadOnlyList<Vector2d> centre, string? junction = null, string[]? successors = null, string[]? predecessors = null, double? limit = null)
    {
        var line = new Polyline(centre);
        return new Lane
        {
            Id = id,
            Centre = line,
            Left = line.Offset(WidthM / 2),
            Right = line.Offset(-WidthM / 2),
            JunctionId = junction,
            Successors = successors ?? [],
            Predecessors = predecessors ?? [],
            SpeedLimitMps = limit,
        };
    }

    /// <summary>Parallel lanes along +x from 0, the first rightmost and centred on y = 0.</summary>
    public static RoadMap Straight(double lengthM, int lanes = 1, double? limit = null) => new()
    {
        Name = "straight",
        Lanes = [.. Enumerable.Range(0, lanes).Select(i => Lane($"{i}", [new(0, WidthM * i), new(lengthM, WidthM * i)], limit: limit) with
        {
            LeftNeighbour = i + 1 < lanes ? new LaneNeighbour($"{i + 1}", true) : null,
            RightNeighbour = i > 0 ? new LaneNeighbour($"{i - 1}", true) : null,
        })],
    };

    /// <summary>"in" along +x to (100, 0); through junction "j" straight on ("straight" to "out") or left ("left" to "up").</summary>
    public static RoadMap Crossing()
    {
        var arc = Enumerable.Range(0, 11).Select(i => i * Math.PI / 20).Select(a => new Vector2d(100 + 15 * Math.Sin(a), 15 - 15 * Math.Cos(a))).ToArray();
        return new RoadMap
        {
            Name = "crossing",
            Lanes =
            [
                Lane("in", [new(0, 0), new(100, 0)], successors: ["straight", "left"], limit: 12),
                Lane("straight", [new(100, 0), new(130, 0)], "j", ["out"], ["in"]),
                Lane("left", arc, "j", ["up"], ["in"]),
                Lane("out", [new(130, 0), new(230, 0)], predecessors: ["straight"]),
                Lane("up", [new(115, 15), new(115, 115)], predecessors: ["left"]),
            ],
            Junctions = [new Junction("j", ["straight", "left"], ["in"])],
        };
    }
}
