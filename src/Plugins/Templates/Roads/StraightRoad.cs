using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Templates.Roads;

/// <summary>A straight road along x. The ego's lane is "same:0" with its centre at y = 0; same-direction lanes count up to the left. Pure.</summary>
internal sealed record StraightRoad
{
    /// <summary>Width of a lane, m.</summary>
    public const double LaneWidthM = 3.5;

    /// <summary>Begin, local x, m.</summary>
    public required double FromX { get; init; }

    /// <summary>End, local x, m.</summary>
    public required double ToX { get; init; }

    /// <summary>Lanes of the ego's direction to its left.</summary>
    public int LanesLeft { get; init; }

    /// <summary>Lanes of the ego's direction to its right.</summary>
    public int LanesRight { get; init; }

    /// <summary>Oncoming lanes.</summary>
    public int Oncoming { get; init; } = 1;

    /// <summary>What lies to the right of the last lane, with its width, m.</summary>
    public IReadOnlyList<(LaneType Type, double WidthM)> Verge { get; init; } = [];

    /// <summary>Id of a lane of the ego's direction: 0 is its own, positive to the left.</summary>
    public static string Same(int lane) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"same:{lane}");

    /// <summary>Draws the map.</summary>
    public RoadMap ToMap(string name)
    {
        var strips = new List<(string Id, LaneType Type, double Right, double Left, bool Forward)>();
        double right = -LaneWidthM / 2 - LanesRight * LaneWidthM;
        foreach (var (type, width) in Verge)
        {
            strips.Insert(0, ($"{type.ToString().ToLowerInvariant()}:{strips.Count + 1}", type, right - width, right, true));
            right -= width;
        }

        for (int lane = -LanesRight; lane <= LanesLeft; lane++)
        {
            strips.Add((Same(lane), LaneType.Driving, (lane - 0.5) * LaneWidthM, (lane + 0.5) * LaneWidthM, true));
        }

        for (int lane = 0; lane < Oncoming; lane++)
        {
            double from = (LanesLeft + 0.5 + lane) * LaneWidthM;
            strips.Add((string.Create(System.Globalization.CultureInfo.InvariantCulture, $"oncoming:{lane + 1}"), LaneType.Driving, from, from + LaneWidthM, false));
        }

        var lanes = new List<Lane>(strips.Count);
        for (int i = 0; i < strips.Count; i++)
        {
            var (id, type, low, high, forward) = strips[i];
            var below = i > 0 ? new LaneNeighbour(strips[i - 1].Id, strips[i - 1].Forward == forward) : null;
            var above = i < strips.Count - 1 ? new LaneNeighbour(strips[i + 1].Id, strips[i + 1].Forward == forward) : null;
            lanes.Add(new Lane
            {
                Id = id,
                Type = type,
                Left = Line(forward ? high : low, forward),
                Right = Line(forward ? low : high, forward),
                Centre = Line((low + high) / 2, forward),
                LeftNeighbour = forward ? above : below,
                RightNeighbour = forward ? below : above,
            });
        }

        return new RoadMap { Name = name, Lanes = lanes };
    }

    private Polyline Line(double y, bool forward) => forward
        ? new([new(FromX, y), new(ToX, y)])
        : new([new(ToX, y), new(FromX, y)]);
}
