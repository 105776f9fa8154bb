using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Operations that are one function of two elements, with the broadcasts there are.</summary>
internal static class Binary
{
    private const int Lanes = 8;

    private delegate void RowKernel(int row, int first, int end);

    public static Variable Record<TFunction>(Tape tape, Variable a, Variable b, Broadcast broadcast, string verb)
        where TFunction : struct, IFunction2
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor x = a.Value, y = b.Value;
        bool fits = broadcast switch
        {
            Broadcast.None => x.HasShape(y.Shape),
            Broadcast.Row => y.Count == x.Columns,
            Broadcast.Column => y.Count == x.Rows,
            Broadcast.Scalar => y.Count == 1,
            _ => throw new ArgumentOutOfRangeException(nameof(broadcast), broadcast, "no such broadcast"),
        };
        if (!fits)
            throw new ArgumentException($"cannot {verb} a {x} and a {y} with broadcast {broadcast}", nameof(b));

        Tensor result = tape.New(x.Shape);
        ForParts(x, broadcast, (row, first, end) =>
        {
            Range range = Part(x, row, first, end);
            ReadOnlySpan<float> left = x.Values[range];
            Map<TFunction>(left, Second(y, broadcast, row, first, end), result.Values[range]);
        });
        return tape.Record(
            result,
            gradient =>
            {
                if (a.NeedsGradient)
                    BackA<TFunction>(gradient, x, y, broadcast, a.GradientBuffer(out bool isNew), isNew);

                if (b.NeedsGradient)
                    BackB<TFunction>(gradient, x, y, broadcast, b.GradientBuffer(out bool isNew), isNew);
            },
            a,
            b);
    }

    internal static void Map<TFunction>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result)
        where TFunction : struct, IFunction2
    {
        int i = 0;
        bool one = b.Length == 1;
        if (Mapping.Vectors)
        {
            Vector256<float> same = Vector256.Create(b.IsEmpty ? 0 : b[0]);
            ref float target = ref MemoryMarshal.GetReference(result);
            for (; i <= a.Length - Lanes; i += Lanes)
                TFunction.Value(Mapping.Load(a, i), one ? same : Mapping.Load(b, i)).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < a.Length; i++)
            result[i] = TFunction.Value(a[i], one ? b[0] : b[i]);
    }

    internal static void BackA<TFunction>(ReadOnlySpan<float> gradient, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> target, bool isNew)
        where TFunction : struct, IFunction2
    {
        int i = 0;
        bool one = b.Length == 1;
        if (Mapping.Vectors)
        {
            Vector256<float> same = Vector256.Create(b.IsEmpty ? 0 : b[0]);
            ref float to = ref MemoryMarshal.GetReference(target);
            for (; i <= a.Length - Lanes; i += Lanes)
            {
                Vector256<float> back = TFunction.BackA(Mapping.Load(gradient, i), Mapping.Load(a, i), one ? same : Mapping.Load(b, i));
                (isNew ? back : Mapping.Load(target, i) + back).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < a.Length; i++)
        {
            float back = TFunction.BackA(gradient[i], a[i], one ? b[0] : b[i]);
            target[i] = isNew ? back : target[i] + back;
        }
    }

    internal static void BackB<TFunction>(ReadOnlySpan<float> gradient, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> target, bool isNew)
        where TFunction : struct, IFunction2
    {
        int i = 0;
        bool one = b.Length == 1;
        if (Mapping.Vectors)
        {
            Vector256<float> same = Vector256.Create(b.IsEmpty ? 0 : b[0]);
            ref float to = ref MemoryMarshal.GetReference(target);
            for (; i <= a.Length - Lanes; i += Lanes)
            {
                Vector256<float> back = TFunction.BackB(Mapping.Load(gradient, i), Mapping.Load(a, i), one ? same : Mapping.Load(b, i));
                (isNew ? back : Mapping.Load(target, i) + back).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < a.Length; i++)
        {
            float back = TFunction.BackB(gradient[i], a[i], one ? b[0] : b[i]);
            target[i] = isNew ? back : target[i] + back;
        }
    }

    private static void BackA<TFunction>(Tensor gradient, Tensor a, Tensor b, Broadcast broadcast, Tensor target, bool isNew)
        where TFunction : struct, IFunction2
        => ForParts(a, broadcast, (row, first, end) =>
        {
            Range range = Part(a, row, first, end);
            BackA<TFunction>(gradient.Values[range], a.Values[range], Second(b, broadcast, row, first, end), target.Values[range], isNew);
        });

    private static void BackB<TFunction>(Tensor gradient, Tensor a, Tensor b, Broadcast broadcast, Tensor target, bool isNew)
        where TFunction : struct, IFunction2
    {
        switch (broadcast)
        {
            case Broadcast.None:
                Work.ForElements(a.Count, (first, end) => BackB<TFunction>(gradient.Values[first..end], a.Values[first..end], b.Values[first..end], target.Values[first..end], isNew));
                break;
            case Broadcast.Row:
                Work.ForColumns(a.Columns, (first, end) => Sums.OverRows(
                    a.Rows,
                    first,
                    end,
                    (row, from, terms) => BackB<TFunction>(gradient.Row(row)[first..end], a.Row(row)[first..end], b.Values[first..end], terms, isNew: true),
                    target.Values,
                    isNew));
                break;
            case Broadcast.Column:
                Work.ForRows(a.Rows, a.Columns, (first, end) =>
                {
                    for (int row = first; row < end; row++)
                    {
                        float back = (float)SumB<TFunction>(gradient.Row(row), a.Row(row), b.Values.Slice(row, 1));
                        target.Values[row] = isNew ? back : target.Values[row] + back;
                    }
                });
                break;
            default:
                int blocks = (a.Count + Work.Grain - 1) / Work.Grain;
                var parts = new double[blocks];
                Work.ForElements(a.Count, (first, end) => parts[first / Work.Grain] = SumB<TFunction>(gradient.Values[first..end], a.Values[first..end], b.Values));
                double total = 0;
                foreach (double part in parts)
                    total += part;

                target.Values[0] = isNew ? (float)total : target.Values[0] + (float)total;
                break;
        }
    }

    private static double SumB<TFunction>(ReadOnlySpan<float> gradient, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TFunction : struct, IFunction2
    {
        const int Together = 1024;
        Span<float> terms = stackalloc float[Together];
        double total = 0;
        for (int i = 0; i < a.Length; i += Together)
        {
            int count = Math.Min(Together, a.Length - i);
            BackB<TFunction>(gradient.Slice(i, count), a.Slice(i, count), b, terms[..count], isNew: true);
            total += Sums.Sum(terms[..count]);
        }

        return total;
    }

    // Without a row or column to respect, the whole tensor is one row.
    private static void ForParts(Tensor a, Broadcast broadcast, RowKernel kernel)
    {
        if (broadcast is Broadcast.None or Broadcast.Scalar)
        {
            Work.ForElements(a.Count, (first, end) => kernel(0, first, end));
            return;
        }

        Work.ForRows(a.Rows, a.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
                kernel(row, 0, a.Columns);
        });
    }

    private static Range Part(Tensor a, int row, int first, int end) => ((row * a.Columns) + first)..((row * a.Columns) + end);

    private static ReadOnlySpan<float> Second(Tensor b, Broadcast broadcast, int row, int first, int end) => broadcast switch
    {
        Broadcast.Column => b.Values.Slice(row, 1),
        Broadcast.Scalar => b.Values,
        _ => b.Values[first..end],
    };
}
