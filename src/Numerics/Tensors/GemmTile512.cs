using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sim.Numerics.Tensors;

// The parts are never inlined: within a large caller the compiler runs out of budget, leaves the last lines as calls, and then keeps all sums in memory.
/// <summary>12 × 32 elements of a product in 24 registers of 16 numbers.</summary>
internal readonly unsafe struct GemmTile512 : IGemmTile
{
    public static int Rows => 12;

    public static int Columns => 32;

    public static void Run(int depth, float* a, float* b, nint step, float alpha, float beta, float* c, nint ldc) => Multiply(depth, a, b, step, alpha, beta, c, ldc);

    public static void RunPart(int height, int width, int depth, float* a, float* b, nint step, float alpha, float* c)
    {
        if (width <= 16)
        {
            Half(depth, a, b, step, alpha, c);
        }
        else if (height > 8)
        {
            Run(depth, a, b, step, alpha, 0f, c, Columns);
        }
        else
        {
            for (int i = 0; i < height; i += 4)
            {
                Quarter(depth, a + i, b, step, alpha, c + (i * Columns));
            }
        }
    }

    // 4 × 32.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Quarter(int depth, float* a, float* b, nint step, float alpha, float* c)
    {
        Vector512<float> c0a = Vector512<float>.Zero, c0b = Vector512<float>.Zero;
        Vector512<float> c1a = Vector512<float>.Zero, c1b = Vector512<float>.Zero;
        Vector512<float> c2a = Vector512<float>.Zero, c2b = Vector512<float>.Zero;
        Vector512<float> c3a = Vector512<float>.Zero, c3b = Vector512<float>.Zero;
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
            a += 12;
            b += step;
        }

        var factor = Vector512.Create(alpha);
        (c0a * factor).Store(c);
        (c0b * factor).Store(c + 16);
        (c1a * factor).Store(c + 32);
        (c1b * factor).Store(c + 48);
        (c2a * factor).Store(c + 64);
        (c2b * factor).Store(c + 80);
        (c3a * factor).Store(c + 96);
        (c3b * factor).Store(c + 112);
    }

    // 12 × 16.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Half(int depth, float* a, float* b, nint step, float alpha, float* c)
    {
        Vector512<float> c0a = Vector512<float>.Zero;
        Vector512<float> c1a = Vector512<float>.Zero;
        Vector512<float> c2a = Vector512<float>.Zero;
        Vector512<float> c3a = Vector512<float>.Zero;
        Vector512<float> c4a = Vector512<float>.Zero;
        Vector512<float> c5a = Vector512<float>.Zero;
        Vector512<float> c6a = Vector512<float>.Zero;
        Vector512<float> c7a = Vector512<float>.Zero;
        Vector512<float> c8a = Vector512<float>.Zero;
        Vector512<float> c9a = Vector512<float>.Zero;
        Vector512<float> c10a = Vector512<float>.Zero;
        Vector512<float> c11a = Vector512<float>.Zero;
        for (int p = 0; p < depth; p++)
        {
            Vector512<float> ba = Vector512.Load(b), x = Vector512.Create(a[0]);
            c0a = Vector512.FusedMultiplyAdd(x, ba, c0a);
            x = Vector512.Create(a[1]);
            c1a = Vector512.FusedMultiplyAdd(x, ba, c1a);
            x = Vector512.Create(a[2]);
            c2a = Vector512.FusedMultiplyAdd(x, ba, c2a);
            x = Vector512.Create(a[3]);
            c3a = Vector512.FusedMultiplyAdd(x, ba, c3a);
            x = Vector512.Create(a[4]);
            c4a = Vector512.FusedMultiplyAdd(x, ba, c4a);
            x = Vector512.Create(a[5]);
            c5a = Vector512.FusedMultiplyAdd(x, ba, c5a);
            x = Vector512.Create(a[6]);
            c6a = Vector512.FusedMultiplyAdd(x, ba, c6a);
            x = Vector512.Create(a[7]);
            c7a = Vector512.FusedMultiplyAdd(x, ba, c7a);
            x = Vector512.Create(a[8]);
            c8a = Vector512.FusedMultiplyAdd(x, ba, c8a);
            x = Vector512.Create(a[9]);
            c9a = Vector512.FusedMultiplyAdd(x, ba, c9a);
            x = Vector512.Create(a[10]);
            c10a = Vector512.FusedMultiplyAdd(x, ba, c10a);
            x = Vector512.Create(a[11]);
            c11a = Vector512.FusedMultiplyAdd(x, ba, c11a);
            a += 12;
            b += step;
        }

        var factor = Vector512.Create(alpha);
        (c0a * factor).Store(c);
        (c1a * factor).Store(c + 32);
        (c2a * factor).Store(c + 64);
        (c3a * factor).Store(c + 96);
        (c4a * factor).Store(c + 128);
        (c5a * factor).Store(c + 160);
        (c6a * factor).Store(c + 192);
        (c7a * factor).Store(c + 224);
        (c8a * factor).Store(c + 256);
        (c9a * factor).Store(c + 288);
        (c10a * factor).Store(c + 320);
        (c11a * factor).Store(c + 352);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
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
