using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Sparse;

/// <summary>A matrix of which few elements of each row are held: their columns, and their values as a variable through which gradients flow.</summary>
/// <remarks>What is not held is zero. What is held may be zero too. Belongs to the tape of its values; not thread-safe.</remarks>
public sealed class SparseRows
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private SparseColumns? _byColumn;

    /// <summary>Makes it from its elements.</summary>
    /// <param name="columnCount">Width of the matrix.</param>
    /// <param name="starts">Place of each row's first element, and at the end the number of elements; rises from 0. Kept, not copied.</param>
    /// <param name="columns">Column of each element; none twice within a row. May be longer than needed. Kept, not copied.</param>
    /// <param name="values">Value of each element.</param>
    /// <exception cref="ArgumentException">The three do not fit together.</exception>
    public SparseRows(int columnCount, int[] starts, int[] columns, Variable values)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != values.Value.Count || columns.Length < values.Value.Count)
        {
            throw new ArgumentException($"rows that start from {(starts.Length == 0 ? "nowhere" : starts[0])} to {(starts.Length == 0 ? "nowhere" : starts[^1])} do not fit to {values.Value.Count} values with {columns.Length} columns", nameof(starts));
        }

        (ColumnCount, _starts, _columns, Values) = (columnCount, starts, columns, values);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount => _starts.Length - 1;

    /// <summary>Width of the matrix.</summary>
    public int ColumnCount { get; }

    /// <summary>Number of elements held.</summary>
    public int Count => _starts[^1];

    /// <summary>Place of each row's first element, and at the end the number of elements.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Column of each element.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, Count);

    /// <summary>Value of each element.</summary>
    public Variable Values { get; }

    /// <summary>The same elements column by column; made when it is asked for first.</summary>
    public SparseColumns ByColumn => _byColumn ??= new SparseColumns(this);

    /// <summary>The whole matrix.</summary>
    public Tensor ToDense()
    {
        var dense = new Tensor(RowCount, ColumnCount);
        for (int row = 0; row < RowCount; row++)
        {
            Span<float> target = dense.Row(row);
            for (int i = _starts[row]; i < _starts[row + 1]; i++)
            {
                target[_columns[i]] = Values.Value.Values[i];
            }
        }

        return dense;
    }

    /// <summary>Rows that hold the same number of elements each.</summary>
    /// <param name="columnCount">Width of the matrix.</param>
    /// <param name="perRow">How many elements a row holds.</param>
    /// <param name="columns">Column of each element, row by row.</param>
    /// <param name="values">Value of each element, row by row.</param>
    public static SparseRows Even(int columnCount, int perRow, int[] columns, Variable values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(perRow, 1);
        int[] starts = new int[(values.Value.Count / perRow) + 1];
        for (int row = 0; row < starts.Length; row++)
        {
            starts[row] = row * perRow;
        }

        return new SparseRows(columnCount, starts, columns, values);
    }
}
