using System.Globalization;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>One lane of a cross-section. Immutable.</summary>
/// <param name="Id">Id of the lane.</param>
/// <param name="Type">What it is for.</param>
/// <param name="RightM">Its right edge beside the reference line, m, positive to the left.</param>
/// <param name="LeftM">Its left edge, m.</param>
/// <param name="Forward">True when it is driven along the reference line.</param>
internal sealed record Strip(string Id, LaneType Type, double RightM, double LeftM, bool Forward)
{
    /// <summary>Draws strips, given from right to left, along a reference line: lanes with bounds and neighbours, nothing else.</summary>
    /// <param name="strips">The cross-section.</param>
    /// <param name="line">Poses of the reference line with exact headings.</param>
    /// <param name="heightsM">Height at each pose, or null on flat ground.</param>
    public static List<Lane> Draw(IReadOnlyList<Strip> strips, IReadOnlyList<Pose2d> line, IReadOnlyList<double>? heightsM)
    {
        var lanes = new List<Lane>(strips.Count);
        for (int i = 0; i < strips.Count; i++)
        {
            var strip = strips[i];
            var below = i > 0 ? new LaneNeighbour(strips[i - 1].Id, strips[i - 1].Forward == strip.Forward) : null;
            var above = i < strips.Count - 1 ? new LaneNeighbour(strips[i + 1].Id, strips[i + 1].Forward == strip.Forward) : null;
            lanes.Add(new Lane
            {
                Id = strip.Id,
                Type = strip.Type,
                Left = Line(line, strip.Forward ? strip.LeftM : strip.RightM, strip.Forward),
                Right = Line(line, strip.Forward ? strip.RightM : strip.LeftM, strip.Forward),
                Centre = Line(line, (strip.RightM + strip.LeftM) / 2, strip.Forward),
                LeftNeighbour = strip.Forward ? above : below,
                RightNeighbour = strip.Forward ? below : above,
                ElevationM = heightsM is null ? null : strip.Forward ? heightsM : [.. heightsM.Reverse()],
            });
        }

        return lanes;
    }

    /// <summary>Id of a lane of a leg.</summary>
    public static string Name(string leg, string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{leg}:{kind}:{number}");

    private static Polyline Line(IReadOnlyList<Pose2d> line, double leftM, bool forward)
    {
        var points = new Vector2d[line.Count];
        for (int i = 0; i < points.Length; i++)
        {
            points[forward ? i : points.Length - 1 - i] = leftM == 0 ? line[i].Position : line[i].Position + line[i].ToDirection().Left * leftM;
        }

        return new(points);
    }
}
