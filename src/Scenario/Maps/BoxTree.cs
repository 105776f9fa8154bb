using Sim.Geometry;

namespace Sim.Maps;

/// <summary>
/// A packed tree over rectangles (sort-tile-recursive, Leutenegger and others 1997), linear in memory, the same for the same input. Immutable
/// and thread-safe; walks allocate nothing.
/// </summary>
internal sealed class BoxTree
{
    private const int FanBits = 3;
    private const int Fan = 1 << FanBits;

    private readonly int[] _items;
    private readonly Bounds2d[][] _levels;

    public BoxTree(Bounds2d[] bounds)
    {
        int count = bounds.Length;
        _items = new int[count];
        if (count == 0)
        {
            _levels = [];
            return;
        }

        var keys = new double[count];
        for (int i = 0; i < count; i++)
        {
            _items[i] = i;
            keys[i] = bounds[i].Centre.X;
        }

        Sort(_items, keys, 0, count);
        int slices = (int)Math.Ceiling(Math.Sqrt((count + Fan - 1) / Fan));
        int perSlice = (count + slices - 1) / slices;
        for (int start = 0; start < count; start += perSlice)
        {
            int length = Math.Min(perSlice, count - start);
            for (int i = start; i < start + length; i++)
            {
                keys[i] = bounds[_items[i]].Centre.Y;
            }

            Sort(_items, keys, start, length);
        }

        var levels = new List<Bounds2d[]> { Array.ConvertAll(_items, i => bounds[i]) };
        while (levels[^1].Length > 1)
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

    /// <summary>Walks the items whose bounds overlap a rectangle, in the tree's order (not by index).</summary>
    public Cursor Within(Bounds2d bounds) => new(this, bounds);

    /// <summary>Walks the items around a point, nearest child first, as far as the visitor's limit reaches.</summary>
    public bool Near<TVisit>(Vector2d p, ref TVisit visit)
        where TVisit : struct, INearVisit
    {
        if (_items.Length == 0)
        {
            return false;
        }

        Descend(p, ref visit, _levels.Length - 1, 0);
        return true;
    }

    // Nearest child first gives a tight limit early; the rest follow in order. Exact, since a child is left out only beyond the limit.
    private void Descend<TVisit>(Vector2d p, ref TVisit visit, int level, int node)
        where TVisit : struct, INearVisit
    {
        if (level == 0)
        {
            visit.Visit(_items[node]);
            return;
        }

        var below = _levels[level - 1];
        int from = node * Fan;
        int to = Math.Min(from + Fan, below.Length);
        int nearest = from;
        double least = double.PositiveInfinity;
        for (int i = from; i < to; i++)
        {
            double d = below[i].DistanceSquaredTo(p);
            if (d < least)
            {
                (least, nearest) = (d, i);
            }
        }

        if (!(Math.Sqrt(least) <= visit.Limit))
        {
            return;
        }

        Descend(p, ref visit, level - 1, nearest);
        for (int i = from; i < to; i++)
        {
            if (i != nearest && Math.Sqrt(below[i].DistanceSquaredTo(p)) <= visit.Limit)
            {
                Descend(p, ref visit, level - 1, i);
            }
        }
    }

    private static void Sort(int[] items, double[] keys, int start, int length)
    {
        var part = items.AsSpan(start, length);
        var partKeys = keys.AsSpan(start, length);
        // Items of equal key stay in index order, whatever the sort does with them.
        partKeys.Sort(part, static (a, b) => a.CompareTo(b));
        for (int i = 0; i < length;)
        {
            int end = i + 1;
            while (end < length && partKeys[end] == partKeys[i])
            {
                end++;
            }

            part[i..end].Sort();
            i = end;
        }
    }

    /// <summary>What to do with an item, and how far away bounds may still be.</summary>
    internal interface INearVisit
    {
        double Limit { get; }

        void Visit(int item);
    }

    /// <summary>A walk without allocation.</summary>
    internal struct Cursor(BoxTree tree, Bounds2d bounds)
    {
        private int _next;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            int i = _next;
            while (i < tree._items.Length)
            {
                // The largest block that begins here, then down as long as blocks overlap: the order of a walk over the tree.
                int level = 0;
                while (level + 1 < tree._levels.Length && (i & ((1 << (FanBits * (level + 1))) - 1)) == 0)
                {
                    level++;
                }

                while (level >= 0 && tree._levels[level][i >> (FanBits * level)].Overlaps(bounds))
                {
                    level--;
                }

                if (level < 0)
                {
                    Current = tree._items[i];
                    _next = i + 1;
                    return true;
                }

                i += 1 << (FanBits * level);
            }

            _next = i;
            return false;
        }
    }
}
