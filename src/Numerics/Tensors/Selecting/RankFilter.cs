using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>
/// The k of highest rank among numbers that pass by in order of their indices. Only those that beat the k-th of what was seen are kept, and when there is room for no more the best k stay: so nearly every number
/// costs one comparison, sixteen at a time, and the choice is exact.
/// </summary>
internal unsafe struct RankFilter
{
    private readonly ulong* _keys;
    private readonly int _k;
    private readonly RankBy _by;
    private int _count;
    private bool _bounded;
    private float _bound;

    /// <summary>Starts empty.</summary>
    /// <param name="keys">Memory for <see cref="Capacity"/> keys.</param>
    /// <param name="k">How many are chosen.</param>
    /// <param name="by">What they are chosen by.</param>
    public RankFilter(ulong* keys, int k, RankBy by)
    {
        _keys = keys;
        _k = k;
        _by = by;
    }

    public static int Capacity(int k) => (2 * k) + 64;

    /// <summary>Looks at the next numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="bias">What is added to each of them first, or null.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="index">Index of the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look<T>(float* values, float* bias, int count, int index)
        where T : struct, ILanes<T>
    {
        T bound = T.Of(_bound);
        for (int i = 0; i < count; i += Lanes.Count)
        {
            int here = Math.Min(Lanes.Count, count - i);
            T lanes = here == Lanes.Count ? T.Load(values + i) : Lanes.LoadRest<T>(values + i, here, 0f);
            if (bias != null)
            {
                lanes += here == Lanes.Count ? T.Load(bias + i) : Lanes.LoadRest<T>(bias + i, here, 0f);
            }

            uint mask = _bounded ? T.Greater(_by == RankBy.Magnitude ? T.Abs(lanes) : lanes, bound) : uint.MaxValue;
            mask &= (1u << here) - 1;
            if (mask != 0)
            {
                Keep(lanes, mask, index + i);
                bound = T.Of(_bound);
            }
        }
    }

    /// <summary>Writes the chosen, highest rank first.</summary>
    /// <param name="values">Receives the numbers; k of them, or as many as were seen.</param>
    /// <param name="indices">Receives their indices.</param>
    public void Finish(float* values, int* indices)
    {
        int chosen = Math.Min(_k, _count);
        if (_count > _k)
        {
            PartialSort.Greatest(_keys, _count, _k);
        }

        new Span<ulong>(_keys, chosen).Sort();
        for (int i = 0; i < chosen; i++)
        {
            ulong key = _keys[chosen - 1 - i];
            values[i] = RankKey.Value(key, _by);
            indices[i] = RankKey.Index(key);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Keep<T>(T lanes, uint mask, int index)
        where T : struct, ILanes<T>
    {
        float* values = stackalloc float[Lanes.Count];
        lanes.Store(values);
        for (; mask != 0; mask &= mask - 1)
        {
            int lane = BitOperations.TrailingZeroCount(mask);
            _keys[_count++] = RankKey.Of(values[lane], index + lane, _by);
        }

        // Room for sixteen more is all that the next call needs.
        if (_count <= Capacity(_k) - Lanes.Count)
        {
            return;
        }

        if (_k == 0)
        {
            _count = 0;
            return;
        }

        PartialSort.Greatest(_keys, _count, _k);
        _count = _k;
        ulong last = _keys[0];
        for (int i = 1; i < _k; i++)
        {
            last = Math.Min(last, _keys[i]);
        }

        _bound = RankKey.Value((uint)(last >> 32));
        _bounded = !float.IsNaN(_bound);
    }
}
