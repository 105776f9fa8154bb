using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.Maps;

/// <summary>Small maps drawn by hand.</summary>
internal static class TestMaps
{
    /// <summary>A straight lane of 3.5 m width along x.</summary>
    public static Lane Straight(string id, double fromX, double toX, double y) => Along(id, [new(fromX, y), new((fromX + toX) / 2, y), new(toX, y)], 3.5);

    public static Lane Along(string id, IReadOnlyList<Vector2d> points, double width)
    {
        var centre = new Polyline(points);
        return new() { Id = id, Centre = centre, Left = centre.Offset(width / 2), Right = centre.Offset(-width / 2), SpeedLimitMps = 13.9 };
    }

    /// <summary>
    /// Two lanes of one direction, each in two pieces (a1 → a2 at y 0, b1 → b2 at y 3.5), an oncoming lane (c at y 7), a left turn that forks
    /// off a1 (t) and a sidewalk (w at y -3).
    /// </summary>
    public static RoadMap Road()
    {
        var a1 = Straight("a1", 0, 50, 0) with { Successors = ["t", "a2"], LeftNeighbour = new("b1", true), RightNeighbour = new("w", true) };
        var a2 = Straight("a2", 50, 100, 0) with { Predecessors = ["a1"], LeftNeighbour = new("b2", true) };
        var b1 = Straight("b1", 0, 50, 3.5) with { Successors = ["b2"], RightNeighbour = new("a1", true) };
        var b2 = Straight("b2", 50, 100, 3.5) with { Predecessors = ["b1"], RightNeighbour = new("a2", true), LeftNeighbour = new("c", false) };
        var c = Straight("c", 100, 0, 7) with { LeftNeighbour = new("b2", false) };
        var turn = new Lane { Id = "t", Left = Arc(18.25), Centre = Arc(20), Right = Arc(21.75), Predecessors = ["a1"] };
        var walk = Straight("w", 0, 50, -3) with { Type = LaneType.Sidewalk, LeftNeighbour = new("a1", true) };
        return new()
        {
            Name = "road",
            Lanes = [a1, a2, b1, b2, c, turn, walk],
            Areas = [new("p", MapAreaKind.Parking, new Polygon([new(100, -10), new(120, -10), new(120, 10), new(100, 10)]))],
            Crosswalks = [new("x", new Polygon([new(20, -5), new(23, -5), new(23, 9), new(20, 9)]))],
        };
    }

    private static Polyline Arc(double radius) =>
        new([.. Enumerable.Range(0, 17).Select(i => new Vector2d(50 + radius * Math.Sin(i * Math.PI / 32), 20 - radius * Math.Cos(i * Math.PI / 32)))]);

    /// <summary>A grid of joined lanes: rows of pieces along x, neighbours up and down.</summary>
    public static RoadMap Grid(int rows, int columns, int pointsPerLane)
    {
        var lanes = new List<Lane>();
        for (int r = 0; r < rows; r++)
        {
            for (int k = 0; k < columns; k++)
            {
                var centre = new Vector2d[pointsPerLane];
                var left = new Vector2d[pointsPerLane];
                var right = new Vector2d[pointsPerLane];
                for (int i = 0; i < pointsPerLane; i++)
                {
                    double x = 100.0 * k + 100.0 * i / (pointsPerLane - 1);
                    centre[i] = new(x, 4 * r);
                    left[i] = new(x, 4 * r + 2);
                    right[i] = new(x, 4 * r - 2);
                }

                lanes.Add(new()
                {
                    Id = $"{r}:{k}",
                    Centre = new(centre),
                    Left = new(left),
                    Right = new(right),
                    Successors = k + 1 < columns ? [$"{r}:{k + 1}"] : [],
                    Predecessors = k > 0 ? [$"{r}:{k - 1}"] : [],
                    LeftNeighbour = r + 1 < rows ? new($"{r + 1}:{k}", true) : null,
                    RightNeighbour = r > 0 ? new($"{r - 1}:{k}", true) : null,
                });
            }
        }

        return new() { Name = "grid", Lanes = lanes };
    }
}
