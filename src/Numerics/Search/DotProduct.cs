using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sim.Numerics.Search;

/// <summary>Inner product of two rows of single precision, in an order of sums that is the same for every width of vectors.</summary>
internal static unsafe class DotProduct
{
    // Element i adds to partial sum i mod 32; the 32 sums are then halved five times.
    private const int Lanes = 32;

    /// <summary>Largest relative error against the exact sum, as a share of the product of both norms.</summary>
    /// <param name="count">Length of the rows.</param>
    public static double ErrorBound(int count) => ((count / Lanes) + 8) * 6e-8;

    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float* sums = stackalloc float[Lanes];
        int whole = a.Length & ~(Lanes - 1);
        fixed (float* x = a, y = b)
        {
            if (Avx512F.IsSupported)
            {
                var (low, high) = (Vector512<float>.Zero, Vector512<float>.Zero);
                for (int i = 0; i < whole; i += Lanes)
                {
                    low = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), low);
                    high = Vector512.FusedMultiplyAdd(Vector512.Load(x + i + 16), Vector512.Load(y + i + 16), high);
                }

                low.Store(sums);
                high.Store(sums + 16);
            }
            else if (Fma.IsSupported)
            {
                var (s0, s1, s2, s3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
                for (int i = 0; i < whole; i += Lanes)
                {
                    s0 = Fma.MultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), s0);
                    s1 = Fma.MultiplyAdd(Vector256.Load(x + i + 8), Vector256.Load(y + i + 8), s1);
                    s2 = Fma.MultiplyAdd(Vector256.Load(x + i + 16), Vector256.Load(y + i + 16), s2);
                    s3 = Fma.MultiplyAdd(Vector256.Load(x + i + 24), Vector256.Load(y + i + 24), s3);
                }

                s0.Store(sums);
                s1.Store(sums + 8);
                s2.Store(sums + 16);
                s3.Store(sums + 24);
            }
            else
            {
                Blocks(x, y, whole, sums);
            }

            for (int i = whole; i < a.Length; i++)
            {
                sums[i - whole] = MathF.FusedMultiplyAdd(x[i], y[i], sums[i - whole]);
            }
        }

        return Halve(sums);
    }

    /// <summary>The scalar twin.</summary>
    public static float Plain(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float* sums = stackalloc float[Lanes];
        fixed (float* x = a, y = b)
        {
            Blocks(x, y, a.Length, sums);
        }

        return Halve(sums);
    }

    private static void Blocks(float* x, float* y, int count, float* sums)
    {
        new Span<float>(sums, Lanes).Clear();
        for (int i = 0; i < count; i++)
        {
            sums[i % Lanes] = MathF.FusedMultiplyAdd(x[i], y[i], sums[i % Lanes]);
        }
    }

    private static float Halve(float* sums)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                sums[i] += sums[i + half];
            }
        }

        return sums[0];
    }
}
