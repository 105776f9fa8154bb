using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Runs functions over blocks of numbers. The last few of a block go through a vector as the others do, so a number's result depends on its arguments alone, never on its place.</summary>
internal static class Mapping
{
    public static readonly bool Vectors = Vector256.IsHardwareAccelerated;
    private const int Lanes = 8;

    /// <summary>y = f(x).</summary>
    public static void Map<TFunction>(TFunction f, Tensor x, Tensor y)
        where TFunction : struct, IFunction
        => Work.ForElements(x.Count, (first, end) => Map(f, x.Values[first..end], y.Values[first..end], Vectors));

    /// <summary>dx = or += the gradient that f hands back.</summary>
    public static void MapBack<TFunction>(TFunction f, Tensor gradient, Tensor x, Tensor y, Tensor target, bool isNew)
        where TFunction : struct, IFunction
        => Work.ForElements(x.Count, (first, end) => MapBack(f, gradient.Values[first..end], x.Values[first..end], y.Values[first..end], target.Values[first..end], isNew, Vectors));

    /// <summary>target += source.</summary>
    public static void AddTo(Tensor target, Tensor source)
        => Work.ForElements(target.Count, (first, end) => AddScaled(target.Values[first..end], source.Values[first..end], 1));

    public static void Map<TFunction>(TFunction f, ReadOnlySpan<float> x, Span<float> y, bool vectors)
        where TFunction : struct, IFunction
    {
        int i = 0;
        if (vectors)
        {
            ref float source = ref MemoryMarshal.GetReference(x), target = ref MemoryMarshal.GetReference(y);
            for (; i <= x.Length - Lanes; i += Lanes)
                f.Value(Vector256.LoadUnsafe(ref source, (nuint)i)).StoreUnsafe(ref target, (nuint)i);

            if (i < x.Length)
                Keep(f.Value(Rest(x[i..])), y[i..]);

            return;
        }

        for (; i < x.Length; i++)
            y[i] = f.Value(x[i]);
    }

    public static void MapBack<TFunction>(TFunction f, ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target, bool isNew, bool vectors)
        where TFunction : struct, IFunction
    {
        int i = 0;
        if (vectors)
        {
            ref float g = ref MemoryMarshal.GetReference(gradient), sx = ref MemoryMarshal.GetReference(x), sy = ref MemoryMarshal.GetReference(y), t = ref MemoryMarshal.GetReference(target);
            for (; i <= x.Length - Lanes; i += Lanes)
            {
                Vector256<float> back = f.Back(Vector256.LoadUnsafe(ref g, (nuint)i), Vector256.LoadUnsafe(ref sx, (nuint)i), Vector256.LoadUnsafe(ref sy, (nuint)i));
                (isNew ? back : Vector256.LoadUnsafe(ref t, (nuint)i) + back).StoreUnsafe(ref t, (nuint)i);
            }

            if (i < x.Length)
            {
                Vector256<float> back = f.Back(Rest(gradient[i..]), Rest(x[i..]), Rest(y[i..]));
                Keep(isNew ? back : Rest(target[i..]) + back, target[i..]);
            }

            return;
        }

        for (; i < x.Length; i++)
        {
            float back = f.Back(gradient[i], x[i], y[i]);
            target[i] = isNew ? back : target[i] + back;
        }
    }

    /// <summary>target += factor · source.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        source = source[..target.Length];
        int i = 0;
        if (Vectors)
        {
            ref float s = ref MemoryMarshal.GetReference(source), t = ref MemoryMarshal.GetReference(target);
            for (; i <= target.Length - Lanes; i += Lanes)
                (Vector256.LoadUnsafe(ref t, (nuint)i) + (factor * Vector256.LoadUnsafe(ref s, (nuint)i))).StoreUnsafe(ref t, (nuint)i);
        }

        for (; i < target.Length; i++)
            target[i] += factor * source[i];
    }

    /// <summary>target = factor · source.</summary>
    public static void SetScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        source = source[..target.Length];
        int i = 0;
        if (Vectors)
        {
            ref float s = ref MemoryMarshal.GetReference(source), t = ref MemoryMarshal.GetReference(target);
            for (; i <= target.Length - Lanes; i += Lanes)
                (factor * Vector256.LoadUnsafe(ref s, (nuint)i)).StoreUnsafe(ref t, (nuint)i);
        }

        for (; i < target.Length; i++)
            target[i] = factor * source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ReadOnlySpan<float> from, int at) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(from), (nuint)at);

    /// <summary>Fewer than eight numbers, followed by ones: every function here has a value there.</summary>
    public static Vector256<float> Rest(ReadOnlySpan<float> numbers)
    {
        Span<float> lanes = [1, 1, 1, 1, 1, 1, 1, 1];
        numbers.CopyTo(lanes);
        return Vector256.Create<float>(lanes);
    }

    public static void Keep(Vector256<float> lanes, Span<float> target)
    {
        Span<float> all = stackalloc float[Lanes];
        lanes.CopyTo(all);
        all[..target.Length].CopyTo(target);
    }
}
