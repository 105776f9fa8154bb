using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Softmax and normalisation of rows: each takes any shape and works along its last dimension.</summary>
public static class NormalisationOps
{
    /// <summary>eˣ over the sum of eˣ of the row.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    public static Variable Softmax(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape);
        Work.ForRows(value.Rows, value.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
                Rows.Softmax(value.Row(row), result.Row(row));
        });
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Work.ForRows(value.Rows, value.Columns, (first, end) =>
                {
                    for (int row = first; row < end; row++)
                        Rows.SoftmaxBack(gradient.Row(row), result.Row(row), target.Row(row), isNew, 1);
                });
            },
            x);
    }

    /// <summary>x minus the logarithm of the sum of eˣ of the row.</summary>
    /// <inheritdoc cref="Softmax"/>
    public static Variable LogSoftmax(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape);
        Work.ForRows(value.Rows, value.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
                Rows.LogSoftmax(value.Row(row), result.Row(row));
        });
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Work.ForRows(value.Rows, value.Columns, (first, end) =>
                {
                    for (int row = first; row < end; row++)
                    {
                        ReadOnlySpan<float> g = gradient.Row(row), y = result.Row(row);
                        Span<float> to = target.Row(row);
                        float sum = (float)Sums.Sum(g);
                        for (int i = 0; i < to.Length; i++)
                        {
                            float back = g[i] - (MathF.Exp(y[i]) * sum);
                            to[i] = isNew ? back : to[i] + back;
                        }
                    }
                });
            },
            x);
    }

    /// <summary>(x − mean) / √(variance + epsilon) of the row, times a gain, plus a bias; the variance divides by the number of columns.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="gain">One factor per column, or null for 1.</param>
    /// <param name="bias">One number per column, or null for 0.</param>
    /// <param name="epsilon">Keeps a row of equal numbers from a division by zero.</param>
    /// <exception cref="ArgumentException">The gain or the bias does not fit.</exception>
    public static Variable LayerNorm(this Tape tape, Variable x, Variable? gain, Variable? bias, float epsilon = 1e-5f)
    {
        Tensor value = Require(tape, x);
        Tensor normal = tape.New(value.Shape), scales = tape.New(value.Rows);
        Work.ForRows(value.Rows, value.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
                scales.Values[row] = Rows.Standardise(value.Row(row), normal.Row(row), epsilon);
        });
        Variable standard = tape.Record(
            normal,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Work.ForRows(value.Rows, value.Columns, (first, end) =>
                {
                    for (int row = first; row < end; row++)
                        Rows.StandardiseBack(gradient.Row(row), normal.Row(row), scales.Values[row], target.Row(row), isNew, centred: true);
                });
            },
            x);
        Variable scaled = gain is null ? standard : tape.Multiply(standard, gain, Broadcast.Row);
        return bias is null ? scaled : tape.Add(scaled, bias, Broadcast.Row);
    }

    /// <summary>x / √(mean of x² + epsilon) of the row, times a gain.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="gain">One factor per column, or null for 1.</param>
    /// <param name="epsilon">Keeps a row of zeros from a division by zero.</param>
    /// <exception cref="ArgumentException">The gain does not fit.</exception>
    public static Variable RmsNorm(this Tape tape, Variable x, Variable? gain, float epsilon = 1e-6f)
    {
        Tensor value = Require(tape, x);
        Tensor normal = tape.New(value.Shape), scales = tape.New(value.Rows);
        Work.ForRows(value.Rows, value.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> numbers = value.Row(row);
                float scale = (float)(1 / Math.Sqrt((Sums.Dot(numbers, numbers) / numbers.Length) + epsilon));
                scales.Values[row] = scale;
                Mapping.SetScaled(normal.Row(row), numbers, scale);
            }
        });
        Variable standard = tape.Record(
            normal,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Work.ForRows(value.Rows, value.Columns, (first, end) =>
                {
                    for (int row = first; row < end; row++)
                        Rows.StandardiseBack(gradient.Row(row), normal.Row(row), scales.Values[row], target.Row(row), isNew, centred: false);
                });
            },
            x);
        return gain is null ? standard : tape.Multiply(standard, gain, Broadcast.Row);
    }

    private static Tensor Require(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        return x.Value is { Rank: > 0, Columns: > 0 } ? x.Value : throw new ArgumentException($"a {x.Value} has no rows to normalise", nameof(x));
    }
}
