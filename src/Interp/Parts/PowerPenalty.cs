using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Powers of codes that are not negative, summed over features and averaged over tokens: <c>mean Σ zᵖ</c>, or <c>mean (Σ zᵖ)^(1/p)</c>.</summary>
public static class PowerPenalty
{
    private const int RowsOfABlock = 16;

    // Below it the slope of a power less than 1 grows past what single precision holds.
    private const float Smallest = 1e-20f;

    /// <summary>The penalty with its gradient. Where a code is zero the gradient is zero: the slope of a power below 1 is infinite there, and a rectifier lets nothing through.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B × F, none negative.</param>
    /// <param name="power">p, not negative; above 0 where the root is taken.</param>
    /// <param name="root">Whether the p-th root of a token's sum is taken.</param>
    public static Variable Mean(Tape tape, Variable codes, double power, bool root)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(codes);
        Tensor values = codes.Value;
        double[] sums = Sums(values, (float)power);
        Tensor result = tape.New();
        result.Values[0] = (float)Average(sums, power, root);
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = codes.GradientBuffer(out bool isNew);
                double share = gradient.Values[0] / (double)values.Rows;
                Workers.For(values.Rows, RowsOfABlock, (first, end) =>
                {
                    for (int row = first; row < end; row++)
                    {
                        float factor = (float)(share * power * (root && sums[row] > 0 ? Math.Pow(sums[row], (1 / power) - 1) / power : 1));
                        ReadOnlySpan<float> from = values.Row(row);
                        Span<float> to = target.Row(row);
                        for (int i = 0; i < to.Length; i++)
                        {
                            float slope = from[i] > 0 ? factor * Power(MathF.Max(from[i], Smallest), (float)power - 1) : 0;
                            to[i] = isNew ? slope : to[i] + slope;
                        }
                    }
                });
            },
            codes);
    }

    /// <summary>The penalty's value. With p = 0 each code counts 1, also where it is zero.</summary>
    /// <param name="codes">B × F, none negative.</param>
    /// <param name="power">p, not negative; above 0 where the root is taken.</param>
    /// <param name="root">Whether the p-th root of a token's sum is taken.</param>
    public static double Of(Tensor codes, double power, bool root)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return Average(Sums(codes, (float)power), power, root);
    }

    private static double[] Sums(Tensor codes, float power)
    {
        double[] sums = new double[codes.Rows];
        Workers.For(codes.Rows, RowsOfABlock, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                double sum = 0;
                foreach (float value in codes.Row(row))
                {
                    sum += Power(value, power);
                }

                sums[row] = sum;
            }
        });
        return sums;
    }

    private static double Average(double[] sums, double power, bool root)
    {
        double sum = 0;
        foreach (double row in sums)
        {
            sum += root ? Math.Pow(row, 1 / power) : row;
        }

        return sum / sums.Length;
    }

    // Most codes are zero, and most training has p = 1.
    private static float Power(float value, float power) => power == 1 ? value : power == 0 ? 1 : value == 0 && power > 0 ? 0 : MathF.Pow(value, power);
}
