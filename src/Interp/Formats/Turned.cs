using Sim.Numerics.Tensors;

namespace Sim.Interp.Formats;

/// <summary>Matrices with rows and columns exchanged.</summary>
internal static class Turned
{
    private const int Block = 32;

    /// <summary>A turned copy, made in blocks that stay in the cache.</summary>
    public static Tensor Copy(Tensor matrix)
    {
        int rows = matrix.Rows, columns = matrix.Columns;
        var turned = new Tensor(columns, rows);
        ReadOnlySpan<float> from = matrix.Values;
        var to = turned.Values;
        for (int r0 = 0; r0 < rows; r0 += Block)
        {
            for (int c0 = 0; c0 < columns; c0 += Block)
            {
                for (int r = r0; r < Math.Min(rows, r0 + Block); r++)
                {
                    for (int c = c0; c < Math.Min(columns, c0 + Block); c++)
                    {
                        to[(c * rows) + r] = from[(r * columns) + c];
                    }
                }
            }
        }

        return turned;
    }
}
