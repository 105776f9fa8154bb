using System.Globalization;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>
/// A road drawn along a line: the line is the centre of the rightmost lane of the ego's direction. It is cut into sections, lanes
/// "section:lane" count from the right; oncoming lanes are "oncoming section:lane", counted from the ego's side. Immutable.
/// </summary>
internal sealed record RoadStrip
{
    /// <summary>The sections' centre lines of the rightmost lane, in order, each beginning where the one before it ends.</summary>
    public required IReadOnlyList<RoadLine> Sections { get; init; }

    /// <summary>Lanes of the ego's direction.</summary>
    public int Lanes { get; init; } = 2;

    /// <summary>Oncoming lanes.</summary>
    public int Oncoming { get; init; } = 1;

    /// <summary>Width of a lane, m.</summary>
    public double WidthM { get; init; } = 3.6;

    /// <summary>Drivable strip on both sides of the road, m.</summary>
    public double ShoulderM { get; init; } = 1.2;

    /// <summary>Speed limit of each section, m/s.</summary>
    public required IReadOnlyList<double> LimitsMps { get; init; }

    /// <summary>Id of a lane of the ego's direction.</summary>
    public static string Id(int section, int lane) => string.Create(CultureInfo.InvariantCulture, $"{section}:{lane}");

    /// <summary>Ids of a lane through all sections.</summary>
    public IReadOnlyList<string> Route(int lane) => [.. Enumerable.Range(0, Sections.Count).Select(s => Id(s, lane))];

    /// <summary>Centre line of a lane through all sections.</summary>
    public Polyline Centre(int lane) => new([.. Sections.SelectMany((s, i) => s.ToLine(lane * WidthM).Points.Skip(i == 0 ? 0 : 1))]);

    /// <summary>The map.</summary>
    public RoadMap ToMap(string name)
    {
        var lanes = new List<Lane>();
        int last = Sections.Count - 1;
        for (int s = 0; s <= last; s++)
        {
            for (int k = 0; k < Lanes; k++)
            {
                lanes.Add(new Lane
                {
                    Id = Id(s, k),
                    Left = Sections[s].ToLine((k + 0.5) * WidthM),
                    Right = Sections[s].ToLine((k - 0.5) * WidthM),
                    Centre = Sections[s].ToLine(k * WidthM),
                    SpeedLimitMps = LimitsMps[s],
                    Predecessors = s > 0 ? [Id(s - 1, k)] : [],
                    Successors = s < last ? [Id(s + 1, k)] : [],
                    LeftNeighbour = k + 1 < Lanes ? new LaneNeighbour(Id(s, k + 1), true) : Oncoming > 0 ? new LaneNeighbour(Against(s, 0), false) : null,
                    RightNeighbour = k > 0 ? new LaneNeighbour(Id(s, k - 1), true) : null,
                });
            }

            for (int k = 0; k < Oncoming; k++)
            {
                double centre = (Lanes + k) * WidthM;
                lanes.Add(new Lane
                {
                    Id = Against(s, k),
                    Left = Sections[s].ToLine(centre - WidthM / 2).Reversed(),
                    Right = Sections[s].ToLine(centre + WidthM / 2).Reversed(),
                    Centre = Sections[s].ToLine(centre).Reversed(),
                    SpeedLimitMps = LimitsMps[s],
                    Predecessors = s < last ? [Against(s + 1, k)] : [],
                    Successors = s > 0 ? [Against(s - 1, k)] : [],
                    LeftNeighbour = k == 0 ? new LaneNeighbour(Id(s, Lanes - 1), false) : new LaneNeighbour(Against(s, k - 1), true),
                    RightNeighbour = k + 1 < Oncoming ? new LaneNeighbour(Against(s, k + 1), true) : null,
                });
            }
        }

        return new RoadMap { Name = name, Lanes = lanes, Areas = [.. Enumerable.Range(0, Sections.Count).SelectMany(Shoulders)] };
    }

    private IEnumerable<MapArea> Shoulders(int section)
    {
        double right = -WidthM / 2, left = (Lanes + Oncoming - 0.5) * WidthM;
        yield return Area("right", right - ShoulderM, right);
        yield return Area("left", left, left + ShoulderM);

        MapArea Area(string side, double low, double high) => new(
            string.Create(CultureInfo.InvariantCulture, $"shoulder {side} {section}"),
            MapAreaKind.Drivable,
            new Polygon([.. Sections[section].ToLine(low).Points, .. Sections[section].ToLine(high).Points.Reverse()]));
    }

    private static string Against(int section, int lane) => "oncoming " + Id(section, lane);
}
