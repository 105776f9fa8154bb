namespace Sim.Simulation.Engine;

/// <summary>A uniform grid over lane segments in flat arrays. Immutable, safe for concurrent use.</summary>
internal sealed class LaneGrid
{
    private const double CellM = 8;
    private const double MarginM = 4;
    private const int MaxCells = 4_000_000;

    private readonly LaneNetwork _network;
    private readonly double _minX;
    private readonly double _minY;
    private readonly double _cell = CellM;
    private readonly int _columns;
    private readonly int _rows;
    private readonly int[] _first = [0];
    private readonly int[] _lanes = [];
    private readonly int[] _cursors = [];

    public LaneGrid(LaneNetwork network)
    {
        _network = network;
        if (network.Count == 0)
        {
            return;
        }

        double minX = double.PositiveInfinity, minY = minX, maxX = double.NegativeInfinity, maxY = maxX;
        var curves = network.Curves;
        for (int lane = 0; lane < network.Count; lane++)
        {
            for (int c = curves.FirstCursor(lane); c < curves.EndCursor(lane); c++)
            {
                var (x0, y0, x1, y1) = Extent(c);
                (minX, minY, maxX, maxY) = (Math.Min(minX, x0), Math.Min(minY, y0), Math.Max(maxX, x1), Math.Max(maxY, y1));
            }
        }

        (_minX, _minY) = (minX, minY);
        while ((maxX - minX) / _cell * ((maxY - minY) / _cell) > MaxCells)
        {
            _cell *= 2;
        }

        _columns = 1 + (int)((maxX - minX) / _cell);
        _rows = 1 + (int)((maxY - minY) / _cell);
        _first = new int[_columns * _rows + 1];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int lane = 0; lane < network.Count; lane++)
            {
                for (int c = curves.FirstCursor(lane); c < curves.EndCursor(lane); c++)
                {
                    var (x0, y0, x1, y1) = Extent(c);
                    for (int row = Row(y0); row <= Row(y1); row++)
                    {
                        for (int column = Column(x0); column <= Column(x1); column++)
                        {
                            int cell = row * _columns + column;
                            if (pass == 0)
                            {
                                _first[cell + 1]++;
                            }
                            else
                            {
                                int at = _first[cell]++;
                                (_lanes[at], _cursors[at]) = (lane, c);
                            }
                        }
                    }
                }
            }

            if (pass == 0)
            {
                for (int i = 1; i < _first.Length; i++)
                {
                    _first[i] += _first[i - 1];
                }

                (_lanes, _cursors) = (new int[_first[^1]], new int[_first[^1]]);
            }
        }

        // The second pass moved every start to its end; shift back.
        for (int i = _first.Length - 1; i > 0; i--)
        {
            _first[i] = _first[i - 1];
        }

        _first[0] = 0;
    }

    public int Locate(double x, double y, double margin, Span<LaneHit> hits)
    {
        double fx = (x - _minX) / _cell, fy = (y - _minY) / _cell;
        if (!(fx >= 0 && fy >= 0 && fx < _columns && fy < _rows))
        {
            return 0;
        }

        int cell = (int)fy * _columns + (int)fx;
        var curves = _network.Curves;
        int count = 0;
        int end = _first[cell + 1];
        int i = _first[cell];
        while (i < end)
        {
            int lane = _lanes[i];
            double best = double.PositiveInfinity;
            LaneHit hit = default;
            for (; i < end && _lanes[i] == lane; i++)
            {
                double distance = curves.Project(_cursors[i], x, y, out double s, out double d);
                if (distance < best)
                {
                    best = distance;
                    hit = new LaneHit(lane, _cursors[i], s, d);
                }
            }

            if (hit.S < 0 || hit.S > curves.Length(lane) || hit.D > _network.HalfLeft(hit.Cursor) + margin || hit.D < -_network.HalfRight(hit.Cursor) - margin)
            {
                continue;
            }

            if (count < hits.Length)
            {
                hits[count++] = hit;
            }
        }

        return count;
    }

    private int Column(double x) => Math.Clamp((int)((x - _minX) / _cell), 0, _columns - 1);

    private int Row(double y) => Math.Clamp((int)((y - _minY) / _cell), 0, _rows - 1);

    private (double MinX, double MinY, double MaxX, double MaxY) Extent(int cursor)
    {
        var a = _network.Curves.Vertex(cursor);
        var b = _network.Curves.Vertex(cursor + 1);
        double r = Math.Max(_network.HalfLeft(cursor), _network.HalfRight(cursor)) + MarginM;
        return (Math.Min(a.X, b.X) - r, Math.Min(a.Y, b.Y) - r, Math.Max(a.X, b.X) + r, Math.Max(a.Y, b.Y) + r);
    }
}
