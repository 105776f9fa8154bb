namespace Sim.Numerics.Sparse;

/// <summary>The elements of <see cref="SparseRows"/> column by column, within a column in the order of rows.</summary>
public sealed class SparseColumns
{
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly int[] _places;

    internal SparseColumns(SparseRows rows)
    {
        ReadOnlySpan<int> columns = rows.Columns;
        _starts = new int[rows.ColumnCount + 1];
        foreach (int column in columns)
        {
            _starts[column + 1]++;
        }

        for (int column = 0; column < rows.ColumnCount; column++)
        {
            _starts[column + 1] += _starts[column];
        }

        int[] next = _starts.AsSpan(0, rows.ColumnCount).ToArray();
        (_rows, _places) = (new int[rows.Count], new int[rows.Count]);
        for (int row = 0; row < rows.RowCount; row++)
        {
            for (int i = rows.Starts[row]; i < rows.Starts[row + 1]; i++)
            {
                int at = next[columns[i]]++;
                (_rows[at], _places[at]) = (row, i);
            }
        }
    }

    /// <summary>Where each column's elements begin in <see cref="Rows"/>, and at the end their number.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Row of each element.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Place of each element among those of the rows.</summary>
    public ReadOnlySpan<int> Places => _places;
}
