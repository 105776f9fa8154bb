using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// A step at a threshold that is learned. Its true gradient is zero wherever there is one; instead, elements within a window around the threshold pull at it: with the rectangle K,
/// which is 1 on the open interval (−½, ½), ∂z/∂θ = −(θ/ε) K((p − θ)/ε) and ∂1[p &gt; θ]/∂θ = −(1/ε) K((p − θ)/ε) (arXiv 2407.14435).
/// </summary>
public static class Jump
{
    private const int RowsOfABlock = 64;
    private const int ColumnsOfABlock = 256;

    /// <summary><c>x · 1[x &gt; θ]</c>; the gradient of what passes goes to x unchanged.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × F.</param>
    /// <param name="threshold">F numbers.</param>
    /// <param name="bandwidth">Width of the window, ε; positive.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable Rectify(Tape tape, Variable x, Variable threshold, float bandwidth)
    {
        (Tensor values, Tensor bounds) = Checked(tape, x, threshold, bandwidth);
        Tensor result = tape.New(values.Shape);
        Workers.For(values.Rows, RowsOfABlock, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> from = values.Row(row), bound = bounds.Values;
                Span<float> to = result.Row(row);
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = from[i] > bound[i] ? from[i] : 0;
                }
            }
        });
        return tape.Record(
            result,
            gradient =>
            {
                if (x.NeedsGradient)
                {
                    Pass(values, bounds, gradient, x.GradientBuffer(out bool isNew), isNew);
                }

                if (threshold.NeedsGradient)
                {
                    Pull(tape, threshold, values, bounds, bandwidth, gradient, 0);
                }
            },
            x,
            threshold);
    }

    /// <summary>Mean number of elements of a row that exceed their thresholds, L0; its gradient goes to the thresholds alone.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × F: codes in dictionary_learning, what comes before them in SAELens.</param>
    /// <param name="threshold">F numbers.</param>
    /// <param name="bandwidth">Width of the window, ε; positive.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable MeanActive(Tape tape, Variable x, Variable threshold, float bandwidth)
    {
        (Tensor values, Tensor bounds) = Checked(tape, x, threshold, bandwidth);
        long active = 0;
        Workers.For(values.Rows, RowsOfABlock, (first, end) =>
        {
            int here = 0;
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> from = values.Row(row), bound = bounds.Values;
                for (int i = 0; i < from.Length; i++)
                {
                    here += from[i] > bound[i] ? 1 : 0;
                }
            }

            Interlocked.Add(ref active, here);
        });
        Tensor result = tape.New();
        result.Values[0] = (float)((double)active / values.Rows);
        return tape.Record(
            result,
            gradient =>
            {
                if (threshold.NeedsGradient)
                {
                    Pull(tape, threshold, values, bounds, bandwidth, null, gradient.Values[0] / values.Rows);
                }
            },
            x,
            threshold);
    }

    private static (Tensor Values, Tensor Bounds) Checked(Tape tape, Variable x, Variable threshold, float bandwidth)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(threshold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bandwidth);
        return threshold.Value.Count == x.Value.Columns ? (x.Value, threshold.Value) : throw new ArgumentException($"a {threshold.Value} has no threshold for each column of a {x.Value}", nameof(threshold));
    }

    private static void Pass(Tensor values, Tensor bounds, Tensor gradient, Tensor target, bool isNew) => Workers.For(values.Rows, RowsOfABlock, (first, end) =>
    {
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> from = values.Row(row), bound = bounds.Values, arrived = gradient.Row(row);
            Span<float> to = target.Row(row);
            for (int i = 0; i < to.Length; i++)
            {
                float passed = from[i] > bound[i] ? arrived[i] : 0;
                to[i] = isNew ? passed : to[i] + passed;
            }
        }
    });

    // One thread sums a column, in the order of rows. Without a gradient for each element all have the same one, and the factor is that of a count.
    private static void Pull(Tape tape, Variable threshold, Tensor values, Tensor bounds, float bandwidth, Tensor? gradient, float same)
    {
        Tensor sums = tape.Zeros(bounds.Count);
        Workers.For(bounds.Count, ColumnsOfABlock, (first, end) =>
        {
            Span<float> sum = sums.Values[first..end];
            ReadOnlySpan<float> bound = bounds.Values[first..end];
            for (int row = 0; row < values.Rows; row++)
            {
                ReadOnlySpan<float> from = values.Row(row)[first..end];
                for (int i = 0; i < sum.Length; i++)
                {
                    // Few are near: the division that decides exactly is for them alone.
                    float away = from[i] - bound[i];
                    if (MathF.Abs(away) < bandwidth && away / bandwidth is > -0.5f and < 0.5f)
                    {
                        sum[i] -= gradient is null ? same / bandwidth : bound[i] / bandwidth * gradient.Row(row)[first + i];
                    }
                }
            }
        });
        threshold.AddGradient(sums);
    }
}
