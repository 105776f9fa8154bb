using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>A jump at a threshold as overcomplete has it (sae/jump_sae.py): <c>x · 1[x ≥ θ]</c>, with <c>∂z/∂θ = −(θ/ε) K(x − θ)</c>, where the kernel K already has the height of a density: the gradient is 1/ε larger than in arXiv 2407.14435.</summary>
public static class JumpKernels
{
    private const int RowsOfABlock = 64;
    private const int ColumnsOfABlock = 64;

    /// <summary>Value of a kernel.</summary>
    /// <param name="kernel">Which.</param>
    /// <param name="distance">From the threshold.</param>
    /// <param name="bandwidth">ε; positive.</param>
    public static float Value(JumpKernel kernel, float distance, float bandwidth)
    {
        float half = bandwidth / 2, x = MathF.Abs(distance) / half, root = x / MathF.Sqrt(2);
        return kernel switch
        {
            JumpKernel.Rectangle => x <= 1 ? 1 / bandwidth : 0,
            JumpKernel.Gaussian => MathF.Exp(-0.5f * x * x) / (bandwidth * MathF.Sqrt(2 * MathF.PI)),
            JumpKernel.Triangular => x <= 1 ? (1 - x) / half : 0,
            JumpKernel.Cosine => x <= 2 ? (1 + MathF.Cos(x * MathF.PI / 2)) / 2 : 0,
            JumpKernel.Epanechnikov => x <= 1 ? 0.75f * (1 - (x * x)) / half : 0,
            JumpKernel.Quartic => x <= 1 ? 0.9375f * (1 - (x * x)) * (1 - (x * x)) / half : 0,
            JumpKernel.Silverman => MathF.Exp(-root) * MathF.Sin(root + (MathF.PI / 4)) / half,
            JumpKernel.Cauchy => 1 / (1 + (x * x)) / (MathF.PI * half),
            _ => throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "not a kernel"),
        };
    }

    /// <summary><c>x · 1[x ≥ θ]</c>; the gradient of what passes goes to x unchanged.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × F.</param>
    /// <param name="threshold">F numbers.</param>
    /// <param name="kernel">The window.</param>
    /// <param name="bandwidth">ε; positive.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the bandwidth is not positive.</exception>
    public static Variable Rectify(Tape tape, Variable x, Variable threshold, JumpKernel kernel, float bandwidth)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(threshold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bandwidth);
        (Tensor values, Tensor bounds) = (x.Value, threshold.Value);
        if (bounds.Count != values.Columns)
        {
            throw new ArgumentException($"a {bounds} has no threshold for each column of a {values}", nameof(threshold));
        }

        Tensor result = tape.New(values.Shape);
        Masked(values, bounds, values, result, isNew: true);
        return tape.Record(
            result,
            gradient =>
            {
                if (x.NeedsGradient)
                {
                    Tensor target = x.GradientBuffer(out bool isNew);
                    Masked(values, bounds, gradient, target, isNew);
                }

                if (threshold.NeedsGradient)
                {
                    threshold.AddGradient(Pulled(tape, values, bounds, gradient, kernel, bandwidth));
                }
            },
            x,
            threshold);
    }

    private static void Masked(Tensor values, Tensor bounds, Tensor source, Tensor target, bool isNew) => Workers.For(values.Rows, RowsOfABlock, (first, end) =>
    {
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> at = values.Row(row), bound = bounds.Values, from = source.Row(row);
            Span<float> to = target.Row(row);
            for (int i = 0; i < to.Length; i++)
            {
                float passed = at[i] < bound[i] ? 0 : from[i];
                to[i] = isNew ? passed : to[i] + passed;
            }
        }
    });

    // One thread sums a column, in the order of rows.
    private static Tensor Pulled(Tape tape, Tensor values, Tensor bounds, Tensor gradient, JumpKernel kernel, float bandwidth)
    {
        Tensor sums = tape.Zeros(bounds.Count);
        Workers.For(bounds.Count, ColumnsOfABlock, (first, end) =>
        {
            for (int row = 0; row < values.Rows; row++)
            {
                ReadOnlySpan<float> at = values.Row(row), arrived = gradient.Row(row);
                for (int i = first; i < end; i++)
                {
                    sums.Values[i] -= bounds.Values[i] / bandwidth * Value(kernel, at[i] - bounds.Values[i], bandwidth) * arrived[i];
                }
            }
        });
        return sums;
    }
}
