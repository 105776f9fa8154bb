using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Losses that many models share; all others are made of sums and means.</summary>
public static class LossOps
{
    /// <summary>The mean over all elements of (a − b)².</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="a">One.</param>
    /// <param name="b">The other, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ or there are no elements.</exception>
    public static Variable MeanSquaredError(this Tape tape, Variable a, Variable b)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (!a.Value.HasShape(b.Value.Shape) || a.Value.Count == 0)
            throw new ArgumentException($"there is no mean squared difference of a {a.Value} and a {b.Value}", nameof(b));

        Tensor result = tape.New(), difference = tape.New(a.Value.Shape);
        Elementwise.Subtract(a.Value.Values, b.Value.Values, difference.Values);
        result.Values[0] = (float)(Reductions.SquaredNorm(difference.Values) / difference.Count);
        return tape.Record(
            result,
            gradient =>
            {
                float factor = (float)(2.0 * gradient.Values[0] / difference.Count);
                Put(a, difference, factor);
                Put(b, difference, -factor);
            },
            a,
            b);
    }

    /// <summary>The mean over rows of −ln softmax(row)[target].</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">Rows of scores, one column per class.</param>
    /// <param name="targets">The right class of each row, 0 to the number of columns - 1. They must not change until the backward pass.</param>
    /// <exception cref="ArgumentException">The number of targets is not that of the rows, there is no row, or a target is out of range.</exception>
    public static Variable CrossEntropy(this Tape tape, Variable logits, int[] targets)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor value = logits.Value;
        if (value.Rank == 0 || value.Rows != targets.Length || targets.Length == 0)
            throw new ArgumentException($"there are {targets.Length} targets for a {value}", nameof(targets));

        foreach (int target in targets)
        {
            if ((uint)target >= (uint)value.Columns)
                throw new ArgumentOutOfRangeException(nameof(targets), target, $"a {value} has {value.Columns} classes");
        }

        Tensor result = tape.New(), logarithms = tape.New(value.Shape);
        Softmax.LogRows(value.Values, value.Columns, logarithms.Values);
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
            sum -= logarithms[row, targets[row]];

        result.Values[0] = (float)(sum / targets.Length);
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = logits.GradientBuffer(out bool isNew);
                float factor = gradient.Values[0] / targets.Length;
                Lanewise.Put(logarithms, logarithms, logarithms, Broadcast.None, target, isNew, new ScaledExponential(factor));
                for (int row = 0; row < targets.Length; row++)
                    target[row, targets[row]] -= factor;
            },
            logits);
    }

    private static void Put(Variable x, Tensor difference, float factor)
    {
        if (!x.NeedsGradient)
            return;

        Tensor target = x.GradientBuffer(out bool isNew);
        Lanewise.PutScaled(difference, Broadcast.None, target, isNew, factor);
    }

    private readonly struct ScaledExponential(float factor) : ILaneMap3
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => T.Of(factor) * LaneMath.Exp(x);
    }
}
