using Sim.Numerics.Tensors;

namespace Sim.Numerics.Search;

/// <summary>Rows among which those with the largest inner products with a query are found, exactly and without computing most of the products.</summary>
/// <remarks>
/// Rows and queries are also held as whole numbers of 16 bits. Their products are exact, cost half of those in single precision, and bound the true ones from both sides (Cauchy and Schwarz); only rows that
/// may be among the largest are multiplied in single precision. So results are those of a full search over all products: the same bits for any number of threads and any width of vectors.
/// One index may be searched by several threads at a time, and must not be refreshed meanwhile.
/// </remarks>
public sealed unsafe class InnerProductIndex
{
    private readonly short[] _panels;
    private readonly float[] _steps;
    private readonly float[] _norms;
    private readonly float[] _lost;

    /// <summary>Makes an index over rows.</summary>
    /// <param name="rows">A matrix; kept and not copied. After a change call <see cref="Refresh()"/>.</param>
    /// <exception cref="ArgumentException">It is no matrix, it is empty or wider than 400,000, or a number in it is not finite.</exception>
    public InnerProductIndex(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Rank != 2 || rows.Count == 0 || rows.Columns > Quantiser.MaxColumns)
        {
            throw new ArgumentException($"an index needs a matrix of at least one row and at most {Quantiser.MaxColumns} columns, not a {rows}", nameof(rows));
        }

        Rows = rows;
        Pairs = (rows.Columns + 1) / 2;
        Panels = (rows.Rows + TileProducts.TileColumns - 1) / TileProducts.TileColumns;
        int padded = Panels * TileProducts.TileColumns;
        _panels = new short[checked(padded * Pairs * 2)];
        (_steps, _norms, _lost) = (new float[padded], new float[padded], new float[padded]);
        Refresh();
    }

    /// <summary>The rows.</summary>
    public Tensor Rows { get; }

    internal int Pairs { get; }

    internal int Panels { get; }

    internal ReadOnlySpan<float> Steps => _steps;

    internal ReadOnlySpan<float> Norms => _norms;

    internal ReadOnlySpan<float> Lost => _lost;

    /// <summary>Takes over changes of all rows.</summary>
    /// <exception cref="ArgumentException">A number in them is not finite.</exception>
    public void Refresh()
    {
        if (Workers.Threads == 1)
        {
            Refresh(0, Rows.Rows);
            return;
        }

        try
        {
            Workers.For(Rows.Rows, 2 * TileProducts.TileColumns, (first, end) => Refresh(first, end - first));
        }
        catch (AggregateException error) when (error.InnerException is ArgumentException)
        {
            throw new ArgumentException(error.InnerException.Message, error);
        }
    }

    /// <summary>Takes over changes of some rows. Different rows may be refreshed by different threads at a time.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">A number in them is not finite.</exception>
    public void Refresh(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows.Rows - first);
        fixed (short* panels = _panels)
        {
            for (int row = first; row < first + count; row++)
            {
                int panel = row / TileProducts.TileColumns;
                short* target = panels + ((long)panel * Pairs * 2 * TileProducts.TileColumns) + (2 * (row % TileProducts.TileColumns));
                Quantised kept = Quantiser.Write(Rows.Row(row), target, 2 * TileProducts.TileColumns);
                (_steps[row], _norms[row], _lost[row]) = (kept.Step, kept.Norm, kept.Lost);
            }
        }
    }

    /// <summary>Finds for each query the rows with the largest products <c>query · row + bias</c>.</summary>
    /// <param name="queries">A matrix with as many columns as the rows have.</param>
    /// <param name="bias">Added to the product with each row, or null. Minus infinity puts a row behind all others.</param>
    /// <param name="count">How many rows for each query, 1 to the number of rows.</param>
    /// <param name="indices">Receives, query by query, the rows in the order of falling products; equal products in the order of rows.</param>
    /// <param name="products">Receives the products in the same order.</param>
    /// <param name="order">What makes a product large.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a number is not finite.</exception>
    public void Find(Tensor queries, Tensor? bias, int count, Memory<int> indices, Memory<float> products, RankBy order = RankBy.Value)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows.Rows);
        if (queries.Columns != Rows.Columns)
        {
            throw new ArgumentException($"queries are a {queries}, rows a {Rows}: the columns differ", nameof(queries));
        }

        if (bias is not null && bias.Count != Rows.Rows)
        {
            throw new ArgumentException($"the bias is a {bias}, rows are a {Rows}: expected one number for each row", nameof(bias));
        }

        int found = checked(queries.Rows * count);
        if (indices.Length < found || products.Length < found)
        {
            throw new ArgumentException($"{queries.Rows} queries find {found} rows, but there is room for {Math.Min(indices.Length, products.Length)}", nameof(indices));
        }

        IndexSearch.Run(this, queries, bias, count, indices, products, order);
    }

    internal ReadOnlyMemory<short> Packed => _panels;
}
