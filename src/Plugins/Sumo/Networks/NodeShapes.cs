using System.Globalization;
using System.Text;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>
/// Where roads overlap as they part or run side by side, netconvert cuts them back until they are apart, up to their whole length. Given shapes of the
/// junctions keep them whole: each the hull of the cross-sections that end there; where
/// roads lie in that hull, a spot beside all lanes, so that nothing is cut. Pure.
/// </summary>
internal static class NodeShapes
{
    // A lane that ends so far from its junction's side was cut, m.
    private const double CutM = 0.002;

    // What a cross-section is thick, m.
    private const double HalfM = 0.001;

    /// <summary>The file of shapes of those junctions that have cut lanes; null when no lane was cut.</summary>
    /// <param name="map">The exported map as it is read back.</param>
    /// <param name="roads">Its network.</param>
    public static byte[]? Of(RoadMap map, SumoRoads roads)
    {
        var nodes = new SortedDictionary<string, (List<Vector2d> Points, bool IsCut)>(StringComparer.Ordinal);
        var ending = new Dictionary<string, List<(Lane Lane, bool AtEnd)>>(StringComparer.Ordinal);
        foreach (var lane in map.Lanes)
        {
            var parts = roads.Lanes(lane.Id);
            if (parts.Count == 0 || parts[0].IsInternal)
            {
                continue;
            }

            End(lane, roads.Network.Edge(parts[0].Edge)!.From, parts[0].Shape.Points[0], atEnd: false);
            End(lane, roads.Network.Edge(parts[^1].Edge)!.To, parts[^1].Shape.Points[^1], atEnd: true);
        }

        if (!nodes.Values.Any(n => n.IsCut))
        {
            return null;
        }

        var text = new StringBuilder("<nodes>\n");
        foreach (var (id, (points, cut)) in nodes)
        {
            if (cut)
            {
                var hull = Hull(points);
                var shape = ending[id].Any(e => IsCutBy(hull, e.Lane, e.AtEnd)) && Aside(points, ending[id]) is { } spot ? spot : hull;
                text.Append("<node id=\"").Append(System.Security.SecurityElement.Escape(id)).Append("\" shape=\"");
                text.AppendJoin(' ', shape.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:F6},{p.Y:F6}"))).Append("\"/>\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.Append("</nodes>\n").ToString());

        void End(Lane lane, string node, Vector2d found, bool atEnd)
        {
            if (!nodes.TryGetValue(node, out var known))
            {
                known = ([], false);
                ending[node] = [];
            }

            ending[node].Add((lane, atEnd));

            double s = atEnd ? lane.Centre.LengthM : 0;
            var along = lane.Centre.TangentAt(s);
            // Lanes that are drawn only where they are open end within the road.
            double behind = (found - lane.Centre.Points[atEnd ? ^1 : 0]).Dot(along) * (atEnd ? -1 : 1);
            foreach (var border in (ReadOnlySpan<Polyline>)[lane.Left, lane.Right])
            {
                var corner = border.Points[atEnd ? ^1 : 0];
                known.Points.Add(corner + along * HalfM);
                known.Points.Add(corner - along * HalfM);
            }

            nodes[node] = (known.Points, known.IsCut || Math.Abs(behind) > CutM);
        }
    }

    /// <summary>True when a lane that ends at a junction enters its outline before its end.</summary>
    private static bool IsCutBy(List<Vector2d> hull, Lane lane, bool atEnd)
    {
        double length = lane.Centre.LengthM;
        foreach (double back in (ReadOnlySpan<double>)[0.1, 1, 0.25 * length, 0.5 * length])
        {
            if (back < length && Holds(hull, lane.Centre.PointAt(atEnd ? length - back : back)))
            {
                return true;
            }
        }

        return false;
    }

    // A triangle so small and so far from all lanes of the junction, and from where they would go on, that no lane meets it.
    private const double SpotM = 0.1;
    private const double ClearM = 0.5;
    private const double OnwardsM = 110;
    private const int Tries = 400;

    private static List<Vector2d>? Aside(List<Vector2d> points, List<(Lane Lane, bool AtEnd)> ends)
    {
        var middle = points.Aggregate((a, b) => a + b) * (1.0 / points.Count);
        var onwards = ends.ConvertAll(e =>
        {
            double s = e.AtEnd ? e.Lane.Centre.LengthM : 0;
            var (at, along) = (e.Lane.Centre.PointAt(s), e.Lane.Centre.TangentAt(s) * OnwardsM);
            return new Polyline([at - along, at + along]);
        });
        for (int i = 1; i <= Tries; i++)
        {
            // Turned by the golden angle each time.
            var (sin, cos) = Pinned.SinCos(2.399963 * i);
            var spot = middle + new Vector2d(cos, sin) * (ClearM * Math.Sqrt(i));
            if (ends.TrueForAll(e => e.Lane.Centre.DistanceTo(spot) > ClearM) && onwards.TrueForAll(l => l.DistanceTo(spot) > ClearM))
            {
                return [spot, spot + new Vector2d(SpotM, 0), spot + new Vector2d(0, SpotM)];
            }
        }

        return null;
    }

    private static bool Holds(List<Vector2d> hull, Vector2d point)
    {
        for (int i = 0; i < hull.Count; i++)
        {
            if ((hull[(i + 1) % hull.Count] - hull[i]).Cross(point - hull[i]) < 0)
            {
                return false;
            }
        }

        return true;
    }

    // Andrew's monotone chain.
    private static List<Vector2d> Hull(List<Vector2d> points)
    {
        var sorted = points.OrderBy(p => p.X).ThenBy(p => p.Y).ToList();
        var hull = new List<Vector2d>();
        for (int pass = 0; pass < 2; pass++)
        {
            int start = hull.Count;
            foreach (var point in pass == 0 ? sorted : sorted.AsEnumerable().Reverse())
            {
                while (hull.Count >= start + 2 && (hull[^1] - hull[^2]).Cross(point - hull[^2]) <= 0)
                {
                    hull.RemoveAt(hull.Count - 1);
                }

                hull.Add(point);
            }

            hull.RemoveAt(hull.Count - 1);
        }

        return hull;
    }
}
