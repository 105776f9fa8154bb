namespace Sim.Numerics;

/// <summary>
/// A small dense matrix of doubles, stored row by row. Sums run in index order, so results are the same bits everywhere. Not synchronised:
/// reading from several threads is safe, writing is not.
/// </summary>
public sealed class Matrix
{
    private readonly double[] _values;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Rows = rows;
        Columns = columns;
        _values = new double[checked(rows * columns)];
    }

    /// <summary>A matrix with the given values.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="values">Row after row; copied.</param>
    /// <exception cref="ArgumentException">The number of values is not rows times columns.</exception>
    public Matrix(int rows, int columns, ReadOnlySpan<double> values)
        : this(rows, columns)
    {
        if (values.Length != _values.Length)
            throw new ArgumentException($"Expected {_values.Length} values, found {values.Length}.", nameof(values));
        values.CopyTo(_values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All values, row after row; writing changes the matrix.</summary>
    public Span<double> Values => _values;

    /// <summary>One element.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Column, from 0.</param>
    public double this[int row, int column]
    {
        get => _values[Index(row, column)];
        set => _values[Index(row, column)] = value;
    }

    /// <summary>One row; writing changes the matrix.</summary>
    /// <param name="row">Row, from 0.</param>
    public Span<double> Row(int row) => _values.AsSpan(Index(row, 0), Columns);

    /// <summary>A matrix with ones on the diagonal.</summary>
    /// <param name="size">At least 1.</param>
    public static Matrix Identity(int size)
    {
        var m = new Matrix(size, size);
        for (int i = 0; i < size; i++) m[i, i] = 1.0;
        return m;
    }

    /// <summary>A matrix with the given diagonal and zeros elsewhere.</summary>
    /// <param name="diagonal">At least one value.</param>
    public static Matrix Diagonal(params ReadOnlySpan<double> diagonal)
    {
        var m = new Matrix(diagonal.Length, diagonal.Length);
        for (int i = 0; i < diagonal.Length; i++) m[i, i] = diagonal[i];
        return m;
    }

    /// <summary>A copy.</summary>
    public Matrix Copy() => new(Rows, Columns, _values);

    /// <summary>The transpose.</summary>
    public Matrix Transpose()
    {
        var t = new Matrix(Columns, Rows);
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
                t[j, i] = this[i, j];
        return t;
    }

    /// <summary>The matrix product.</summary>
    /// <param name="left">Left factor.</param>
    /// <param name="right">Right factor, with as many rows as the left has columns.</param>
    public static Matrix operator *(Matrix left, Matrix right) => Multiply(left, right);

    /// <summary>The sum.</summary>
    /// <param name="left">First term.</param>
    /// <param name="right">Second term, of the same size.</param>
    public static Matrix operator +(Matrix left, Matrix right) => Add(left, right);

    /// <summary>The difference.</summary>
    /// <param name="left">First term.</param>
    /// <param name="right">Second term, of the same size.</param>
    public static Matrix operator -(Matrix left, Matrix right) => Subtract(left, right);

    /// <summary>The matrix product.</summary>
    /// <param name="left">Left factor.</param>
    /// <param name="right">Right factor, with as many rows as the left has columns.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Matrix Multiply(Matrix left, Matrix right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Columns != right.Rows)
            throw new ArgumentException($"Cannot multiply {left.Rows}x{left.Columns} by {right.Rows}x{right.Columns}.", nameof(right));
        var product = new Matrix(left.Rows, right.Columns);
        Multiply(left._values, right._values, product._values, left.Rows, left.Columns, right.Columns);
        return product;
    }

    /// <summary>The matrix product on spans, without allocation.</summary>
    /// <param name="left">rows x inner values.</param>
    /// <param name="right">inner x columns values.</param>
    /// <param name="product">Takes rows x columns values; must not overlap a factor.</param>
    /// <param name="rows">Rows of the left factor.</param>
    /// <param name="inner">Columns of the left and rows of the right factor.</param>
    /// <param name="columns">Columns of the right factor.</param>
    public static void Multiply(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> product, int rows, int inner, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0.0;
                for (int k = 0; k < inner; k++) sum += left[i * inner + k] * right[k * columns + j];
                product[i * columns + j] = sum;
            }
        }
    }

    /// <summary>The sum.</summary>
    /// <param name="left">First term.</param>
    /// <param name="right">Second term, of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Matrix Add(Matrix left, Matrix right) => Combine(left, right, 1.0);

    /// <summary>The difference.</summary>
    /// <param name="left">First term.</param>
    /// <param name="right">Second term, of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Matrix Subtract(Matrix left, Matrix right) => Combine(left, right, -1.0);

    private static Matrix Combine(Matrix left, Matrix right, double sign)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Rows != right.Rows || left.Columns != right.Columns)
            throw new ArgumentException($"Sizes {left.Rows}x{left.Columns} and {right.Rows}x{right.Columns} differ.", nameof(right));
        var sum = new Matrix(left.Rows, left.Columns);
        for (int i = 0; i < sum._values.Length; i++) sum._values[i] = left._values[i] + sign * right._values[i];
        return sum;
    }

    private int Index(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        return row * Columns + column;
    }
}
