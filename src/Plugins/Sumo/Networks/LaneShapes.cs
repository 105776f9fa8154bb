using System.Globalization;
using System.Text;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>
/// netconvert draws the lanes of a road side by side, each as wide as it begins and parallel to the reference line. Where ours run otherwise it gets their
/// centre lines, so that SUMO's vehicles drive where our lanes are. Pure.
/// </summary>
internal static class LaneShapes
{
    // What netconvert may be off before it is told, m, and as a share of the length.
    private const double OffM = 0.01;
    private const double OffShare = 0.0005;

    /// <summary>The file of centre lines of the lanes that are drawn elsewhere; null when there is none.</summary>
    /// <param name="map">The exported map as it is read back.</param>
    /// <param name="roads">Its network.</param>
    public static byte[]? Of(RoadMap map, SumoRoads roads)
    {
        var edges = new SortedDictionary<string, SortedDictionary<int, string>>(StringComparer.Ordinal);
        foreach (var lane in map.Lanes)
        {
            var parts = roads.Lanes(lane.Id);
            if (parts.Count == 0 || parts[0].IsInternal || !IsOff(lane.Centre, parts))
            {
                continue;
            }

            double from = 0;
            for (int i = 0; i < parts.Count; i++)
            {
                double to = i + 1 == parts.Count ? lane.Centre.LengthM : Math.Clamp(lane.Centre.Project(parts[i].Shape.Points[^1]).S, from, lane.Centre.LengthM);
                if (to - from > 2 * OffM)
                {
                    if (!edges.TryGetValue(parts[i].Edge, out var lanes))
                    {
                        edges[parts[i].Edge] = lanes = [];
                    }

                    lanes[parts[i].Index] = Text(lane.Centre, from, to);
                }

                from = to;
            }
        }

        if (edges.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder("<edges>\n");
        foreach (var (edge, lanes) in edges)
        {
            text.Append("<edge id=\"").Append(System.Security.SecurityElement.Escape(edge)).Append("\">\n");
            foreach (var (index, shape) in lanes)
            {
                text.Append(CultureInfo.InvariantCulture, $"<lane index=\"{index}\" shape=\"{shape}\"/>\n");
            }

            text.Append("</edge>\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("</edges>\n").ToString());
    }

    private static bool IsOff(Polyline line, IReadOnlyList<SumoLane> parts)
    {
        double length = parts.Sum(p => p.Shape.LengthM);
        if (Math.Abs(length - line.LengthM) > Math.Max(OffM, OffShare * line.LengthM))
        {
            return true;
        }

        foreach (var part in parts)
        {
            foreach (var point in part.Shape.Points)
            {
                if (line.DistanceTo(point) > 2 * OffM)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Text(Polyline line, double from, double to)
    {
        var text = new StringBuilder();
        Add(line.PointAt(from));
        var along = line.ArcLengthM;
        for (int i = 0; i < along.Length; i++)
        {
            if (along[i] > from + OffM && along[i] < to - OffM)
            {
                Add(line.Points[i]);
            }
        }

        Add(line.PointAt(to));
        return text.ToString();

        void Add(Vector2d point) => text.Append(text.Length > 0 ? " " : "").Append(CultureInfo.InvariantCulture, $"{point.X:F6},{point.Y:F6}");
    }
}
