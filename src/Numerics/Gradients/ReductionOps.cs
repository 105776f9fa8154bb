using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>
/// Sums, means, norms and maxima. A tensor counts as a matrix: its last dimension is the columns, all others are the rows. An operation "of rows" gives one number per row and
/// drops the last dimension; one "of columns" gives one number per column, as a vector. Sums over all elements are kept in double between blocks.
/// </summary>
public static class ReductionOps
{
    /// <summary>The sum of all elements.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    public static Variable Sum(this Tape tape, Variable x) => ScaledSum(tape, x, 1);

    /// <summary>The mean of all elements; there must be one.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable Mean(this Tape tape, Variable x) => ScaledSum(tape, x, 1.0 / Positive(x, x?.Value.Count));

    /// <summary>The sum of each row.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable SumOfRows(this Tape tape, Variable x) => ScaledSumOfRows(tape, x, 1);

    /// <summary>The mean of each row; rows must not be empty.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable MeanOfRows(this Tape tape, Variable x) => ScaledSumOfRows(tape, x, 1.0 / Positive(x, x?.Value.Columns));

    /// <summary>The sum of each column.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable SumOfColumns(this Tape tape, Variable x) => ScaledSumOfColumns(tape, x, 1);

    /// <summary>The mean of each column; there must be a row.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable MeanOfColumns(this Tape tape, Variable x) => ScaledSumOfColumns(tape, x, 1.0 / Positive(x, x?.Value.Rows));

    /// <summary>The Euclidean length of each row; its gradient at length 0 is 0.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable NormOfRows(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape[..^1]);
        Reductions.RowSquaredNorms(value.Values, value.Columns, result.Values);
        return Lengths(tape, x, result, Broadcast.Column);
    }

    /// <summary>The Euclidean length of each column; its gradient at length 0 is 0.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable NormOfColumns(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Columns);
        Reductions.ColumnSquaredNorms(value.Values, result.Values);
        return Lengths(tape, x, result, Broadcast.Row);
    }

    /// <summary>The largest element of each row. The gradient goes to the first of equals, as torch's <c>max(dim)</c> picks one.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable MaxOfRows(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape[..^1]);
        Positive(x, value.Columns);
        int[] places = tape.NewIntegers(value.Rows);
        Reductions.RowArgMax(value.Values, value.Columns, places);
        for (int row = 0; row < places.Length; row++)
            result.Values[row] = value[row, places[row]];

        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = ShapeOps.ZeroedGradient(x);
                for (int row = 0; row < target.Rows; row++)
                    target[row, places[row]] += gradient.Values[row];
            },
            x);
    }

    /// <summary>The largest element of each row. The gradient is shared evenly by equals, as torch's <c>amax</c> does.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable AmaxOfRows(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape[..^1]);
        Positive(x, value.Columns);
        Work.ForRows(value.Rows, value.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
                result.Values[row] = value[row, Largest(value.Row(row))];
        });
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Work.ForRows(value.Rows, value.Columns, (first, end) =>
                {
                    for (int row = first; row < end; row++)
                        Share(value.Row(row), result.Values[row], gradient.Values[row], target.Row(row), isNew);
                });
            },
            x);
    }

    /// <summary>The largest of all elements. The gradient is shared evenly by equals, as torch's <c>max()</c> and <c>amax</c> do.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable Max(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New();
        Positive(x, value.Count);
        result.Values[0] = value.Values[Largest(value.Values)];
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Share(value.Values, result.Values[0], gradient.Values[0], target.Values, isNew);
            },
            x);
    }

    /// <summary>Each element plus all before it in its row. Sums are kept in double.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Variable CumulativeSum(this Tape tape, Variable x)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape);
        Work.ForRows(value.Rows, value.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> from = value.Row(row);
                Span<float> to = result.Row(row);
                double sum = 0;
                for (int i = 0; i < to.Length; i++)
                    to[i] = (float)(sum += from[i]);
            }
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
                        ReadOnlySpan<float> from = gradient.Row(row);
                        Span<float> to = target.Row(row);
                        double sum = 0;
                        for (int i = to.Length - 1; i >= 0; i--)
                        {
                            sum += from[i];
                            to[i] = isNew ? (float)sum : to[i] + (float)sum;
                        }
                    }
                });
            },
            x);
    }

    private static Variable ScaledSum(Tape tape, Variable x, double factor)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        Tensor result = tape.New();
        result.Values[0] = (float)(factor * Reductions.Sum(x.Value.Values));
        return Spread(tape, x, result, Broadcast.Scalar, (float)factor);
    }

    private static Variable ScaledSumOfRows(Tape tape, Variable x, double factor)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Shape[..^1]);
        Reductions.RowSums(value.Values, value.Columns, result.Values);
        return Spread(tape, x, Times(result, factor), Broadcast.Column, (float)factor);
    }

    private static Variable ScaledSumOfColumns(Tape tape, Variable x, double factor)
    {
        Tensor value = Require(tape, x), result = tape.New(value.Columns);
        Reductions.ColumnSums(value.Values, result.Values);
        return Spread(tape, x, Times(result, factor), Broadcast.Row, (float)factor);
    }

    private static Variable Spread(Tape tape, Variable x, Tensor result, Broadcast how, float factor) => tape.Record(
        result,
        gradient =>
        {
            Tensor target = x.GradientBuffer(out bool isNew);
            Lanewise.PutScaled(gradient, how, target, isNew, factor);
        },
        x);

    private static Tensor Times(Tensor sums, double factor)
    {
        if (factor != 1)
        {
            foreach (ref float sum in sums.Values)
                sum = (float)(sum * factor);
        }

        return sums;
    }

    // Takes the roots of squared lengths.
    private static Variable Lengths(Tape tape, Variable x, Tensor squares, Broadcast how)
    {
        Elementwise.Sqrt(squares.Values, squares.Values);
        return tape.Record(
            squares,
            gradient =>
            {
                Tensor shares = tape.New(squares.Shape);
                for (int i = 0; i < shares.Count; i++)
                    shares.Values[i] = squares.Values[i] == 0 ? 0 : gradient.Values[i] / squares.Values[i];

                Tensor target = x.GradientBuffer(out bool isNew);
                Lanewise.Put(x.Value, x.Value, shares, how, target, isNew, default(Product));
            },
            x);
    }

    private static Tensor Require(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        return x.Value.Rank > 0 ? x.Value : throw new ArgumentException("one number has no rows or columns", nameof(x));
    }

    private static int Positive(Variable? x, int? count) => count > 0 ? count.Value : throw new ArgumentException($"a {x} has nothing to take a mean or maximum of", nameof(x));

    // The first of equals; a NaN is larger than any number, so that it is seen.
    private static int Largest(ReadOnlySpan<float> numbers)
    {
        int place = 0;
        for (int i = 1; i < numbers.Length && !float.IsNaN(numbers[place]); i++)
        {
            if (numbers[i] > numbers[place] || float.IsNaN(numbers[i]))
                place = i;
        }

        return place;
    }

    private static void Share(ReadOnlySpan<float> numbers, float largest, float gradient, Span<float> target, bool isNew)
    {
        int equals = 0;
        foreach (float number in numbers)
            equals += number == largest ? 1 : 0;

        for (int i = 0; i < numbers.Length; i++)
        {
            float back = numbers[i] == largest ? gradient / equals : 0;
            target[i] = isNew ? back : target[i] + back;
        }
    }

    private readonly struct Product : ILaneMap3
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => x * z;
    }
}
