using System.Runtime.Intrinsics;
using Sim.Numerics.Search;

namespace Sim.Numerics.Sparse;

/// <summary>Products with rows of single precision. Their order of additions is fixed and each is fused with its multiplication, so every width of vectors gives the same bits.</summary>
public static class RowProducts
{
    /// <summary>Inner product.</summary>
    /// <param name="a">A row.</param>
    /// <param name="b">A row of the same length.</param>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => DotProduct.Of(a, b);

    /// <summary>sum += a·x.</summary>
    /// <param name="sum">Changed.</param>
    /// <param name="a">The factor.</param>
    /// <param name="x">A row of the same length.</param>
    public static void AddScaled(Span<float> sum, float a, ReadOnlySpan<float> x)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var scale = Vector512.Create(a);
            for (; i <= sum.Length - 16; i += 16)
            {
                Vector512.FusedMultiplyAdd(scale, Vector512.Create(x[i..]), Vector512.Create((ReadOnlySpan<float>)sum[i..])).CopyTo(sum[i..]);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var scale = Vector256.Create(a);
            for (; i <= sum.Length - 8; i += 8)
            {
                Vector256.FusedMultiplyAdd(scale, Vector256.Create(x[i..]), Vector256.Create((ReadOnlySpan<float>)sum[i..])).CopyTo(sum[i..]);
            }
        }

        Plain(sum[i..], a, x[i..]);
    }

    /// <summary>sum += a·x + b·y + c·z + d·w, in this order.</summary>
    internal static void AddScaled(Span<float> sum, float a, ReadOnlySpan<float> x, float b, ReadOnlySpan<float> y, float c, ReadOnlySpan<float> z, float d, ReadOnlySpan<float> w)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var (va, vb, vc, vd) = (Vector512.Create(a), Vector512.Create(b), Vector512.Create(c), Vector512.Create(d));
            for (; i <= sum.Length - 16; i += 16)
            {
                var s = Vector512.FusedMultiplyAdd(va, Vector512.Create(x[i..]), Vector512.Create((ReadOnlySpan<float>)sum[i..]));
                s = Vector512.FusedMultiplyAdd(vb, Vector512.Create(y[i..]), s);
                s = Vector512.FusedMultiplyAdd(vc, Vector512.Create(z[i..]), s);
                Vector512.FusedMultiplyAdd(vd, Vector512.Create(w[i..]), s).CopyTo(sum[i..]);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var (va, vb, vc, vd) = (Vector256.Create(a), Vector256.Create(b), Vector256.Create(c), Vector256.Create(d));
            for (; i <= sum.Length - 8; i += 8)
            {
                var s = Vector256.FusedMultiplyAdd(va, Vector256.Create(x[i..]), Vector256.Create((ReadOnlySpan<float>)sum[i..]));
                s = Vector256.FusedMultiplyAdd(vb, Vector256.Create(y[i..]), s);
                s = Vector256.FusedMultiplyAdd(vc, Vector256.Create(z[i..]), s);
                Vector256.FusedMultiplyAdd(vd, Vector256.Create(w[i..]), s).CopyTo(sum[i..]);
            }
        }

        Plain(sum[i..], a, x[i..]);
        Plain(sum[i..], b, y[i..]);
        Plain(sum[i..], c, z[i..]);
        Plain(sum[i..], d, w[i..]);
    }

    /// <summary>Divides each element.</summary>
    /// <param name="row">Changed.</param>
    /// <param name="divisor">What it is divided by.</param>
    public static void Divide(Span<float> row, float divisor)
    {
        int i = 0;
        for (; i <= row.Length - 8; i += 8)
        {
            (Vector256.Create((ReadOnlySpan<float>)row[i..]) / Vector256.Create(divisor)).CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] /= divisor;
        }
    }

    /// <summary>The scalar twin.</summary>
    internal static void Plain(Span<float> sum, float a, ReadOnlySpan<float> x)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = MathF.FusedMultiplyAdd(a, x[i], sum[i]);
        }
    }
}
