namespace Sim.Plugins.Retrieval.Index;

/// <summary>Entries by rising bound; equal bounds by place. A binary heap built in linear time, since most entries are never asked for.</summary>
internal sealed class BoundQueue
{
    private readonly double[] _bounds;
    private readonly (int Block, int Index)[] _places;
    private int _count;

    /// <summary>A queue over arrays that it takes over.</summary>
    public BoundQueue(double[] bounds, (int Block, int Index)[] places)
    {
        _bounds = bounds;
        _places = places;
        _count = bounds.Length;
        for (int i = _count / 2 - 1; i >= 0; i--)
        {
            Sink(i);
        }
    }

    /// <summary>Takes the entry of the least bound.</summary>
    /// <returns>False when none is left.</returns>
    public bool TryPop(out double bound, out int block, out int index)
    {
        if (_count == 0)
        {
            (bound, block, index) = (0, 0, 0);
            return false;
        }

        bound = _bounds[0];
        (block, index) = _places[0];
        _count--;
        (_bounds[0], _places[0]) = (_bounds[_count], _places[_count]);
        Sink(0);
        return true;
    }

    private void Sink(int at)
    {
        while (true)
        {
            int child = 2 * at + 1;
            if (child >= _count)
            {
                return;
            }

            if (child + 1 < _count && Before(child + 1, child))
            {
                child++;
            }

            if (!Before(child, at))
            {
                return;
            }

            (_bounds[at], _bounds[child]) = (_bounds[child], _bounds[at]);
            (_places[at], _places[child]) = (_places[child], _places[at]);
            at = child;
        }
    }

    private bool Before(int a, int b) => _bounds[a] != _bounds[b] ? _bounds[a] < _bounds[b] : _places[a].CompareTo(_places[b]) < 0;
}
