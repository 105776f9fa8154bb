using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Reductions of errors to one number; libraries disagree (interp §0.6).</summary>
public static class Losses
{
    /// <summary>Squares summed over dimensions and averaged over tokens.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="error">B × d.</param>
    public static Variable SumThenMean(Tape tape, Variable error)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(error);
        return tape.Scale(tape.Sum(tape.Square(error)), 1f / error.Value.Rows);
    }

    /// <summary>Codes summed over features and averaged over tokens: L1 where none is negative.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B × F.</param>
    public static Variable MeanOfSums(Tape tape, Variable codes)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(codes);
        return tape.Scale(tape.Sum(codes), 1f / codes.Value.Rows);
    }

    /// <summary>Mean length of rows.</summary>
    /// <param name="error">B × d.</param>
    public static double MeanLength(Tensor error)
    {
        ArgumentNullException.ThrowIfNull(error);
        double sum = 0;
        for (int row = 0; row < error.Rows; row++)
        {
            sum += DecoderRows.Length(error.Row(row));
        }

        return sum / error.Rows;
    }

    /// <summary>Squared deviations from the mean by dimension, summed over dimensions and averaged over tokens.</summary>
    /// <param name="x">B × d.</param>
    public static double Variance(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return TotalVariance(x) / x.Rows;
    }

    /// <summary>Squared deviations from the mean by dimension, summed over everything.</summary>
    /// <param name="x">B × d.</param>
    public static double TotalVariance(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[] mean = new double[x.Columns], squares = new double[x.Columns];
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

        double sum = 0;
        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<float> values = x.Row(row);
            for (int i = 0; i < mean.Length; i++)
            {
                double difference = values[i] - mean[i];
                sum += difference * difference;
            }
        }

        return sum;
    }
}
