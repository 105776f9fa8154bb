namespace Sim.Numerics;

/// <summary>
/// The cheapest assignment of rows to columns (the Hungarian method in its shortest-augmenting-path form, after Jonker and Volgenant 1987):
/// O(rows² · columns), exact, no allocation after construction. Ties go to the lower column. An instance is a workspace: one thread at a time.
/// </summary>
public sealed class Assignment
{
    private readonly double[] _rowPrice;
    private readonly double[] _columnPrice;
    private readonly double[] _shortest;
    private readonly int[] _rowOf;
    private readonly int[] _before;
    private readonly bool[] _done;

    /// <summary>A workspace.</summary>
    /// <param name="capacity">Greatest number of columns, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public Assignment(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        _rowPrice = new double[capacity + 1];
        _columnPrice = new double[capacity + 1];
        _shortest = new double[capacity + 1];
        _rowOf = new int[capacity + 1];
        _before = new int[capacity + 1];
        _done = new bool[capacity + 1];
    }

    /// <summary>Greatest number of columns.</summary>
    public int Capacity { get; }

    /// <summary>Assigns each row a column of its own so that the sum of costs is least.</summary>
    /// <param name="cost">Row by row, finite, any sign.</param>
    /// <param name="rows">Number of rows, at most <paramref name="columns"/>.</param>
    /// <param name="columns">Number of columns, at most <see cref="Capacity"/>.</param>
    /// <param name="columnOfRow">Receives the column of each row.</param>
    /// <returns>The sum of the chosen costs, added in order of rows; 0 without rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of rows or columns is outside its range.</exception>
    /// <exception cref="ArgumentException">A span is too short, or a cost is not finite.</exception>
    public double Solve(ReadOnlySpan<double> cost, int rows, int columns, Span<int> columnOfRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, columns);
        if (cost.Length < (long)rows * columns)
            throw new ArgumentException($"Expected {(long)rows * columns} costs, found {cost.Length}.", nameof(cost));
        if (columnOfRow.Length < rows)
            throw new ArgumentException($"Expected room for {rows} rows, found {columnOfRow.Length}.", nameof(columnOfRow));
        foreach (double c in cost[..(rows * columns)])
        {
            if (!double.IsFinite(c))
                throw new ArgumentException("A cost is not finite.", nameof(cost));
        }

        // Row and column 0 are the helpers of the textbook form: row 0 has no cost and column 0 holds the row that is being placed.
        _rowPrice.AsSpan(0, rows + 1).Clear();
        _columnPrice.AsSpan(0, columns + 1).Clear();
        _rowOf.AsSpan(0, columns + 1).Clear();
        for (int row = 1; row <= rows; row++)
            Place(cost, row, columns);
        for (int column = 1; column <= columns; column++)
        {
            if (_rowOf[column] > 0)
                columnOfRow[_rowOf[column] - 1] = column - 1;
        }

        double sum = 0;
        for (int row = 0; row < rows; row++)
            sum += cost[row * columns + columnOfRow[row]];
        return sum;
    }

    private void Place(ReadOnlySpan<double> cost, int row, int columns)
    {
        _rowOf[0] = row;
        _shortest.AsSpan(0, columns + 1).Fill(double.PositiveInfinity);
        _done.AsSpan(0, columns + 1).Clear();
        int at = 0;
        do
        {
            _done[at] = true;
            int from = _rowOf[at];
            var costs = cost.Slice((from - 1) * columns, columns);
            double least = double.PositiveInfinity;
            int next = 0;
            for (int column = 1; column <= columns; column++)
            {
                if (_done[column])
                    continue;
                double reduced = costs[column - 1] - _rowPrice[from] - _columnPrice[column];
                if (reduced < _shortest[column])
                    (_shortest[column], _before[column]) = (reduced, at);
                if (_shortest[column] < least)
                    (least, next) = (_shortest[column], column);
            }

            for (int column = 0; column <= columns; column++)
            {
                if (_done[column])
                {
                    _rowPrice[_rowOf[column]] += least;
                    _columnPrice[column] -= least;
                }
                else
                {
                    _shortest[column] -= least;
                }
            }

            at = next;
        }
        while (_rowOf[at] != 0);

        while (at != 0)
        {
            int before = _before[at];
            _rowOf[at] = _rowOf[before];
            at = before;
        }
    }
}
