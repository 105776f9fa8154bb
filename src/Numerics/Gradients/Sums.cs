using System.Runtime.Intrinsics;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Sums in an order that depends on the number of elements alone. Blocks are summed in single precision in sixteen lanes, and blocks in double.</summary>
internal static class Sums
{
    private const int Block = 1024;

    /// <summary>Σ x.</summary>
    public static double Sum(ReadOnlySpan<float> x)
    {
        double total = 0;
        for (int first = 0; first < x.Length; first += Block)
        {
            ReadOnlySpan<float> part = x[first..Math.Min(x.Length, first + Block)];
            total += Mapping.Vectors ? BlockOf(part) : Scalar(part);
        }

        return total;
    }

    /// <summary>Σ a b.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double total = 0;
        for (int first = 0; first < a.Length; first += Block)
        {
            int end = Math.Min(a.Length, first + Block);
            total += Mapping.Vectors ? BlockOf(a[first..end], b[first..end]) : Scalar(a[first..end], b[first..end]);
        }

        return total;
    }

    /// <summary>Σ x over a tensor of any size, over many threads.</summary>
    public static double Sum(Tensor x)
    {
        if (x.Count <= Work.Grain)
            return Sum(x.Values);

        var parts = new double[(x.Count + Work.Grain - 1) / Work.Grain];
        Work.ForElements(x.Count, (first, end) => parts[first / Work.Grain] = Sum(x.Values[first..end]));
        return InOrder(parts);
    }

    /// <summary>Σ a b over tensors of any size, over many threads.</summary>
    public static double Dot(Tensor a, Tensor b)
    {
        if (a.Count <= Work.Grain)
            return Dot(a.Values, b.Values);

        var parts = new double[(a.Count + Work.Grain - 1) / Work.Grain];
        Work.ForElements(a.Count, (first, end) => parts[first / Work.Grain] = Dot(a.Values[first..end], b.Values[first..end]));
        return InOrder(parts);
    }

    /// <summary>Sums of columns [first, end) over all rows of something that is computed row by row: target = or += them. 32 rows at a time are summed in single precision before they join the rest.</summary>
    public static void OverRows(int rows, int first, int end, RowTerm term, Span<float> target, bool isNew)
    {
        const int Together = 32;
        int width = end - first;
        Span<float> part = stackalloc float[width], row = stackalloc float[width];
        if (isNew)
            target[first..end].Clear();

        for (int start = 0; start < rows; start += Together)
        {
            int last = Math.Min(rows, start + Together);
            term(start, first, part);
            for (int r = start + 1; r < last; r++)
            {
                term(r, first, row);
                Mapping.AddScaled(part, row, 1);
            }

            Mapping.AddScaled(target[first..end], part, 1);
        }
    }

    internal static double Scalar(ReadOnlySpan<float> x)
    {
        double total = 0;
        foreach (float v in x)
            total += v;

        return total;
    }

    internal static double Scalar(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double total = 0;
        for (int i = 0; i < a.Length; i++)
            total += (double)a[i] * b[i];

        return total;
    }

    internal static double BlockOf(ReadOnlySpan<float> x)
    {
        Vector256<float> even = default, odd = default;
        int i = 0;
        for (; i <= x.Length - 16; i += 16)
        {
            even += Mapping.Load(x, i);
            odd += Mapping.Load(x, i + 8);
        }

        return Vector256.Sum(even + odd) + Scalar(x[i..]);
    }

    internal static double BlockOf(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector256<float> even = default, odd = default;
        int i = 0;
        for (; i <= a.Length - 16; i += 16)
        {
            even += Mapping.Load(a, i) * Mapping.Load(b, i);
            odd += Mapping.Load(a, i + 8) * Mapping.Load(b, i + 8);
        }

        return Vector256.Sum(even + odd) + Scalar(a[i..], b[i..]);
    }

    private static double InOrder(double[] parts)
    {
        double total = 0;
        foreach (double part in parts)
            total += part;

        return total;
    }
}
