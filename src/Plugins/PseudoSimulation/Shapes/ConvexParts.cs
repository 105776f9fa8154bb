using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Shapes;

/// <summary>
/// A region given as the union of convex quadrilaterals (a triangle repeats its last corner). Queries are exact for the union: touching counts
/// as intersecting, as in the reference's geometry library. Reusable; not thread-safe while it is changed.
/// </summary>
internal sealed partial class ConvexParts
{
    private const int Corners = 4;
    private Vector2d[] _corners = new Vector2d[16 * Corners];
    private Bounds2d[] _bounds = new Bounds2d[16];

    public int Count { get; private set; }

    public Bounds2d Bounds { get; private set; } = Bounds2d.Empty;

    public ReadOnlySpan<Vector2d> Part(int index) => _corners.AsSpan(index * Corners, Corners);

    public void Clear()
    {
        Count = 0;
        Bounds = Bounds2d.Empty;
    }

    public void AddQuad(Vector2d a, Vector2d b, Vector2d c, Vector2d d)
    {
        if (Count == _bounds.Length)
        {
            Array.Resize(ref _bounds, 2 * Count);
            Array.Resize(ref _corners, 2 * Count * Corners);
        }

        var part = _corners.AsSpan(Count * Corners, Corners);
        part[0] = a;
        part[1] = b;
        part[2] = c;
        part[3] = d;
        _bounds[Count] = Bounds2d.Of(part);
        Bounds = Count == 0 ? _bounds[0] : Bounds.Union(_bounds[Count]);
        Count++;
    }

    public void AddBox(Pose2d centre, double lengthM, double widthM)
    {
        var ahead = centre.ToDirection() * (lengthM / 2);
        var left = centre.ToDirection().Left * (widthM / 2);
        var at = centre.Position;
        AddQuad(at + ahead + left, at - ahead + left, at - ahead - left, at + ahead - left);
    }

    public void AddMovedCopy(ConvexParts other, Vector2d by)
    {
        for (int i = 0; i < other.Count; i++)
        {
            var part = other.Part(i);
            AddQuad(part[0] + by, part[1] + by, part[2] + by, part[3] + by);
        }
    }

    public bool Intersects(ConvexParts other)
    {
        if (Count == 0 || other.Count == 0 || !Bounds.Overlaps(other.Bounds))
        {
            return false;
        }

        for (int i = 0; i < Count; i++)
        {
            if (!_bounds[i].Overlaps(other.Bounds))
            {
                continue;
            }

            for (int j = 0; j < other.Count; j++)
            {
                if (_bounds[i].Overlaps(other._bounds[j]) && Touch(Part(i), other.Part(j)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Distance between the regions, m; 0 when they touch or overlap, infinite when one is empty.</summary>
    public double DistanceTo(ConvexParts other)
    {
        if (Intersects(other))
        {
            return 0;
        }

        double best = double.PositiveInfinity;
        for (int i = 0; i < Count; i++)
        {
            if (_bounds[i].DistanceSquaredTo(other.Bounds) >= best)
            {
                continue;
            }

            for (int j = 0; j < other.Count; j++)
            {
                if (_bounds[i].DistanceSquaredTo(other._bounds[j]) < best)
                {
                    best = Math.Min(best, Math.Min(OneSided(Part(i), other.Part(j)), OneSided(other.Part(j), Part(i))));
                }
            }
        }

        return Math.Sqrt(best);
    }

    private static double OneSided(ReadOnlySpan<Vector2d> corners, ReadOnlySpan<Vector2d> edges)
    {
        double best = double.PositiveInfinity;
        for (int e = 0; e < Corners; e++)
        {
            var from = edges[e];
            var along = edges[(e + 1) % Corners] - from;
            double lengthSquared = along.LengthSquared;
            for (int c = 0; c < Corners; c++)
            {
                var offset = corners[c] - from;
                double fraction = lengthSquared > 0 ? Math.Clamp(offset.Dot(along) / lengthSquared, 0, 1) : 0;
                best = Math.Min(best, (offset - (along * fraction)).LengthSquared);
            }
        }

        return best;
    }

    private static bool Touch(ReadOnlySpan<Vector2d> a, ReadOnlySpan<Vector2d> b) => !Parted(a, b) && !Parted(b, a);

    private static bool Parted(ReadOnlySpan<Vector2d> a, ReadOnlySpan<Vector2d> b)
    {
        for (int e = 0; e < Corners; e++)
        {
            // Relative to a corner: at 4e6 m the products of plain coordinates would lose the millimetres.
            var from = a[e];
            var axis = (a[(e + 1) % Corners] - from).Left;
            if (axis.X == 0 && axis.Y == 0)
            {
                continue;
            }

            double minA = 0;
            double maxA = 0;
            double minB = double.PositiveInfinity;
            double maxB = double.NegativeInfinity;
            for (int c = 0; c < Corners; c++)
            {
                double onA = (a[c] - from).Dot(axis);
                double onB = (b[c] - from).Dot(axis);
                minA = Math.Min(minA, onA);
                maxA = Math.Max(maxA, onA);
                minB = Math.Min(minB, onB);
                maxB = Math.Max(maxB, onB);
            }

            if (maxA < minB || maxB < minA)
            {
                return true;
            }
        }

        return false;
    }
}
