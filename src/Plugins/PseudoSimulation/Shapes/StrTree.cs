using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Shapes;

/// <summary>
/// The order in which a sort-tile-recursive tree of ten children per node holds its entries, and which of several equally near entries such a
/// tree names. Nothing is searched faster by it: it decides ties as the reference's library does (GEOS 3.11), and ties are frequent because all
/// overlapping shapes are at distance 0.
/// </summary>
internal sealed class StrTree
{
    private const int Capacity = 10;
    private readonly List<Node> _nodes = [];
    private readonly List<(double Distance, int Node)> _queue = [];

    private readonly record struct Node(Bounds2d Bounds, int Item, int FirstChild, int ChildCount);

    /// <summary>Builds the tree.</summary>
    public StrTree(ReadOnlySpan<Bounds2d> items)
    {
        for (int i = 0; i < items.Length; i++)
        {
            _nodes.Add(new(items[i], i, 0, 0));
        }

        int begin = 0;
        int number = _nodes.Count;
        while (number > 1)
        {
            AddParents(begin, number);
            begin += number;
            number = _nodes.Count - begin;
        }
    }

    /// <summary>Entries in the order in which a query of the tree meets them.</summary>
    public void QueryOrder(List<int> order)
    {
        order.Clear();
        if (_nodes.Count > 0)
        {
            Visit(_nodes.Count - 1, order);
        }
    }

    /// <summary>The entry that a nearest-neighbour search names.</summary>
    /// <param name="query">Bounds of what is asked about.</param>
    /// <param name="distances">Exact distance of each entry, m.</param>
    public int Nearest(Bounds2d query, ReadOnlySpan<double> distances)
    {
        _queue.Clear();
        int best = -1;
        double bound = double.PositiveInfinity;
        Push(_nodes.Count - 1, query, distances);
        while (_queue.Count > 0 && bound > 0)
        {
            var (distance, at) = Pop();
            if (best >= 0 && distance >= bound)
            {
                break;
            }

            var node = _nodes[at];
            if (node.ChildCount == 0)
            {
                (bound, best) = (distance, node.Item);
                continue;
            }

            for (int child = node.FirstChild; child < node.FirstChild + node.ChildCount; child++)
            {
                if (double.IsPositiveInfinity(bound) || DistanceOf(child, query, distances) < bound)
                {
                    Push(child, query, distances);
                }
            }
        }

        return best;
    }

    private void Visit(int at, List<int> order)
    {
        var node = _nodes[at];
        if (node.ChildCount == 0)
        {
            order.Add(node.Item);
        }

        for (int child = node.FirstChild; child < node.FirstChild + node.ChildCount; child++)
        {
            Visit(child, order);
        }
    }

    private void AddParents(int begin, int number)
    {
        int slices = (int)Math.Ceiling(Math.Sqrt(Math.Ceiling(number / (double)Capacity)));
        int perSlice = (int)Math.Ceiling(number / (double)slices);
        Sort(begin, number, static bounds => bounds.MinX + bounds.MaxX);
        for (int start = begin; start < begin + number; start += perSlice)
        {
            int inSlice = Math.Min(perSlice, begin + number - start);
            Sort(start, inSlice, static bounds => bounds.MinY + bounds.MaxY);
            for (int first = start; first < start + inSlice; first += Capacity)
            {
                int children = Math.Min(Capacity, start + inSlice - first);
                var bounds = _nodes[first].Bounds;
                for (int child = first + 1; child < first + children; child++)
                {
                    bounds = bounds.Union(_nodes[child].Bounds);
                }

                _nodes.Add(new(bounds, -1, first, children));
            }
        }
    }

    // Insertion: stable, as std::sort is for so few entries.
    private void Sort(int begin, int number, Func<Bounds2d, double> key)
    {
        for (int i = begin + 1; i < begin + number; i++)
        {
            var node = _nodes[i];
            int at = i;
            for (; at > begin && key(node.Bounds) < key(_nodes[at - 1].Bounds); at--)
            {
                _nodes[at] = _nodes[at - 1];
            }

            _nodes[at] = node;
        }
    }

    private double DistanceOf(int at, Bounds2d query, ReadOnlySpan<double> distances) =>
        _nodes[at].ChildCount == 0 ? distances[_nodes[at].Item] : Math.Sqrt(_nodes[at].Bounds.DistanceSquaredTo(query));

    private void Push(int node, Bounds2d query, ReadOnlySpan<double> distances)
    {
        double distance = DistanceOf(node, query, distances);
        _queue.Add(default);
        SiftUp(_queue.Count - 1, (distance, node));
    }

    private void SiftUp(int hole, (double Distance, int Node) value)
    {
        while (hole > 0 && _queue[(hole - 1) / 2].Distance > value.Distance)
        {
            _queue[hole] = _queue[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }

        _queue[hole] = value;
    }

    // A binary heap whose hole sinks to the bottom before the last entry rises into it: the order of equal entries depends on it.
    private (double Distance, int Node) Pop()
    {
        var top = _queue[0];
        var last = _queue[^1];
        _queue.RemoveAt(_queue.Count - 1);
        int count = _queue.Count;
        if (count == 0)
        {
            return top;
        }

        int hole = 0;
        int child = 0;
        while (child < (count - 1) / 2)
        {
            child = 2 * (child + 1);
            if (_queue[child].Distance > _queue[child - 1].Distance)
            {
                child--;
            }

            _queue[hole] = _queue[child];
            hole = child;
        }

        if (count % 2 == 0 && child == (count - 2) / 2)
        {
            child = 2 * (child + 1);
            _queue[hole] = _queue[child - 1];
            hole = child - 1;
        }

        SiftUp(hole, last);
        return top;
    }
}
