using System.Globalization;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.Tracks;

/// <summary>The map of a straight road along x of which only the lateral places of the markings are known.</summary>
internal static class StraightLanes
{
    private const double MarginM = 10;

    /// <summary>Lanes between neighbouring markings, as long as the tracks reach, right-hand traffic.</summary>
    public static RoadMap Map(string name, (double[] Forward, double[] Backward) lines, IReadOnlyList<Track> tracks, double? limitMps)
    {
        double from = double.PositiveInfinity, to = double.NegativeInfinity;
        foreach (var track in tracks)
        {
            foreach (double x in track.X.Span)
            {
                (from, to) = (Math.Min(from, x), Math.Max(to, x));
            }
        }

        (from, to) = (Math.Floor(from) - MarginM, Math.Ceiling(to) + MarginM);
        var lanes = new List<Lane>();
        Side(lanes, "f", lines.Forward, from, to, limitMps);
        Side(lanes, "b", lines.Backward, to, from, limitMps);
        return new RoadMap { Name = name, Lanes = lanes };
    }

    // From the right of the drivers to their left.
    private static void Side(List<Lane> lanes, string prefix, double[] lines, double start, double end, double? limitMps)
    {
        double[] y = start < end ? lines : [.. lines.Reverse()];
        int count = Math.Max(0, y.Length - 1);
        for (int i = 0; i < count; i++)
        {
            lanes.Add(new Lane
            {
                Id = Id(prefix, i),
                Right = Line(start, end, y[i]),
                Left = Line(start, end, y[i + 1]),
                Centre = Line(start, end, (y[i] + y[i + 1]) / 2),
                SpeedLimitMps = limitMps,
                RightNeighbour = i > 0 ? new LaneNeighbour(Id(prefix, i - 1), true) : null,
                LeftNeighbour = i + 1 < count ? new LaneNeighbour(Id(prefix, i + 1), true) : null,
                RightMarking = i > 0 ? LaneMarking.Broken : LaneMarking.Solid,
                LeftMarking = i + 1 < count ? LaneMarking.Broken : LaneMarking.Solid,
            });
        }
    }

    private static string Id(string prefix, int index) => prefix + (index + 1).ToString(CultureInfo.InvariantCulture);

    private static Polyline Line(double start, double end, double y) => new([new Vector2d(start, y), new Vector2d(end, y)]);
}
