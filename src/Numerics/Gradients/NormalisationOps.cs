using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Softmax and normalisation of rows: each takes any shape and works along its last dimension.</summary>
public static class NormalisationOps
{
    /// <summary>eˣ over the sum of eˣ of the row. A row of nothing but negative infinities gives NaN, as torch's.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    public static Variable Softmax(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape);
        Tensors.Softmax.Rows(value.Values, value.Columns, result.Values);
        return tape.Record(result, gradient => Unary.Write(tape, x, target => Tensors.Softmax.RowsGradient(result.Values, gradient.Values, value.Columns, target.Values)), x);
    }

    /// <summary>x minus the logarithm of the sum of eˣ of the row.</summary>
    /// <inheritdoc cref="Softmax"/>
    public static Variable LogSoftmax(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape);
        Tensors.Softmax.LogRows(value.Values, value.Columns, result.Values);
        return tape.Record(result, gradient => Unary.Write(tape, x, target => Tensors.Softmax.LogRowsGradient(result.Values, gradient.Values, value.Columns, target.Values)), x);
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
        Tensor value = Require(tape, x), result = tape.New(value.Shape), means = tape.New(value.Rows), inverses = tape.New(value.Rows);
        RequireFits(value, gain, nameof(gain));
        RequireFits(value, bias, nameof(bias));
        Norms.Layer(value.Values, value.Columns, Values(gain), Values(bias), epsilon, result.Values, means.Values, inverses.Values);
        return tape.Record(
            result,
            gradient =>
            {
                if (x.NeedsGradient)
                    Unary.Write(tape, x, target => Norms.LayerGradient(value.Values, value.Columns, Values(gain), means.Values, inverses.Values, gradient.Values, target.Values));

                BackToGain(tape, gradient, value, means, inverses, gain);
                if (bias is { NeedsGradient: true })
                    Unary.Write(tape, bias, target => Reductions.ColumnSums(gradient.Values, target.Values));
            },
            Inputs(x, gain, bias));
    }

    /// <summary>x / √(mean of x² + epsilon) of the row, times a gain.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="gain">One factor per column, or null for 1.</param>
    /// <param name="epsilon">Keeps a row of zeros from a division by zero.</param>
    /// <exception cref="ArgumentException">The gain does not fit.</exception>
    public static Variable RmsNorm(this Tape tape, Variable x, Variable? gain, float epsilon = 1e-6f)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape), inverses = tape.New(value.Rows);
        RequireFits(value, gain, nameof(gain));
        Norms.RootMeanSquare(value.Values, value.Columns, Values(gain), epsilon, result.Values, inverses.Values);
        return tape.Record(
            result,
            gradient =>
            {
                if (x.NeedsGradient)
                    Unary.Write(tape, x, target => Norms.RootMeanSquareGradient(value.Values, value.Columns, Values(gain), inverses.Values, gradient.Values, target.Values));

                BackToGain(tape, gradient, value, null, inverses, gain);
            },
            Inputs(x, gain, null));
    }

    private static void BackToGain(Tape tape, Tensor gradient, Tensor value, Tensor? means, Tensor inverses, Variable? gain)
    {
        if (gain is not { NeedsGradient: true })
            return;

        Tensor standard = tape.New(value.Shape);
        Norms.Standardise(value.Values, value.Columns, means is null ? [] : means.Values, inverses.Values, standard.Values);
        Unary.Write(tape, gain, target => Reductions.ColumnDots(gradient.Values, standard.Values, target.Values));
    }

    private static Variable[] Inputs(Variable x, Variable? gain, Variable? bias) => (gain, bias) switch
    {
        (null, null) => [x],
        (null, { }) => [x, bias],
        ({ }, null) => [x, gain],
        _ => [x, gain, bias],
    };

    private static ReadOnlySpan<float> Values(Variable? variable) => variable is null ? [] : variable.Value.Values;

    private static void RequireFits(Tensor value, Variable? perColumn, string name)
    {
        if (perColumn is not null && perColumn.Value.Count != value.Columns)
            throw new ArgumentException($"a {perColumn.Value} has no number for each column of a {value}", name);
    }

    private static Tensor Require(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        return x.Value is { Rank: > 0, Columns: > 0 } ? x.Value : throw new ArgumentException($"a {x.Value} has no rows to normalise", nameof(x));
    }
}
