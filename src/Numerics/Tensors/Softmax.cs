namespace Sim.Numerics.Tensors;

/// <summary>Softmax of rows and its logarithm, and what gradients become on their way back. A result may be one of its operands.</summary>
public static unsafe class Softmax
{
    /// <summary>e^x over the sum of the row's; the row's greatest number is taken off first, so nothing overflows.</summary>
    /// <param name="x">Rows; one whose numbers are all minus infinity gives NaN.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <param name="result">Receives the shares.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Rows(ReadOnlySpan<float> x, int columns, Span<float> result)
    {
        int rows = Check(x.Length, columns, result.Length);
        fixed (float* px = x, to = result)
        {
            RowLoop.For(rows, 4L * columns, new SoftmaxRows((nint)px, columns, (nint)to));
        }
    }

    /// <summary>The logarithm of the softmax, computed without taking one of a share.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <param name="result">Receives the logarithms.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void LogRows(ReadOnlySpan<float> x, int columns, Span<float> result)
    {
        int rows = Check(x.Length, columns, result.Length);
        fixed (float* px = x, to = result)
        {
            RowLoop.For(rows, 4L * columns, new LogRowsBody((nint)px, columns, (nint)to));
        }
    }

    /// <summary>Gradient through <see cref="Rows"/>: y · (g − Σ y g).</summary>
    /// <param name="values">What the softmax gave.</param>
    /// <param name="gradient">Gradient with respect to it.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void RowsGradient(ReadOnlySpan<float> values, ReadOnlySpan<float> gradient, int columns, Span<float> result)
    {
        int rows = Check(values.Length, columns, result.Length);
        RowLoop.Require(nameof(gradient), values.Length, gradient.Length);
        fixed (float* pv = values, pg = gradient, to = result)
        {
            RowLoop.For(rows, 2L * columns, new BackRows((nint)pv, (nint)pg, columns, (nint)to));
        }
    }

    /// <summary>Gradient through <see cref="LogRows"/>: g − e^y Σ g.</summary>
    /// <param name="values">What the logarithm of the softmax was.</param>
    /// <param name="gradient">Gradient with respect to it.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <param name="result">Receives that with respect to the arguments.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void LogRowsGradient(ReadOnlySpan<float> values, ReadOnlySpan<float> gradient, int columns, Span<float> result)
    {
        int rows = Check(values.Length, columns, result.Length);
        RowLoop.Require(nameof(gradient), values.Length, gradient.Length);
        fixed (float* pv = values, pg = gradient, to = result)
        {
            RowLoop.For(rows, 3L * columns, new LogBackRows((nint)pv, (nint)pg, columns, (nint)to));
        }
    }

    private static int Check(int count, int columns, int result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        RowLoop.Require(nameof(result), count, result);
        return RowLoop.Rows(count, columns);
    }

    private readonly struct SoftmaxRows(nint x, int columns, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            float* from = (float*)x + ((long)row * columns);
            float* result = (float*)to + ((long)row * columns);
            Pointwise.Loop<ShiftedExp, T>(from, result, columns, new ShiftedExp(Fold.Max<T>(from, columns)));
            float sum = Fold.Sum<T, FirstTerm>(result, result, columns, default);
            Pointwise.Loop<Divided, T>(result, result, columns, new Divided(sum));
        }
    }

    private readonly struct LogRowsBody(nint x, int columns, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            float* from = (float*)x + ((long)row * columns);
            float max = Fold.Max<T>(from, columns);
            float sum = Fold.Sum<T, ExpTerm>(from, from, columns, new ExpTerm(max));
            Pointwise.Loop<Lowered, T>(from, (float*)to + ((long)row * columns), columns, new Lowered(max, (float)Pinned.Log(sum)));
        }
    }

    private readonly struct BackRows(nint values, nint gradient, int columns, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            long start = (long)row * columns;
            float sum = Fold.Sum<T, ProductTerm>((float*)values + start, (float*)gradient + start, columns, default);
            Pointwise.Loop2<Back, T>((float*)values + start, (float*)gradient + start, (float*)to + start, columns, new Back(sum));
        }
    }

    private readonly struct LogBackRows(nint values, nint gradient, int columns, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            long start = (long)row * columns;
            float sum = Fold.Sum<T, FirstTerm>((float*)gradient + start, (float*)gradient + start, columns, default);
            Pointwise.Loop2<LogBack, T>((float*)values + start, (float*)gradient + start, (float*)to + start, columns, new LogBack(sum));
        }
    }

    private readonly struct ShiftedExp(float max) : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LaneMath.Exp(x - T.Of(max));
    }

    private readonly struct ExpTerm(float max) : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => LaneMath.Exp(x - T.Of(max));
    }

    private readonly struct Divided(float sum) : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => x / T.Of(sum);
    }

    private readonly struct Lowered(float max, float log) : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => x - T.Of(max) - T.Of(log);
    }

    private readonly struct Back(float sum) : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => x * (y - T.Of(sum));
    }

    private readonly struct LogBack(float sum) : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => y - (LaneMath.Exp(x) * T.Of(sum));
    }
}
