namespace Sim.Simulation.Storyboards;

/// <summary>Working room of a search over the ends of roads: a binary heap and what was reached. Not thread-safe.</summary>
internal sealed class RoadSearch(int nodes)
{
    private readonly double[] _cost = new double[nodes];
    private readonly bool[] _done = new bool[nodes];
    private readonly int[] _heap = new int[nodes];
    private readonly int[] _at = new int[nodes];
    private int _count;

    /// <summary>Node before each on the shortest way, -1 for the first.</summary>
    public int[] From { get; } = new int[nodes];

    public void Clear()
    {
        _cost.AsSpan().Fill(double.PositiveInfinity);
        _done.AsSpan().Clear();
        _at.AsSpan().Fill(-1);
        _count = 0;
    }

    public void Offer(int node, double cost, int from)
    {
        if (_done[node] || cost >= _cost[node])
        {
            return;
        }

        (_cost[node], From[node]) = (cost, from);
        if (_at[node] < 0)
        {
            _at[node] = _count;
            _heap[_count++] = node;
        }

        Rise(_at[node]);
    }

    public bool TryTake(out int node, out double cost)
    {
        if (_count == 0)
        {
            (node, cost) = (-1, 0);
            return false;
        }

        node = _heap[0];
        cost = _cost[node];
        _done[node] = true;
        _at[node] = -1;
        if (--_count > 0)
        {
            _heap[0] = _heap[_count];
            _at[_heap[0]] = 0;
            Sink(0);
        }

        return true;
    }

    // Ties by node number, so that equal networks give equal ways.
    private bool Before(int a, int b) => _cost[a] != _cost[b] ? _cost[a] < _cost[b] : a < b;

    private void Rise(int i)
    {
        while (i > 0 && Before(_heap[i], _heap[(i - 1) / 2]))
        {
            Swap(i, (i - 1) / 2);
            i = (i - 1) / 2;
        }
    }

    private void Sink(int i)
    {
        while (true)
        {
            int least = i;
            for (int child = (2 * i) + 1; child <= (2 * i) + 2 && child < _count; child++)
            {
                least = Before(_heap[child], _heap[least]) ? child : least;
            }

            if (least == i)
            {
                return;
            }

            Swap(i, least);
            i = least;
        }
    }

    private void Swap(int a, int b)
    {
        (_heap[a], _heap[b]) = (_heap[b], _heap[a]);
        (_at[_heap[a]], _at[_heap[b]]) = (a, b);
    }
}
