using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Simulation.Engine;

/// <summary>
/// Many polylines in flat arrays, sampled with a cursor in constant amortised time and without trigonometry: headings and unit tangents are
/// prepared at the vertices (see <see cref="CurveDirections"/>) and blended between them. Where a turn ends within a segment a vertex is added,
/// so that the rest of the segment has exactly its direction. Immutable after construction; cursors belong to the caller.
/// </summary>
internal sealed class CurveTable
{
    // Added vertices keep at least this distance, m.
    private const double RoomM = 0.75;

    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _s;
    private readonly double[] _inverseLength;
    private readonly double[] _tangentX;
    private readonly double[] _tangentY;
    private readonly double[] _heading;
    private readonly int[] _first;

    public CurveTable(IReadOnlyList<Polyline> curves)
    {
        Count = curves.Count;
        _first = new int[Count + 1];
        var vertices = new List<Node>[Count];
        for (int c = 0; c < Count; c++)
        {
            vertices[c] = Vertices(curves[c]);
            _first[c + 1] = _first[c] + vertices[c].Count;
        }

        int total = _first[Count];
        (_x, _y, _s, _inverseLength) = (new double[total], new double[total], new double[total], new double[total]);
        (_tangentX, _tangentY, _heading) = (new double[total], new double[total], new double[total]);
        for (int c = 0; c < Count; c++)
        {
            Fill(vertices[c], _first[c]);
        }
    }

    /// <summary>Number of curves.</summary>
    public int Count { get; }

    /// <summary>Length of a curve, m.</summary>
    public double Length(int curve) => _s[_first[curve + 1] - 1];

    /// <summary>Number of segments of a curve.</summary>
    public int Segments(int curve) => _first[curve + 1] - _first[curve] - 1;

    /// <summary>Cursor of a curve's first segment.</summary>
    public int FirstCursor(int curve) => _first[curve];

    /// <summary>One past the cursor of a curve's last segment.</summary>
    public int EndCursor(int curve) => _first[curve + 1] - 1;

    /// <summary>Vertex at a cursor.</summary>
    public Vector2d Vertex(int cursor) => new(_x[cursor], _y[cursor]);

    /// <summary>Arc length of the vertex at a cursor, m.</summary>
    public double VertexS(int cursor) => _s[cursor];

    /// <summary>Heading at the vertex at a cursor, rad, continuous along the curve.</summary>
    public double VertexHeading(int cursor) => _heading[cursor];

    /// <summary>Cursor of the segment that holds an arc length; the first or last one beyond the ends.</summary>
    public int CursorAt(int curve, double s)
    {
        int low = _first[curve], high = _first[curve + 1] - 2;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_s[middle] <= s)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Moves a cursor to the segment that holds an arc length; beyond the ends it stays at the first or last segment.</summary>
    public void Seek(int curve, double s, ref int cursor)
    {
        int last = _first[curve + 1] - 2;
        while (cursor < last && s > _s[cursor + 1])
        {
            cursor++;
        }

        int first = _first[curve];
        while (cursor > first && s < _s[cursor])
        {
            cursor--;
        }
    }

    /// <summary>Point at (s, d) of the segment under a cursor, extrapolated beyond the ends.</summary>
    public CurvePoint Sample(int cursor, double s, double d)
    {
        double f = (s - _s[cursor]) * _inverseLength[cursor];
        double g = f < 0 ? 0 : f > 1 ? 1 : f;
        double tx = _tangentX[cursor] + (_tangentX[cursor + 1] - _tangentX[cursor]) * g;
        double ty = _tangentY[cursor] + (_tangentY[cursor + 1] - _tangentY[cursor]) * g;
        double norm = Math.Sqrt(tx * tx + ty * ty);
        if (norm > 1e-9)
        {
            tx /= norm;
            ty /= norm;
        }
        else
        {
            (tx, ty) = (_tangentX[cursor], _tangentY[cursor]);
        }

        double x = _x[cursor] + (_x[cursor + 1] - _x[cursor]) * f;
        double y = _y[cursor] + (_y[cursor + 1] - _y[cursor]) * f;
        return new CurvePoint(x - ty * d, y + tx * d, tx, ty, _heading[cursor] + (_heading[cursor + 1] - _heading[cursor]) * g);
    }

    /// <summary>
    /// Projects a point on one segment: arc length (not clamped), signed offset (positive to the left), squared distance to the clamped foot.
    /// </summary>
    public double Project(int cursor, double x, double y, out double s, out double d)
    {
        double ax = _x[cursor], ay = _y[cursor];
        double ex = _x[cursor + 1] - ax, ey = _y[cursor + 1] - ay;
        double length = _s[cursor + 1] - _s[cursor];
        double k = _inverseLength[cursor];
        double ux = ex * k, uy = ey * k;
        double px = x - ax, py = y - ay;
        double along = px * ux + py * uy;
        d = ux * py - uy * px;
        s = _s[cursor] + along;
        if (k == 0)
        {
            return px * px + py * py;
        }

        double outside = along < 0 ? -along : along > length ? along - length : 0;
        return d * d + outside * outside;
    }

    /// <summary>Projects a point on a whole curve, starting the search nowhere in particular: linear in its segments.</summary>
    public double Project(int curve, double x, double y, out double s, out double d, out int cursor)
    {
        double best = double.PositiveInfinity;
        (s, d, cursor) = (0, 0, _first[curve]);
        for (int i = _first[curve]; i < _first[curve + 1] - 1; i++)
        {
            double distance = Project(i, x, y, out double si, out double di);
            if (distance < best)
            {
                (best, s, d, cursor) = (distance, si, di, i);
            }
        }

        return best;
    }

    /// <summary>Projects a point on a curve near a cursor, walking from segment to segment: for points that move along it.</summary>
    public void Track(int curve, double x, double y, ref int cursor, out double s, out double d)
    {
        int first = _first[curve], last = _first[curve + 1] - 2;
        cursor = Math.Clamp(cursor, first, last);
        Project(cursor, x, y, out s, out d);
        while (cursor < last && s > _s[cursor + 1])
        {
            cursor++;
            Project(cursor, x, y, out s, out d);
        }

        while (cursor > first && s < _s[cursor])
        {
            cursor--;
            Project(cursor, x, y, out s, out d);
        }
    }

    /// <summary>Unit direction of the segment under a cursor.</summary>
    public Vector2d Direction(int cursor) =>
        new((_x[cursor + 1] - _x[cursor]) * _inverseLength[cursor], (_y[cursor + 1] - _y[cursor]) * _inverseLength[cursor]);

    /// <summary>The vertices: those of the line and those where turns end within segments.</summary>
    private static List<Node> Vertices(Polyline curve)
    {
        var arc = curve.ArcLengthM;
        var points = curve.Span;
        var directions = new CurveDirections(curve);
        var result = new List<Node>(arc.Length);
        var here = directions.AtVertex(0);
        for (int i = 0; i < arc.Length; i++)
        {
            result.Add(new Node(points[i], arc[i], here));
            if (i + 1 == arc.Length)
            {
                break;
            }

            var next = directions.AtVertex(i + 1);
            double length = arc[i + 1] - arc[i];
            if (length > RoomM)
            {
                double start = directions.Reach(i, i, here), end = directions.Reach(i, i + 1, next);
                if (start > 0 && length - start - end > RoomM)
                {
                    Add(i, start);
                }

                if (end > 0 && length - start - end > RoomM)
                {
                    Add(i, length - end);
                }
            }

            here = next;
        }

        return result;

        void Add(int segment, double along)
        {
            double s = curve.ArcLengthM[segment] + along;
            result.Add(new Node(curve.PointAt(s, PolylineEnds.Clamp), s, directions.Within(segment, s)));
        }
    }

    private void Fill(List<Node> nodes, int first)
    {
        var tangent = new Vector2d(1, 0);
        double heading = 0;
        for (int i = 0; i < nodes.Count; i++)
        {
            int at = first + i;
            var node = nodes[i];
            tangent = node.Direction == default ? tangent : node.Direction;
            double turned = Pinned.Atan2(tangent.Y, tangent.X);
            heading = i == 0 ? turned : heading + Pinned.AngleDifference(turned, heading);
            double length = i + 1 < nodes.Count ? nodes[i + 1].S - node.S : 0;
            (_x[at], _y[at], _s[at]) = (node.Point.X, node.Point.Y, node.S);
            _inverseLength[at] = length > 1e-9 ? 1 / length : 0;
            (_tangentX[at], _tangentY[at], _heading[at]) = (tangent.X, tangent.Y, heading);
        }
    }

    private readonly record struct Node(Vector2d Point, double S, Vector2d Direction);
}
