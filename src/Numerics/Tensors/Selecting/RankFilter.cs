using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>
/// The k of highest rank among numbers that pass by in order of their indices. Only those above a bound are kept, below which k are known not to lie, and when there is room for no more the bound rises: so nearly
/// every number costs one comparison, sixteen at a time, and the choice is exact.
/// </summary>
internal unsafe struct RankFilter
{
    // A bound above which there are up to this many more than k will do.
    private const int Slack = 16;
    private const int Halvings = 40;

    private readonly float* _scores;
    private readonly int* _tags;
    private readonly int _k;
    private readonly RankBy _by;
    private int _count;
    private bool _bounded;
    private float _bound;

    /// <summary>Starts empty.</summary>
    /// <param name="memory">Room for <see cref="Size"/> numbers.</param>
    /// <param name="k">How many are chosen.</param>
    /// <param name="by">What they are chosen by.</param>
    public RankFilter(float* memory, int k, RankBy by)
    {
        _scores = memory;
        _tags = (int*)memory + Capacity(k);
        _k = k;
        _by = by;
    }

    public static int Size(int k) => 2 * Capacity(k);

    /// <summary>Looks at the next numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="bias">What is added to each of them first, or null.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="index">Index of the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Look<T>(float* values, float* bias, int count, int index)
        where T : struct, ILanes<T>
    {
        if (_k == 0)
        {
            return;
        }

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
    public void Finish<T>(float* values, int* indices)
        where T : struct, ILanes<T>
    {
        if (_k > 0 && _count > _k + Slack)
        {
            Raise<T>();
        }

        int chosen = Math.Min(_k, _count);
        if (chosen == 0)
        {
            return;
        }

        using Scratch scratch = Scratch.Rent(2L * _count);
        ulong* keys = Keys(scratch);
        PartialSort.Greatest(keys, _count, chosen);
        new Span<ulong>(keys, chosen).Sort();
        for (int i = 0; i < chosen; i++)
        {
            ulong key = keys[chosen - 1 - i];
            values[i] = RankKey.Value(key, _by);
            indices[i] = RankKey.Index(key);
        }
    }

    // A whole number of lanes; more than k + Slack + 16, so that a raised bound always makes room.
    private static int Capacity(int k) => ((2 * k) + 79) / Lanes.Count * Lanes.Count;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Keep<T>(T lanes, uint mask, int index)
        where T : struct, ILanes<T>
    {
        float* values = stackalloc float[Lanes.Count];
        lanes.Store(values);
        bool magnitude = _by == RankBy.Magnitude;
        int count = _count;
        for (; mask != 0; mask &= mask - 1)
        {
            int lane = BitOperations.TrailingZeroCount(mask);
            float value = values[lane];
            _scores[count] = magnitude ? MathF.Abs(value) : value + 0f;
            _tags[count++] = ((index + lane) << 1) | (int)(BitConverter.SingleToUInt32Bits(value) >> 31);
        }

        // Room for sixteen more is all that the next call needs.
        _count = count;
        if (count > Capacity(_k) - Lanes.Count)
        {
            Raise<T>();
        }
    }

    private void Raise<T>()
        where T : struct, ILanes<T>
    {
        for (int i = _count; i % Lanes.Count != 0; i++)
        {
            _scores[i] = float.NegativeInfinity;
        }

        float low = _bounded ? _bound : Fold.Least<T>(_scores, _count), high = Fold.Max<T>(_scores, _count);
        int above = Above<T>(low);
        for (int i = 0; above > _k + Slack && i < Halvings; i++)
        {
            float middle = (0.5f * low) + (0.5f * high);
            int here = Above<T>(middle);
            if (here < _k)
            {
                high = middle;
            }
            else
            {
                (low, above) = (middle, here);
            }
        }

        if (above < _k || above > _k + Slack)
        {
            RaiseExactly();
            return;
        }

        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            float score = _scores[i];
            _scores[kept] = score;
            _tags[kept] = _tags[i];
            kept += score > low ? 1 : 0;
        }

        (_count, _bound, _bounded) = (kept, low, true);
    }

    private readonly int Above<T>(float bound)
        where T : struct, ILanes<T>
    {
        T lanes = T.Of(bound);
        int count = 0;
        for (int i = 0; i < _count; i += Lanes.Count)
        {
            count += BitOperations.PopCount(T.Greater(T.Load(_scores + i), lanes));
        }

        return count;
    }

    // Many equal numbers, infinities or NaN: no number separates the best, but their ranks do.
    private void RaiseExactly()
    {
        using Scratch scratch = Scratch.Rent(2L * _count);
        ulong* keys = Keys(scratch);
        PartialSort.Greatest(keys, _count, _k);
        ulong last = ulong.MaxValue;
        for (int i = 0; i < _k; i++)
        {
            last = Math.Min(last, keys[i]);
            _scores[i] = RankKey.Value((uint)(keys[i] >> 32));
            _tags[i] = (RankKey.Index(keys[i]) << 1) | (int)(keys[i] & 1);
        }

        _count = _k;
        _bound = RankKey.Value((uint)(last >> 32));
        _bounded = !float.IsNaN(_bound);
    }

    private readonly ulong* Keys(Scratch scratch)
    {
        var keys = (ulong*)scratch.Pointer;
        for (int i = 0; i < _count; i++)
        {
            keys[i] = RankKey.Of(_scores[i], _tags[i]);
        }

        return keys;
    }
}
