using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>Sums over rows in 64 partial sums, whatever the width, which are then added as a tree: about as exact as pairwise summation for rows of some thousands.</summary>
internal static unsafe class Fold
{
    /// <summary>The sum of a term of two rows.</summary>
    public static float Sum<T, TTerm>(float* x, float* y, int count, TTerm term)
        where T : struct, ILanes<T>
        where TTerm : struct, ILaneMap2
    {
        T s0 = T.Of(0f), s1 = s0, s2 = s0, s3 = s0;
        int i = 0;
        for (; i <= count - 64; i += 64)
        {
            s0 += term.Of(T.Load(x + i), T.Load(y + i));
            s1 += term.Of(T.Load(x + i + 16), T.Load(y + i + 16));
            s2 += term.Of(T.Load(x + i + 32), T.Load(y + i + 32));
            s3 += term.Of(T.Load(x + i + 48), T.Load(y + i + 48));
        }

        for (; i <= count - 16; i += 16)
        {
            s0 += term.Of(T.Load(x + i), T.Load(y + i));
        }

        if (i < count)
        {
            s1 += Rest<T, TTerm>(x + i, y + i, count - i, term);
        }

        return Lanes.Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>The greatest number of a row; minus infinity for an empty one. A NaN may be passed over.</summary>
    public static float Max<T>(float* x, int count)
        where T : struct, ILanes<T>
    {
        T max = T.Of(float.NegativeInfinity);
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            T next = T.Load(x + i);
            max = T.IfLess(max, next, next, max);
        }

        if (i < count)
        {
            T next = Lanes.LoadRest<T>(x + i, count - i, float.NegativeInfinity);
            max = T.IfLess(max, next, next, max);
        }

        return Lanes.Max(max);
    }

    /// <summary>The least number of a row; infinity for an empty one. A NaN may be passed over.</summary>
    public static float Least<T>(float* x, int count)
        where T : struct, ILanes<T>
    {
        T zero = T.Of(0f), least = T.Of(float.NegativeInfinity);
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            T next = zero - T.Load(x + i);
            least = T.IfLess(least, next, next, least);
        }

        if (i < count)
        {
            T next = zero - Lanes.LoadRest<T>(x + i, count - i, float.PositiveInfinity);
            least = T.IfLess(least, next, next, least);
        }

        return -Lanes.Max(least);
    }

    // What a term makes of the padding must not count.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Rest<T, TTerm>(float* x, float* y, int count, TTerm term)
        where T : struct, ILanes<T>
        where TTerm : struct, ILaneMap2
    {
        float* values = stackalloc float[16];
        term.Of(Lanes.LoadRest<T>(x, count, 0f), Lanes.LoadRest<T>(y, count, 0f)).Store(values);
        for (int i = count; i < 16; i++)
        {
            values[i] = 0f;
        }

        return T.Load(values);
    }
}
