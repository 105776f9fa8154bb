using System.Buffers;

namespace Sim.Numerics.Tensors;

/// <summary>Sums and extremes over all elements, over rows and over columns. The order of additions depends on the lengths alone, never on the threads or the width of the processor.</summary>
public static unsafe class Reductions
{
    private const int Block = 1 << 13;
    private const int RowsTogether = 64;
    private const int Strip = 128;

    /// <summary>The sum of all elements.</summary>
    /// <param name="x">The elements.</param>
    public static double Sum(ReadOnlySpan<float> x) => Total(x, x, default(FirstTerm));

    /// <summary>The sum of the squares of all elements.</summary>
    /// <param name="x">The elements.</param>
    public static double SquaredNorm(ReadOnlySpan<float> x) => Total(x, x, default(ProductTerm));

    /// <summary>The sum of the products of elements.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand, as long as the first.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Total(x, y, default(ProductTerm));

    /// <summary>The sum of each row.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="result">One number per row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void RowSums(ReadOnlySpan<float> x, int columns, Span<float> result) => ByRow(x, x, columns, result, default(FirstTerm));

    /// <summary>The sum of the squares of each row.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="result">One number per row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void RowSquaredNorms(ReadOnlySpan<float> x, int columns, Span<float> result) => ByRow(x, x, columns, result, default(ProductTerm));

    /// <summary>The dot product of each row with the row of the same number.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="y">As many rows of the same length.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="result">One number per row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void RowDots(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int columns, Span<float> result) => ByRow(x, y, columns, result, default(ProductTerm));

    /// <summary>The sum of each column.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="result">One number per column; its length is that of a row.</param>
    /// <exception cref="ArgumentException">The elements are not rows of this length.</exception>
    public static void ColumnSums(ReadOnlySpan<float> x, Span<float> result) => ByColumn(x, x, result, default(FirstTerm));

    /// <summary>The sum of the squares of each column.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="result">One number per column; its length is that of a row.</param>
    /// <exception cref="ArgumentException">The elements are not rows of this length.</exception>
    public static void ColumnSquaredNorms(ReadOnlySpan<float> x, Span<float> result) => ByColumn(x, x, result, default(ProductTerm));

    /// <summary>The sum over rows of the products of elements, for each column.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="y">As many rows of the same length.</param>
    /// <param name="result">One number per column; its length is that of a row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void ColumnDots(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result) => ByColumn(x, y, result, default(ProductTerm));

    /// <summary>The index of the greatest number of each row, the lowest of several; 0 where a row has nothing but NaN.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <param name="result">One index per row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void RowArgMax(ReadOnlySpan<float> x, int columns, Span<int> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int rows = RowLoop.Rows(x.Length, columns);
        RowLoop.Require(nameof(result), rows, result.Length);
        fixed (float* px = x)
        fixed (int* to = result)
        {
            RowLoop.For(rows, columns, new ArgMaxRows((nint)px, columns, (nint)to));
        }
    }

    internal static double Total<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, TTerm term)
        where TTerm : struct, ILaneMap2
    {
        RowLoop.Require(nameof(y), x.Length, y.Length);
        int blocks = (x.Length + Block - 1) / Block;
        float[] sums = ArrayPool<float>.Shared.Rent(Math.Max(1, blocks));
        fixed (float* px = x, py = y, to = sums)
        {
            RowLoop.For(blocks, Block, new SumRows<TTerm>((nint)px, (nint)py, Block, x.Length, (nint)to, term));
        }

        double total = 0;
        for (int i = 0; i < blocks; i++)
        {
            total += sums[i];
        }

        ArrayPool<float>.Shared.Return(sums);
        return total;
    }

    internal static void ByRow<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int columns, Span<float> result, TTerm term)
        where TTerm : struct, ILaneMap2
    {
        RowLoop.Require(nameof(y), x.Length, y.Length);
        if (columns == 0)
        {
            RowLoop.Require(nameof(x), 0, x.Length);
            result.Clear();
            return;
        }

        int rows = RowLoop.Rows(x.Length, columns);
        RowLoop.Require(nameof(result), rows, result.Length);
        fixed (float* px = x, py = y, to = result)
        {
            RowLoop.For(rows, columns, new SumRows<TTerm>((nint)px, (nint)py, columns, x.Length, (nint)to, term));
        }
    }

    internal static void ByColumn<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result, TTerm term)
        where TTerm : struct, ILaneMap2
    {
        RowLoop.Require(nameof(y), x.Length, y.Length);
        int columns = result.Length, rows = RowLoop.Rows(x.Length, columns);
        fixed (float* px = x, py = y, to = result)
        {
            RowLoop.For((columns + Strip - 1) / Strip, (long)Strip * Math.Max(1, rows), new SumStrips<TTerm>((nint)px, (nint)py, rows, columns, (nint)to, term));
        }
    }

    private readonly struct SumRows<TTerm>(nint x, nint y, int columns, int count, nint to, TTerm term) : ILaneRows
        where TTerm : struct, ILaneMap2
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            long start = (long)row * columns;
            ((float*)to)[row] = Fold.Sum<T, TTerm>((float*)x + start, (float*)y + start, (int)Math.Min(columns, count - start), term);
        }
    }

    // A strip of columns is summed by one thread: rows one after another within 64, and those sums one after another.
    private readonly struct SumStrips<TTerm>(nint x, nint y, int rows, int columns, nint to, TTerm term) : ILaneRows
        where TTerm : struct, ILaneMap2
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            int first = row * Strip, count = Math.Min(Strip, columns - first);
            int whole = count / Lanes.Count * Lanes.Count;
            float* total = stackalloc float[Strip];
            float* part = stackalloc float[Strip];
            new Span<float>(total, Strip).Clear();
            for (int start = 0; start < rows; start += RowsTogether)
            {
                new Span<float>(part, Strip).Clear();
                for (int i = start; i < Math.Min(rows, start + RowsTogether); i++)
                {
                    float* fromX = (float*)x + ((long)i * columns) + first;
                    float* fromY = (float*)y + ((long)i * columns) + first;
                    for (int j = 0; j < whole; j += Lanes.Count)
                    {
                        (T.Load(part + j) + term.Of(T.Load(fromX + j), T.Load(fromY + j))).Store(part + j);
                    }

                    if (whole < count)
                    {
                        (T.Load(part + whole) + term.Of(Lanes.LoadRest<T>(fromX + whole, count - whole, 0f), Lanes.LoadRest<T>(fromY + whole, count - whole, 0f))).Store(part + whole);
                    }
                }

                for (int j = 0; j < Strip; j += Lanes.Count)
                {
                    (T.Load(total + j) + T.Load(part + j)).Store(total + j);
                }
            }

            new ReadOnlySpan<float>(total, count).CopyTo(new Span<float>((float*)to + first, count));
        }
    }

    private readonly struct ArgMaxRows(nint x, int columns, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            var values = new ReadOnlySpan<float>((float*)x + ((long)row * columns), columns);
            float max = Fold.Max<T>((float*)x + ((long)row * columns), columns);
            ((int*)to)[row] = Math.Max(0, values.IndexOf(max));
        }
    }
}
