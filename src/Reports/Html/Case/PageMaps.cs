using System.Collections.Concurrent;
using System.Text.Json;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Reports;

/// <summary>
/// Maps as the page draws them: quantised to mm, points within 2 cm of a chord left out, each map once by its content. Thread-safe.
/// </summary>
internal sealed class PageMaps(HtmlOptions options, PageText text)
{
    private const double ToleranceM = 0.02;
    private const double SurroundingsM = 150;
    private readonly ConcurrentDictionary<string, Lazy<PageMap?>> _whole = new(StringComparer.Ordinal);

    /// <summary>The map's block.</summary>
    /// <param name="map">The map.</param>
    /// <param name="around">Bounds of what happens on it, or null when nothing does; a map that is too large is cut to their surroundings.</param>
    public PageMap Encode(RoadMap map, Bounds2d? around)
    {
        var whole = _whole.GetOrAdd(map.ContentHash(), _ => new(() => Whole(map))).Value;
        return whole ?? PageMap.Of(Bytes(map, around is { } bounds ? bounds.Grown(SurroundingsM) : null));
    }

    private PageMap? Whole(RoadMap map)
    {
        byte[] bytes = Bytes(map, null);
        return bytes.Length <= options.MaxMapBytes ? PageMap.Of(bytes) : null;
    }

    private byte[] Bytes(RoadMap map, Bounds2d? within)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            text.String(json, "name", map.Name);
            text.String(json, "licence", map.Licence);
            json.WriteBoolean("cut", within is not null);
            json.WriteStartArray("lanes");
            foreach (var lane in map.Lanes)
            {
                if (within is null || Near(lane.Left.Points, within) || Near(lane.Right.Points, within))
                {
                    json.WriteStartArray();
                    json.WriteStringValue(PageText.Word(lane.Type));
                    json.WriteStringValue(PageText.Word(lane.LeftMarking));
                    json.WriteStringValue(PageText.Word(lane.RightMarking));
                    json.WriteStringValue(Points(lane.Left.Points));
                    json.WriteStringValue(Points(lane.Right.Points));
                    json.WriteEndArray();
                }
            }

            json.WriteEndArray();
            Rings(json, "crosswalks", map.Crosswalks.Select(c => c.Outline), within);
            Rings(json, "drivable", map.Areas.Where(a => a.Kind == MapAreaKind.Drivable).Select(a => a.Outline), within);
            Rings(json, "parking", map.Areas.Where(a => a.Kind == MapAreaKind.Parking).Select(a => a.Outline), within);
            json.WriteStartArray("stop_lines");
            foreach (var line in map.StopLines)
            {
                json.WriteStringValue(Points([line.From, line.To]));
            }

            json.WriteEndArray();
            Signals(json, map);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void Signals(Utf8JsonWriter json, RoadMap map)
    {
        var stops = map.StopLines.SelectMany(line => line.SignalIds.Select(id => (id, line)))
            .GroupBy(p => p.id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().line, StringComparer.Ordinal);
        json.WriteStartArray("lights");
        foreach (var signal in map.Signals.Where(s => s.Kind == MapSignalKind.Light))
        {
            var place = signal.Pose?.Position;
            if (stops.TryGetValue(signal.Id, out var line))
            {
                place ??= line.From.Lerp(line.To, 0.5);
            }

            if (place is { } at && double.IsFinite(at.X) && double.IsFinite(at.Y))
            {
                json.WriteStartArray();
                json.WriteStringValue(text.Clean(signal.Id));
                json.WriteNumberValue(Math.Round(at.X, 3));
                json.WriteNumberValue(Math.Round(at.Y, 3));
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }

    private static void Rings(Utf8JsonWriter json, string name, IEnumerable<Polygon> rings, Bounds2d? within)
    {
        json.WriteStartArray(name);
        foreach (var ring in rings)
        {
            if (within is null || Near(ring.Points, within))
            {
                json.WriteStringValue(Points(ring.Points));
            }
        }

        json.WriteEndArray();
    }

    private static bool Near(IReadOnlyList<Vector2d> points, Bounds2d? within)
    {
        for (int i = 0; i < points.Count; i++)
        {
            if (within!.Value.Contains(points[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Packed points: count, x column, y column in mm.</summary>
    internal static string Points(IReadOnlyList<Vector2d> points)
    {
        var kept = Thin(points);
        var coder = new DeltaCoder();
        coder.Add(kept.Count);
        coder.AddColumn([.. kept.Select(p => p.X)], 1000);
        coder.AddColumn([.. kept.Select(p => p.Y)], 1000);
        return coder.ToString();
    }

    private static List<Vector2d> Thin(IReadOnlyList<Vector2d> points)
    {
        // Douglas and Peucker with an explicit stack: hostile maps may hold very long lines.
        var keep = new bool[points.Count];
        keep[0] = keep[^1] = true;
        var spans = new Stack<(int First, int Last)>();
        spans.Push((0, points.Count - 1));
        while (spans.TryPop(out var span))
        {
            var from = points[span.First];
            var chord = points[span.Last] - from;
            double length = chord.Length;
            double worst = ToleranceM;
            int at = -1;
            for (int i = span.First + 1; i < span.Last; i++)
            {
                double off = length > 1e-9 ? Math.Abs(chord.Cross(points[i] - from)) / length : (points[i] - from).Length;
                if (off > worst)
                {
                    worst = off;
                    at = i;
                }
            }

            if (at >= 0)
            {
                keep[at] = true;
                spans.Push((span.First, at));
                spans.Push((at, span.Last));
            }
        }

        return [.. points.Where((_, i) => keep[i])];
    }
}
