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
        Choose(mask, x.Value, result, isNew: true, unless: false);
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Choose(mask, gradient, target, isNew, unless: false);
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
        Work.ForElements(mask.Count, (first, end) =>
        {
            ReadOnlySpan<float> m = mask.Values[first..end], x = a.Value.Values[first..end], y = b.Value.Values[first..end];
            Span<float> to = result.Values[first..end];
            for (int i = 0; i < to.Length; i++)
                to[i] = m[i] != 0 ? x[i] : y[i];
        });
        return tape.Record(
            result,
            gradient =>
            {
                if (a.NeedsGradient)
                    Choose(mask, gradient, a.GradientBuffer(out bool isNew), isNew, unless: false);

                if (b.NeedsGradient)
                    Choose(mask, gradient, b.GradientBuffer(out bool isNew), isNew, unless: true);
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

    /// <summary>The k largest elements of each row, and zeros elsewhere. Of equals, the earlier column is kept. Exactly k are kept, be they negative.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="k">How many, 0 to the number of columns.</param>
    /// <param name="by">What makes an element large.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row has fewer elements.</exception>
    public static Variable KeepTopK(this Tape tape, Variable x, int k, SelectionOrder by = SelectionOrder.Value)
    {
        int[] places = TopKPlaces(tape, x, k, by);
        Tensor value = x.Value, result = tape.Zeros(value.Shape);
        CopyAt(value, result, places, k, isNew: true);
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                if (isNew)
                    target.Values.Clear();

                CopyAt(gradient, target, places, k, isNew);
            },
            x);
    }

    /// <summary>The k largest elements of each row side by side, in the order of their columns, and where they were. Of equals, the earlier column is kept.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="k">How many, 0 to the number of columns.</param>
    /// <param name="columns">k columns for each row, row by row, ascending; they belong to the tape until it is reset.</param>
    /// <param name="by">What makes an element large.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row has fewer elements.</exception>
    public static Variable TopK(this Tape tape, Variable x, int k, out int[] columns, SelectionOrder by = SelectionOrder.Value)
    {
        columns = TopKPlaces(tape, x, k, by);
        return tape.GatherColumns(x, columns, k);
    }

    /// <summary>The largest elements of the whole tensor, and zeros elsewhere. Of equals, the earlier row, then the earlier column is kept.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="count">How many in all, 0 to the number of elements.</param>
    /// <param name="by">What makes an element large.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer elements.</exception>
    public static Variable KeepBatchTopK(this Tape tape, Variable x, int count, SelectionOrder by = SelectionOrder.Value)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, x.Value.Count);
        int[] places = tape.NewIntegers(count);
        Selection.Largest(x.Value.Values, places, by);
        Tensor result = tape.Zeros(x.Value.Shape);
        foreach (int place in places)
            result.Values[place] = x.Value.Values[place];

        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = ShapeOps.ZeroedGradient(x);
                foreach (int place in places)
                    target.Values[place] += gradient.Values[place];
            },
            x);
    }

    private static int[] TopKPlaces(Tape tape, Variable x, int k, SelectionOrder by)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        Tensor value = x.Value;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, value.Columns);
        int[] places = tape.NewIntegers(checked(value.Rows * k));
        Work.ForRows(value.Rows, value.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
                Selection.Largest(value.Row(row), places.AsSpan(row * k, k), by);
        });
        return places;
    }

    private static void CopyAt(Tensor from, Tensor to, int[] columns, int perRow, bool isNew)
    {
        for (int row = 0; row < from.Rows; row++)
        {
            ReadOnlySpan<float> source = from.Row(row);
            Span<float> target = to.Row(row);
            foreach (int column in columns.AsSpan(row * perRow, perRow))
                target[column] = isNew ? source[column] : target[column] + source[column];
        }
    }

    private static void Choose(Tensor mask, Tensor source, Tensor target, bool isNew, bool unless) => Work.ForElements(mask.Count, (first, end) =>
    {
        ReadOnlySpan<float> m = mask.Values[first..end], from = source.Values[first..end];
        Span<float> to = target.Values[first..end];
        for (int i = 0; i < to.Length; i++)
        {
            float value = m[i] != 0 != unless ? from[i] : 0;
            to[i] = isNew ? value : to[i] + value;
        }
    });

    private static void RequireSame(Tensor x, Tensor mask)
    {
        if (!x.HasShape(mask.Shape))
            throw new ArgumentException($"a {mask} does not fit a {x}", nameof(mask));
    }
}
