using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Operations that let some elements through. No gradient flows through the choice itself.</summary>
public static class SelectionOps
{
    /// <summary>x where the mask is not zero, else 0.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="mask">The same shape; it must not change until the backward pass.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable Mask(this Tape tape, Variable x, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(mask);
        RequireSame(x.Value, mask);
        Tensor result = tape.New(x.Value.Shape);
        Lanewise.Put(x.Value, x.Value, mask, Broadcast.None, result, isNew: true, default(Kept));
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Lanewise.Put(gradient, gradient, mask, Broadcast.None, target, isNew, default(Kept));
            },
            x);
    }

    /// <summary>a where the mask is not zero, else b.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="mask">Decides; it must not change until the backward pass.</param>
    /// <param name="a">Taken where the mask is not zero; of the mask's shape.</param>
    /// <param name="b">Taken where the mask is zero; of the mask's shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable Where(this Tape tape, Tensor mask, Variable a, Variable b)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        RequireSame(a.Value, mask);
        RequireSame(b.Value, mask);
        Tensor result = tape.New(mask.Shape);
        Lanewise.Put(a.Value, b.Value, mask, Broadcast.None, result, isNew: true, default(Chosen));
        return tape.Record(
            result,
            gradient =>
            {
                if (a.NeedsGradient)
                {
                    Tensor target = a.GradientBuffer(out bool isNew);
                    Lanewise.Put(gradient, gradient, mask, Broadcast.None, target, isNew, default(Kept));
                }

                if (b.NeedsGradient)
                {
                    Tensor target = b.GradientBuffer(out bool isNew);
                    Lanewise.Put(gradient, gradient, mask, Broadcast.None, target, isNew, default(Dropped));
                }
            },
            a,
            b);
    }

    /// <summary>The value of one variable with the gradient of another: a straight-through estimator.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="value">What goes forward; no gradient flows to it.</param>
    /// <param name="through">What the gradient goes to, unchanged; of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable StraightThrough(this Tape tape, Variable value, Variable through)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(through);
        RequireSame(value.Value, through.Value);
        return tape.Record(tape.Detach(value).Value, through.AddGradient, through);
    }

    /// <summary>The k greatest elements of each row, and zeros elsewhere. Of equals, the earlier column is kept; NaN goes last. Exactly k are kept, be they negative.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="k">How many, 0 to the number of columns.</param>
    /// <param name="by">What makes an element great.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row has fewer elements.</exception>
    public static Variable KeepTopK(this Tape tape, Variable x, int k, RankBy by = RankBy.Value)
        => tape.ScatterColumns(tape.TopK(x, k, out int[] columns, by), columns, x.Value.Columns);

    /// <summary>The k greatest elements of each row side by side, in falling order, and where they were. Of equals, the earlier column goes first; NaN goes last.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="k">How many, 0 to the number of columns.</param>
    /// <param name="columns">k columns for each row, row by row; they belong to the tape until it is reset.</param>
    /// <param name="by">What makes an element great.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row has fewer elements.</exception>
    public static Variable TopK(this Tape tape, Variable x, int k, out int[] columns, RankBy by = RankBy.Value)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, x.Value.Columns);
        Tensor result = tape.New(ShapeOps.WithColumns(x.Value, k));
        int[] places = columns = tape.NewIntegers(result.Count);
        Selection.TopK(x.Value.Values, x.Value.Columns, k, result.Values, places, by);
        return tape.Record(result, gradient => ShapeOps.AddColumns(gradient, places, ShapeOps.ZeroedGradient(x)), x);
    }

    /// <summary>The greatest elements of the whole tensor, and zeros elsewhere. Of equals, the earlier row, then the earlier column is kept; NaN goes last.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="count">How many in all, 0 to the number of elements.</param>
    /// <param name="by">What makes an element great.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer elements.</exception>
    public static Variable KeepBatchTopK(this Tape tape, Variable x, int count, RankBy by = RankBy.Value)
    {
        Variable kept = tape.BatchTopK(x, count, out int[] places, by);
        Tensor result = tape.Zeros(x.Value.Shape);
        for (int i = 0; i < places.Length; i++)
            result.Values[places[i]] = kept.Value.Values[i];

        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = kept.GradientBuffer(out bool isNew);
                for (int i = 0; i < places.Length; i++)
                    target.Values[i] = gradient.Values[places[i]] + (isNew ? 0 : target.Values[i]);
            },
            kept);
    }

    /// <summary>The greatest elements of the whole tensor one after another, in the order of their places, and these.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="count">How many in all, 0 to the number of elements.</param>
    /// <param name="places">Rising numbers of elements in row-major order; they belong to the tape until it is reset.</param>
    /// <param name="by">What makes an element great.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer elements.</exception>
    public static Variable BatchTopK(this Tape tape, Variable x, int count, out int[] places, RankBy by = RankBy.Value)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, x.Value.Count);
        Tensor result = tape.New(count);
        int[] found = places = tape.NewIntegers(count);
        Selection.BatchTopK(x.Value.Values, count, result.Values, found, by);
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = ShapeOps.ZeroedGradient(x);
                for (int i = 0; i < found.Length; i++)
                    target.Values[found[i]] += gradient.Values[i];
            },
            x);
    }

    private static void RequireSame(Tensor x, Tensor mask)
    {
        if (!x.HasShape(mask.Shape))
            throw new ArgumentException($"a {mask} does not fit a {x}", nameof(mask));
    }

    private readonly struct Kept : ILaneMap3
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => T.IfLess(T.Of(0f), T.Abs(z), x, T.Of(0f));
    }

    private readonly struct Dropped : ILaneMap3
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => T.IfLess(T.Of(0f), T.Abs(z), T.Of(0f), x);
    }

    private readonly struct Chosen : ILaneMap3
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => T.IfLess(T.Of(0f), T.Abs(z), x, y);
    }
}
