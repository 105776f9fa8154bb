using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sim.Numerics.Tensors;

/// <summary>6 × 16 elements of a product in 12 registers of 8 numbers.</summary>
internal readonly unsafe struct GemmTile256 : IGemmTile
{
    public static int Rows => 6;

    public static int Columns => 16;

    public static void Run(int depth, float* a, float* b, nint step, float alpha, float beta, float* c, nint ldc) => Multiply(depth, a, b, step, alpha, beta, c, ldc);

    public static void RunPart(int height, int width, int depth, float* a, float* b, nint step, float alpha, float* c) => Run(depth, a, b, step, alpha, 0f, c, Columns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply(int depth, float* a, float* b, nint step, float alpha, float beta, float* c, nint ldc)
    {
        Vector256<float> c0a = Vector256<float>.Zero, c0b = Vector256<float>.Zero;
        Vector256<float> c1a = Vector256<float>.Zero, c1b = Vector256<float>.Zero;
        Vector256<float> c2a = Vector256<float>.Zero, c2b = Vector256<float>.Zero;
        Vector256<float> c3a = Vector256<float>.Zero, c3b = Vector256<float>.Zero;
        Vector256<float> c4a = Vector256<float>.Zero, c4b = Vector256<float>.Zero;
        Vector256<float> c5a = Vector256<float>.Zero, c5b = Vector256<float>.Zero;
        for (int p = 0; p < depth; p++)
        {
            Vector256<float> ba = Vector256.Load(b), bb = Vector256.Load(b + 8), x = Vector256.Create(a[0]);
            c0a = Vector256.FusedMultiplyAdd(x, ba, c0a);
            c0b = Vector256.FusedMultiplyAdd(x, bb, c0b);
            x = Vector256.Create(a[1]);
            c1a = Vector256.FusedMultiplyAdd(x, ba, c1a);
            c1b = Vector256.FusedMultiplyAdd(x, bb, c1b);
            x = Vector256.Create(a[2]);
            c2a = Vector256.FusedMultiplyAdd(x, ba, c2a);
            c2b = Vector256.FusedMultiplyAdd(x, bb, c2b);
            x = Vector256.Create(a[3]);
            c3a = Vector256.FusedMultiplyAdd(x, ba, c3a);
            c3b = Vector256.FusedMultiplyAdd(x, bb, c3b);
            x = Vector256.Create(a[4]);
            c4a = Vector256.FusedMultiplyAdd(x, ba, c4a);
            c4b = Vector256.FusedMultiplyAdd(x, bb, c4b);
            x = Vector256.Create(a[5]);
            c5a = Vector256.FusedMultiplyAdd(x, ba, c5a);
            c5b = Vector256.FusedMultiplyAdd(x, bb, c5b);
            a += 6;
            b += step;
        }

        Put(c, alpha, beta, c0a, c0b);
        Put(c + ldc, alpha, beta, c1a, c1b);
        Put(c + (2 * ldc), alpha, beta, c2a, c2b);
        Put(c + (3 * ldc), alpha, beta, c3a, c3b);
        Put(c + (4 * ldc), alpha, beta, c4a, c4b);
        Put(c + (5 * ldc), alpha, beta, c5a, c5b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, float alpha, float beta, Vector256<float> a, Vector256<float> b)
    {
        var factor = Vector256.Create(alpha);
        a *= factor;
        b *= factor;
        if (beta != 0f)
        {
            a = (Vector256.Load(c) * beta) + a;
            b = (Vector256.Load(c + 8) * beta) + b;
        }

        a.Store(c);
        b.Store(c + 8);
    }
}
