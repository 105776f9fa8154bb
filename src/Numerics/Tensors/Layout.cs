namespace Sim.Numerics.Tensors;

/// <summary>Moves elements without changing them.</summary>
public static unsafe class Layout
{
    private const int Strip = 32;

    /// <summary>The transpose of a matrix.</summary>
    /// <param name="x">rows × columns.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="result">Receives columns × rows; must not overlap the matrix.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or the memory overlaps.</exception>
    public static void Transpose(ReadOnlySpan<float> x, int columns, Span<float> result)
    {
        int rows = RowLoop.Rows(x.Length, columns);
        RowLoop.Require(nameof(result), x.Length, result.Length);
        if (x.Overlaps(result))
        {
            throw new ArgumentException("a matrix is not transposed in its own place", nameof(result));
        }

        fixed (float* from = x, to = result)
        {
            Workers.For(rows, Strip * Math.Max(1, (1 << 15) / (Strip * Math.Max(1, columns))), new TransposeBody((nint)from, rows, columns, (nint)to));
        }
    }

    /// <summary>The transpose of a matrix as a new tensor.</summary>
    /// <param name="x">A tensor of rank 2.</param>
    /// <exception cref="ArgumentException">The rank is not 2.</exception>
    public static Tensor Transpose(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2)
        {
            throw new ArgumentException($"a {x} is no matrix", nameof(x));
        }

        var result = new Tensor(x.Columns, x.Rows);
        Transpose(x.Values, x.Columns, result.Values);
        return result;
    }

    private readonly struct TransposeBody(nint from, int rows, int columns, nint to) : IBlockBody
    {
        // Some rows at a time and of these some columns, so that what is written to stays in the cache until its lines are full.
        public void Run(int first, int end)
        {
            for (int row = first; row < end; row += Strip)
            {
                for (int column = 0; column < columns; column += Strip)
                {
                    Block((float*)from + ((long)row * columns) + column, Math.Min(Strip, end - row), Math.Min(Strip, columns - column), (float*)to + ((long)column * rows) + row);
                }
            }
        }

        private void Block(float* source, int height, int width, float* target)
        {
            int i = 0;
            for (; i <= height - 4; i += 4)
            {
                GemmPacking.Turned(source + ((long)i * columns), columns, 4, width, 4, rows, target + i);
            }

            for (; i < height; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    target[((long)j * rows) + i] = source[((long)i * columns) + j];
                }
            }
        }
    }
}
