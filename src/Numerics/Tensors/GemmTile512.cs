using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sim.Numerics.Tensors;

/// <summary>12 × 32 elements of a product in 24 registers of 16 numbers.</summary>
internal readonly unsafe struct GemmTile512 : IGemmTile
{
    public static int Rows => 12;

    public static int Columns => 32;

    public static void Run(int depth, float* a, float* b, nint step, float alpha, float beta, float* c, nint ldc) => Multiply(depth, a, b, step, alpha, beta, c, ldc);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(int depth, float* a, float* b, nint step, float alpha, float beta, float* c, nint ldc)
    {
        Vector512<float> c0a = Vector512<float>.Zero, c0b = Vector512<float>.Zero;
        Vector512<float> c1a = Vector512<float>.Zero, c1b = Vector512<float>.Zero;
        Vector512<float> c2a = Vector512<float>.Zero, c2b = Vector512<float>.Zero;
        Vector512<float> c3a = Vector512<float>.Zero, c3b = Vector512<float>.Zero;
        Vector512<float> c4a = Vector512<float>.Zero, c4b = Vector512<float>.Zero;
        Vector512<float> c5a = Vector512<float>.Zero, c5b = Vector512<float>.Zero;
        Vector512<float> c6a = Vector512<float>.Zero, c6b = Vector512<float>.Zero;
        Vector512<float> c7a = Vector512<float>.Zero, c7b = Vector512<float>.Zero;
        Vector512<float> c8a = Vector512<float>.Zero, c8b = Vector512<float>.Zero;
        Vector512<float> c9a = Vector512<float>.Zero, c9b = Vector512<float>.Zero;
        Vector512<float> c10a = Vector512<float>.Zero, c10b = Vector512<float>.Zero;
        Vector512<float> c11a = Vector512<float>.Zero, c11b = Vector512<float>.Zero;
        for (int p = 0; p < depth; p++)
        {
            Vector512<float> ba = Vector512.Load(b), bb = Vector512.Load(b + 16), x = Vector512.Create(a[0]);
            c0a = Vector512.FusedMultiplyAdd(x, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x, bb, c0b);
            x = Vector512.Create(a[1]);
            c1a = Vector512.FusedMultiplyAdd(x, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x, bb, c1b);
            x = Vector512.Create(a[2]);
            c2a = Vector512.FusedMultiplyAdd(x, ba, c2a);
            c2b = Vector512.FusedMultiplyAdd(x, bb, c2b);
            x = Vector512.Create(a[3]);
            c3a = Vector512.FusedMultiplyAdd(x, ba, c3a);
            c3b = Vector512.FusedMultiplyAdd(x, bb, c3b);
            x = Vector512.Create(a[4]);
            c4a = Vector512.FusedMultiplyAdd(x, ba, c4a);
            c4b = Vector512.FusedMultiplyAdd(x, bb, c4b);
            x = Vector512.Create(a[5]);
            c5a = Vector512.FusedMultiplyAdd(x, ba, c5a);
            c5b = Vector512.FusedMultiplyAdd(x, bb, c5b);
            x = Vector512.Create(a[6]);
            c6a = Vector512.FusedMultiplyAdd(x, ba, c6a);
            c6b = Vector512.FusedMultiplyAdd(x, bb, c6b);
            x = Vector512.Create(a[7]);
            c7a = Vector512.FusedMultiplyAdd(x, ba, c7a);
            c7b = Vector512.FusedMultiplyAdd(x, bb, c7b);
            x = Vector512.Create(a[8]);
            c8a = Vector512.FusedMultiplyAdd(x, ba, c8a);
            c8b = Vector512.FusedMultiplyAdd(x, bb, c8b);
            x = Vector512.Create(a[9]);
            c9a = Vector512.FusedMultiplyAdd(x, ba, c9a);
            c9b = Vector512.FusedMultiplyAdd(x, bb, c9b);
            x = Vector512.Create(a[10]);
            c10a = Vector512.FusedMultiplyAdd(x, ba, c10a);
            c10b = Vector512.FusedMultiplyAdd(x, bb, c10b);
            x = Vector512.Create(a[11]);
            c11a = Vector512.FusedMultiplyAdd(x, ba, c11a);
            c11b = Vector512.FusedMultiplyAdd(x, bb, c11b);
            a += 12;
            b += step;
        }

        Put(c, alpha, beta, c0a, c0b);
        Put(c + ldc, alpha, beta, c1a, c1b);
        Put(c + (2 * ldc), alpha, beta, c2a, c2b);
        Put(c + (3 * ldc), alpha, beta, c3a, c3b);
        Put(c + (4 * ldc), alpha, beta, c4a, c4b);
        Put(c + (5 * ldc), alpha, beta, c5a, c5b);
        Put(c + (6 * ldc), alpha, beta, c6a, c6b);
        Put(c + (7 * ldc), alpha, beta, c7a, c7b);
        Put(c + (8 * ldc), alpha, beta, c8a, c8b);
        Put(c + (9 * ldc), alpha, beta, c9a, c9b);
        Put(c + (10 * ldc), alpha, beta, c10a, c10b);
        Put(c + (11 * ldc), alpha, beta, c11a, c11b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, float alpha, float beta, Vector512<float> a, Vector512<float> b)
    {
        var factor = Vector512.Create(alpha);
        a *= factor;
        b *= factor;
        if (beta != 0f)
        {
            a = (Vector512.Load(c) * beta) + a;
            b = (Vector512.Load(c + 16) * beta) + b;
        }

        a.Store(c);
        b.Store(c + 16);
    }
}
