using System.Text.Json.Serialization;

namespace Sim.Geometry;

/// <summary>
/// A closed ring of straight edges, not repeated at the end; holes are not modelled. At least three points. Orientation is kept as given.
/// Immutable and safe for concurrent use.
/// </summary>
public sealed partial class Polygon
{
    private readonly Vector2d[] _points;
    private readonly ChainIndex _index;

    /// <summary>Builds a polygon over a copy of the points.</summary>
    /// <param name="points">Vertices, local metres, finite, at least three, first not repeated.</param>
    /// <exception cref="ArgumentException">Fewer than three points, or a coordinate that is not finite.</exception>
    [JsonConstructor]
    public Polygon(IReadOnlyList<Vector2d> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 3)
        {
            throw new ArgumentException($"A polygon needs at least three points, found {points.Count}.", nameof(points));
        }

        _points = [.. points];
        for (int i = 0; i < _points.Length; i++)
        {
            if (!double.IsFinite(_points[i].X) || !double.IsFinite(_points[i].Y))
            {
                throw new ArgumentException($"Point {i} of the polygon is not finite.", nameof(points));
            }
        }

        _index = new ChainIndex(_points, closed: true);
    }

    /// <summary>Vertices in order, local metres.</summary>
    public IReadOnlyList<Vector2d> Points => _points;

    /// <summary>The vertices as a span for hot loops.</summary>
    [JsonIgnore]
    public ReadOnlySpan<Vector2d> Span => _points;
}
