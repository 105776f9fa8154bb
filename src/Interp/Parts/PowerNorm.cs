using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Norms of rows with any positive exponent: <c>(Σ|x|ᵖ)^(1/p)</c>.</summary>
public static class PowerNorm
{
    private const int RowsOfABlock = 64;

    /// <summary>The norm of each row. Elements that are zero get no gradient, and a row of zeros none at all.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × F.</param>
    /// <param name="exponent">p; positive and finite.</param>
    public static Variable OfRows(Tape tape, Variable x, double exponent)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exponent);
        Tensor values = x.Value, norms = tape.New(values.Rows);
        Workers.For(values.Rows, RowsOfABlock, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                double sum = 0;
                foreach (float value in values.Row(row))
                {
                    sum += value == 0 ? 0 : Math.Pow(Math.Abs(value), exponent);
                }

                norms.Values[row] = (float)Math.Pow(sum, 1 / exponent);
            }
        });
        return tape.Record(
            norms,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Workers.For(values.Rows, RowsOfABlock, (first, end) =>
                {
                    for (int row = first; row < end; row++)
                    {
                        Span<float> to = target.Row(row);
                        ReadOnlySpan<float> from = values.Row(row);
                        double norm = norms.Values[row];
                        for (int i = 0; i < to.Length; i++)
                        {
                            double share = from[i] == 0 || norm == 0 ? 0 : Math.Sign(from[i]) * Math.Pow(Math.Abs(from[i]) / norm, exponent - 1) * gradient.Values[row];
                            to[i] = (float)(isNew ? share : to[i] + share);
                        }
                    }
                });
            },
            x);
    }
}
