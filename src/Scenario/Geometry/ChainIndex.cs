namespace Sim.Geometry;

/// <summary>
/// A packed hierarchy of bounds over the consecutive segments of an open or closed chain, so that queries touch few of them. Answers are exact
/// and do not depend on hints: ties go to the lowest index. Immutable and thread-safe; queries allocate nothing. Depth is logarithmic.
/// </summary>
internal sealed class ChainIndex
{
    private const int FanBits = 3;
    private const int Fan = 1 << FanBits;
    private const int LinearUpTo = 16;

    private readonly Vector2d[] _points;
    private readonly Bounds2d[][] _levels;

    public ChainIndex(Vector2d[] points, bool closed)
    {
        _points = points;
        SegmentCount = closed ? points.Length : points.Length - 1;
        Bounds = Bounds2d.Of(points);
        if (SegmentCount <= LinearUpTo)
        {
            _levels = [];
            return;
        }

        var levels = new List<Bounds2d[]>();
        var leaf = new Bounds2d[(SegmentCount + Fan - 1) / Fan];
        Array.Fill(leaf, Bounds2d.Empty);
        for (int i = 0; i < SegmentCount; i++)
        {
            leaf[i / Fan] = leaf[i / Fan].Union(Edge(i).Bounds);
        }

        levels.Add(leaf);
        while (levels[^1].Length > Fan)
        {
            var below = levels[^1];
            var level = new Bounds2d[(below.Length + Fan - 1) / Fan];
            Array.Fill(level, Bounds2d.Empty);
            for (int i = 0; i < below.Length; i++)
            {
                level[i / Fan] = level[i / Fan].Union(below[i]);
            }

            levels.Add(level);
        }

        _levels = [.. levels];
    }

    public int SegmentCount { get; }

    public Bounds2d Bounds { get; }

    public Segment Edge(int index)
    {
        int next = index + 1;
        return new(_points[index], _points[next < _points.Length ? next : 0]);
    }

    /// <summary>The segment nearest to a point; a good hint (or -1) only makes it faster.</summary>
    public int Nearest(Vector2d p, int hint, out double fraction, out double distanceSquared)
    {
        var search = new NearestSearch { Point = p, Index = -1, DistanceSquared = double.PositiveInfinity };
        if (_levels.Length == 0)
        {
            Scan(ref search, 0, SegmentCount);
        }
        else
        {
            int start = (uint)hint < (uint)SegmentCount ? hint / Fan : Descend(p);
            Scan(ref search, start * Fan, Math.Min(start * Fan + Fan, SegmentCount));
            Visit(ref search, _levels.Length - 1, 0, _levels[^1].Length);
        }

        fraction = search.Fraction;
        distanceSquared = search.DistanceSquared;
        return Math.Max(search.Index, 0);
    }

    /// <summary>Squared distance to a segment, at most <paramref name="best"/>.</summary>
    public double DistanceSquaredTo(Segment segment, double best)
    {
        if (_levels.Length == 0)
        {
            return Scan(segment, segment.Bounds, 0, SegmentCount, best);
        }

        return Visit(segment, segment.Bounds, _levels.Length - 1, 0, _levels[^1].Length, best);
    }

    /// <summary>The lowest index from <paramref name="first"/> on whose segment touches another, or -1.</summary>
    public int FirstTouching(Segment segment, int first)
    {
        var cursor = Within(segment.Bounds, first);
        while (cursor.MoveNext())
        {
            if (Edge(cursor.Current).Intersects(segment))
            {
                return cursor.Current;
            }
        }

        return -1;
    }

    /// <summary>Walks the segments whose bounds overlap a rectangle, in rising order, beginning at an index.</summary>
    public Cursor Within(Bounds2d bounds, int first = 0) => new(this, bounds, first);

    private int Descend(Vector2d p)
    {
        int block = 0;
        int end = _levels[^1].Length;
        for (int level = _levels.Length - 1; level >= 0; level--)
        {
            var bounds = _levels[level];
            double least = double.PositiveInfinity;
            int chosen = block;
            for (int i = block; i < end; i++)
            {
                double d = bounds[i].DistanceSquaredTo(p);
                if (d < least)
                {
                    (least, chosen) = (d, i);
                }
            }

            if (level == 0)
            {
                return chosen;
            }

            block = chosen * Fan;
            end = Math.Min(block + Fan, _levels[level - 1].Length);
        }

        return block;
    }

    private void Scan(ref NearestSearch search, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            var edge = Edge(i);
            double fraction = edge.NearestFraction(search.Point);
            double d = search.Point.DistanceSquaredTo(edge.At(fraction));
            if (d < search.DistanceSquared || (d == search.DistanceSquared && i < search.Index))
            {
                (search.DistanceSquared, search.Index, search.Fraction) = (d, i, fraction);
            }
        }
    }

    private void Visit(ref NearestSearch search, int level, int from, int to)
    {
        var bounds = _levels[level];
        for (int i = from; i < to; i++)
        {
            if (bounds[i].DistanceSquaredTo(search.Point) > search.DistanceSquared)
            {
                continue;
            }

            if (level == 0)
            {
                Scan(ref search, i * Fan, Math.Min(i * Fan + Fan, SegmentCount));
            }
            else
            {
                Visit(ref search, level - 1, i * Fan, Math.Min(i * Fan + Fan, _levels[level - 1].Length));
            }
        }
    }

    private double Scan(Segment segment, Bounds2d around, int from, int to, double best)
    {
        for (int i = from; i < to; i++)
        {
            var edge = Edge(i);
            if (edge.Bounds.DistanceSquaredTo(around) < best)
            {
                best = Math.Min(best, edge.DistanceSquaredTo(segment));
            }
        }

        return best;
    }

    private double Visit(Segment segment, Bounds2d around, int level, int from, int to, double best)
    {
        var bounds = _levels[level];
        for (int i = from; i < to; i++)
        {
            if (bounds[i].DistanceSquaredTo(around) < best)
            {
                best = level == 0
                    ? Scan(segment, around, i * Fan, Math.Min(i * Fan + Fan, SegmentCount), best)
                    : Visit(segment, around, level - 1, i * Fan, Math.Min(i * Fan + Fan, _levels[level - 1].Length), best);
            }
        }

        return best;
    }

    private struct NearestSearch
    {
        public Vector2d Point;
        public int Index;
        public double Fraction;
        public double DistanceSquared;
    }

    /// <summary>A walk over candidate segments without allocation.</summary>
    internal struct Cursor(ChainIndex chain, Bounds2d bounds, int first)
    {
        public int Current { get; private set; } = first - 1;

        public bool MoveNext()
        {
            int i = Current + 1;
            int levels = chain._levels.Length;
            while (i < chain.SegmentCount)
            {
                // The largest block that begins here, then down as long as blocks overlap: the order of a walk over the tree.
                int level = 0;
                while (level < levels && (i & ((1 << (FanBits * (level + 1))) - 1)) == 0)
                {
                    level++;
                }

                while (level > 0 && chain._levels[level - 1][i >> (FanBits * level)].Overlaps(bounds))
                {
                    level--;
                }

                if (level > 0)
                {
                    i += 1 << (FanBits * level);
                    continue;
                }

                if (chain.Edge(i).Bounds.Overlaps(bounds))
                {
                    Current = i;
                    return true;
                }

                i++;
            }

            Current = i;
            return false;
        }
    }
}
