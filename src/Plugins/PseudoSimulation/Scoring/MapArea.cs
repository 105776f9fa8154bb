using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>A polygon of the scorer's map prepared for many point queries: edges sorted into horizontal slabs. Immutable and thread-safe.</summary>
internal sealed class MapArea
{
    private const int MostSlabs = 256;

    private readonly Edge[] _edges;
    private readonly int[] _starts;
    private readonly double[] _leastX;
    private readonly double[] _greatestX;
    private readonly double _slabsPerMetre;
    private readonly Vector2d[] _ring;
    private readonly Polyline? _baseline;

    public MapArea(MapPolygon polygon, bool onRoute)
    {
        Type = polygon.Type;
        OnRoute = onRoute && IsLane;
        _ring = [.. polygon.Exterior];
        Bounds = Bounds2d.Of(_ring);
        _baseline = polygon.Baseline is { Count: > 1 } line ? new Polyline([.. line.Select(p => p.Position)]) : null;
        int slabs = Math.Clamp(_ring.Length, 1, MostSlabs);
        double height = Bounds.MaxY - Bounds.MinY;
        _slabsPerMetre = height > 0 ? slabs / height : 0;
        _starts = new int[slabs + 1];
        _leastX = new double[slabs];
        _greatestX = new double[slabs];
        Array.Fill(_leastX, double.PositiveInfinity);
        Array.Fill(_greatestX, double.NegativeInfinity);
        for (int i = 0; i < _ring.Length; i++)
        {
            var (first, last) = SlabsOf(i);
            for (int s = first; s <= last; s++)
            {
                _starts[s + 1]++;
            }
        }

        for (int s = 0; s < slabs; s++)
        {
            _starts[s + 1] += _starts[s];
        }

        _edges = new Edge[_starts[slabs]];
        int[] next = [.. _starts];
        for (int i = 0; i < _ring.Length; i++)
        {
            var (a, b) = (_ring[i], _ring[i + 1 < _ring.Length ? i + 1 : 0]);
            var (first, last) = SlabsOf(i);
            for (int s = first; s <= last; s++)
            {
                _edges[next[s]++] = new Edge(a, b);
                _leastX[s] = Math.Min(_leastX[s], Math.Min(a.X, b.X));
                _greatestX[s] = Math.Max(_greatestX[s], Math.Max(a.X, b.X));
            }
        }
    }

    public MapPolygonType Type { get; }

    public bool OnRoute { get; }

    public bool IsLane => Type is MapPolygonType.Lane or MapPolygonType.LaneConnector;

    public Bounds2d Bounds { get; }

    /// <summary>True when the point lies inside; the border is outside. Exact.</summary>
    public bool Contains(Vector2d p)
    {
        if (!(p.Y > Bounds.MinY && p.Y < Bounds.MaxY))
        {
            return false;
        }

        int slab = SlabAt(p.Y);
        if (!(p.X > _leastX[slab] && p.X < _greatestX[slab]))
        {
            return false;
        }

        bool inside = false;
        foreach (ref readonly var edge in _edges.AsSpan(_starts[slab].._starts[slab + 1]))
        {
            if (edge.Lower.Y > p.Y || edge.Upper.Y < p.Y)
            {
                continue;
            }

            // Lower and upper end in y: a point left of the edge has a crossing to its right.
            if (p.X > edge.Lower.X && p.X > edge.Upper.X)
            {
                continue;
            }

            if (p.X < edge.Lower.X && p.X < edge.Upper.X)
            {
                inside ^= edge.Upper.Y > p.Y;
                continue;
            }

            int side = Orientation.Sign(edge.Lower, edge.Upper, p);
            if (side == 0)
            {
                return false;
            }

            inside ^= side > 0 && edge.Upper.Y > p.Y;
        }

        return inside;
    }

    /// <summary>True when the area and the outline share a point; touching counts. Exact.</summary>
    public bool Intersects(in Quad quad)
    {
        if (!Bounds.Overlaps(quad.Bounds))
        {
            return false;
        }

        var previous = _ring[^1];
        foreach (var point in _ring)
        {
            if (Bounds2d.Of(previous, point).Overlaps(quad.Bounds) && quad.Intersects(previous, point))
            {
                return true;
            }

            previous = point;
        }

        // No edge comes near: the outline lies wholly inside or wholly outside.
        return Contains(quad.FrontLeft);
    }

    /// <summary>Whether driving along a direction agrees with the lane: less than a right angle from the nearest piece of its baseline; null when there is none.</summary>
    public bool? Agrees(Vector2d position, Vector2d direction)
    {
        if (_baseline is null)
        {
            return null;
        }

        var at = _baseline.Project(position, PolylineEnds.Clamp);
        return _baseline.TangentOf(at.SegmentIndex).Dot(direction) > 0;
    }

    private int SlabAt(double y) => Math.Min((int)((y - Bounds.MinY) * _slabsPerMetre), _leastX.Length - 1);

    private (int First, int Last) SlabsOf(int edge)
    {
        double a = _ring[edge].Y, b = _ring[edge + 1 < _ring.Length ? edge + 1 : 0].Y;
        return (SlabAt(Math.Min(a, b)), SlabAt(Math.Max(a, b)));
    }

    private readonly struct Edge
    {
        public readonly Vector2d Lower;
        public readonly Vector2d Upper;

        public Edge(Vector2d a, Vector2d b)
        {
            (Lower, Upper) = a.Y <= b.Y ? (a, b) : (b, a);
        }
    }
}
