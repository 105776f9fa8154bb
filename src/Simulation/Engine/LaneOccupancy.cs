namespace Sim.Simulation.Engine;

/// <summary>
/// Who is on which lane: one list per lane, sorted by arc length, kept sorted by moving nodes past their neighbours (amortised linear, since
/// vehicles rarely overtake within a lane). Not thread-safe.
/// </summary>
internal sealed class LaneOccupancy
{
    /// <summary>Lanes that one actor can occupy at once.</summary>
    public const int Slots = 8;

    private readonly LaneNode[] _nodes;
    private readonly int[] _head;
    private readonly int[] _tail;

    public LaneOccupancy(int actors, int lanes)
    {
        _nodes = new LaneNode[actors * Slots];
        (_head, _tail) = (new int[lanes], new int[lanes]);
        Clear();
    }

    /// <summary>The nodes; node n belongs to actor n / <see cref="Slots"/>.</summary>
    public LaneNode[] Nodes => _nodes;

    /// <summary>First node of a lane, or -1.</summary>
    public int Head(int lane) => _head[lane];

    /// <summary>Last node of a lane, or -1.</summary>
    public int Tail(int lane) => _tail[lane];

    public void Clear()
    {
        _head.AsSpan().Fill(-1);
        _tail.AsSpan().Fill(-1);
        for (int n = 0; n < _nodes.Length; n++)
        {
            _nodes[n].Lane = -1;
        }
    }

    /// <summary>Puts a node where its arc length belongs, after setting its values; moves it between lanes when needed.</summary>
    public void Put(int n, int lane)
    {
        ref var node = ref _nodes[n];
        if (node.Lane != lane)
        {
            Remove(n);
            Insert(n, lane);
            return;
        }

        if (node.Next >= 0 && _nodes[node.Next].S < node.S)
        {
            int after = node.Next;
            while (_nodes[after].Next >= 0 && _nodes[_nodes[after].Next].S < node.S)
            {
                after = _nodes[after].Next;
            }

            Unlink(n);
            Link(n, after, lane);
        }
        else if (node.Previous >= 0 && _nodes[node.Previous].S > node.S)
        {
            int after = _nodes[node.Previous].Previous;
            while (after >= 0 && _nodes[after].S > node.S)
            {
                after = _nodes[after].Previous;
            }

            Unlink(n);
            Link(n, after, lane);
        }
    }

    /// <summary>Takes a node out of its lane.</summary>
    public void Remove(int n)
    {
        if (_nodes[n].Lane >= 0)
        {
            Unlink(n);
            _nodes[n].Lane = -1;
        }
    }

    /// <summary>The last node of a lane that does not lie beyond an arc length, or -1.</summary>
    public int At(int lane, double s)
    {
        int n = _tail[lane];
        while (n >= 0 && _nodes[n].S > s)
        {
            n = _nodes[n].Previous;
        }

        return n;
    }

    private void Insert(int n, int lane)
    {
        _nodes[n].Lane = lane;
        Link(n, At(lane, _nodes[n].S), lane);
    }

    private void Link(int n, int after, int lane)
    {
        int next = after >= 0 ? _nodes[after].Next : _head[lane];
        _nodes[n].Previous = after;
        _nodes[n].Next = next;
        if (after >= 0)
        {
            _nodes[after].Next = n;
        }
        else
        {
            _head[lane] = n;
        }

        if (next >= 0)
        {
            _nodes[next].Previous = n;
        }
        else
        {
            _tail[lane] = n;
        }
    }

    private void Unlink(int n)
    {
        ref var node = ref _nodes[n];
        if (node.Previous >= 0)
        {
            _nodes[node.Previous].Next = node.Next;
        }
        else
        {
            _head[node.Lane] = node.Next;
        }

        if (node.Next >= 0)
        {
            _nodes[node.Next].Previous = node.Previous;
        }
        else
        {
            _tail[node.Lane] = node.Previous;
        }
    }
}
