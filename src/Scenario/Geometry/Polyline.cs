using System.Text.Json.Serialization;

namespace Sim.Geometry;

/// <summary>
/// An open chain of straight segments with arc length and Frenet frame. At least two points; consecutive points may coincide in
/// hostile data, which every method tolerates. Immutable and safe for concurrent use.
/// </summary>
public sealed partial class Polyline
{
    private readonly Vector2d[] _points;
    private readonly double[] _arcLengthM;
    private readonly ChainIndex _index;

    /// <summary>Builds a polyline over a copy of the points.</summary>
    /// <param name="points">Vertices, local metres, finite, at least two.</param>
    /// <exception cref="ArgumentException">Fewer than two points, or a coordinate that is not finite.</exception>
    [JsonConstructor]
    public Polyline(IReadOnlyList<Vector2d> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2)
        {
            throw new ArgumentException($"A polyline needs at least two points, found {points.Count}.", nameof(points));
        }

        _points = new Vector2d[points.Count];
        _arcLengthM = new double[points.Count];
        for (int i = 0; i < _points.Length; i++)
        {
            var p = points[i];
            if (!double.IsFinite(p.X) || !double.IsFinite(p.Y))
            {
                throw new ArgumentException($"Point {i} of the polyline is not finite.", nameof(points));
            }

            _points[i] = p;
            _arcLengthM[i] = i == 0 ? 0 : _arcLengthM[i - 1] + p.DistanceTo(_points[i - 1]);
        }

        _index = new ChainIndex(_points, closed: false);
    }

    /// <summary>Vertices in order, local metres.</summary>
    public IReadOnlyList<Vector2d> Points => _points;

    /// <summary>Length along the chain, m.</summary>
    [JsonIgnore]
    public double LengthM => _arcLengthM[^1];

    /// <summary>Arc length of each vertex, m; same count as <see cref="Points"/>, first 0.</summary>
    [JsonIgnore]
    public ReadOnlySpan<double> ArcLengthM => _arcLengthM;

    /// <summary>The vertices as a span for hot loops.</summary>
    [JsonIgnore]
    public ReadOnlySpan<Vector2d> Span => _points;
}
