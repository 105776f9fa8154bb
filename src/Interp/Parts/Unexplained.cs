using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Share of variance that a reconstruction leaves.</summary>
public static class Unexplained
{
    /// <summary>FVU of a batch: Σ(x − x̂)² / Σ(x − mean x)², the mean by dimension over the batch (interp §4). NaN where the batch does not vary.</summary>
    /// <param name="x">B × d.</param>
    /// <param name="reconstruction">B × d.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Of(Tensor x, Tensor reconstruction)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(reconstruction);
        if (!reconstruction.HasShape(x.Shape))
        {
            throw new ArgumentException($"a {reconstruction} is no reconstruction of a {x}", nameof(reconstruction));
        }

        double[] mean = new double[x.Columns];
        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<float> values = x.Row(row);
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += values[i];
            }
        }

        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] /= x.Rows;
        }

        double left = 0, all = 0;
        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<float> values = x.Row(row), found = reconstruction.Row(row);
            for (int i = 0; i < mean.Length; i++)
            {
                double difference = values[i] - found[i], spread = values[i] - mean[i];
                (left, all) = (left + (difference * difference), all + (spread * spread));
            }
        }

        return left / all;
    }
}
