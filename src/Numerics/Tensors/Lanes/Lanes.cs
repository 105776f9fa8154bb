using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sim.Numerics.Tensors;

/// <summary>Which width this processor gets, and how ranges that are no multiple of sixteen are walked: their rest goes through a padded copy, so where a range ends changes no bit.</summary>
internal static unsafe class Lanes
{
    public const int Count = 16;

    [ThreadStatic]
    private static Width? _forced;

    internal enum Width
    {
        Scalar,
        Vector256,
        Vector512,
    }

    /// <summary>The width that kernels called from this thread use; tests set another to hold the widths together.</summary>
    public static Width Best => _forced ?? Native;

    private static Width Native => Vector512.IsHardwareAccelerated ? Width.Vector512 : Vector256.IsHardwareAccelerated && Fma.IsSupported ? Width.Vector256 : Width.Scalar;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T LoadRest<T>(float* from, int count, float filler)
        where T : struct, ILanes<T>
    {
        float* padded = stackalloc float[Count];
        for (int i = 0; i < Count; i++)
        {
            padded[i] = i < count ? from[i] : filler;
        }

        return T.Load(padded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreRest<T>(T lanes, float* to, int count)
        where T : struct, ILanes<T>
    {
        float* padded = stackalloc float[Count];
        lanes.Store(padded);
        for (int i = 0; i < count; i++)
        {
            to[i] = padded[i];
        }
    }

    public static void Force(Width? width) => _forced = width;

    /// <summary>The sum of all lanes: halves added to each other, in one order for every width.</summary>
    public static float Sum<T>(T lanes)
        where T : struct, ILanes<T>
    {
        float* values = stackalloc float[Count];
        lanes.Store(values);
        for (int half = Count / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                values[i] += values[i + half];
            }
        }

        return values[0];
    }

    /// <summary>The greatest of all lanes.</summary>
    public static float Max<T>(T lanes)
        where T : struct, ILanes<T>
    {
        float* values = stackalloc float[Count];
        lanes.Store(values);
        float max = values[0];
        for (int i = 1; i < Count; i++)
        {
            max = max < values[i] ? values[i] : max;
        }

        return max;
    }
}
