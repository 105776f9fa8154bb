using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Other shapes, parts and joins of tensors.</summary>
public static class ShapeOps
{
    /// <summary>The same numbers under another shape; the memory is shared.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">Length of each dimension, outermost first; one of them may be -1 and is then found.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Variable Reshape(this Tape tape, Variable x, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        return tape.Record(x.Value.Reshape(shape), x.AddGradient, x);
    }

    /// <summary>Some entries of the first dimension; the memory is shared.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They lie beyond the dimension.</exception>
    public static Variable SliceRows(this Tape tape, Variable x, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        return tape.Record(x.Value.Slice(first, count), gradient => AddPart(ZeroedGradient(x).Slice(first, count), gradient), x);
    }

    /// <summary>Some columns.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">At least one dimension.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They lie beyond the last dimension.</exception>
    public static Variable SliceColumns(this Tape tape, Variable x, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, x.Value.Columns - first);
        Tensor result = tape.New(WithColumns(x.Value, count));
        for (int row = 0; row < x.Value.Rows; row++)
            x.Value.Row(row).Slice(first, count).CopyTo(result.Row(row));

        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = ZeroedGradient(x);
                for (int row = 0; row < target.Rows; row++)
                    Elementwise.Axpy(1, gradient.Row(row), target.Row(row).Slice(first, count));
            },
            x);
    }

    /// <summary>Tensors one after the other along the first dimension.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="parts">At least one; all have the same rank and the same other dimensions.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Variable ConcatenateRows(this Tape tape, params Variable[] parts)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0 || parts[0].Value.Rank == 0)
            throw new ArgumentException("there is nothing to concatenate", nameof(parts));

        int[] shape = parts[0].Value.Shape.ToArray();
        shape[0] = 0;
        foreach (Variable part in parts)
        {
            if (!part.Value.Shape[1..].SequenceEqual(shape.AsSpan(1)) || part.Value.Rank != shape.Length)
                throw new ArgumentException($"a {part.Value} cannot follow a {parts[0].Value}", nameof(parts));

            shape[0] += part.Value.Shape[0];
        }

        Tensor result = tape.New(shape);
        int at = 0;
        foreach (Variable part in parts)
        {
            part.Value.Values.CopyTo(result.Values[at..]);
            at += part.Value.Count;
        }

        return tape.Record(
            result,
            gradient =>
            {
                int row = 0;
                foreach (Variable part in parts)
                {
                    if (part.NeedsGradient)
                        part.AddGradient(gradient.Slice(row, part.Value.Shape[0]));

                    row += part.Value.Shape[0];
                }
            },
            parts);
    }

    /// <summary>Tensors side by side along the last dimension.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="parts">At least one; all have the same rank and the same other dimensions.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Variable ConcatenateColumns(this Tape tape, params Variable[] parts)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0 || parts[0].Value.Rank == 0)
            throw new ArgumentException("there is nothing to concatenate", nameof(parts));

        int columns = 0;
        foreach (Variable part in parts)
        {
            if (part.Value.Rank != parts[0].Value.Rank || !part.Value.Shape[..^1].SequenceEqual(parts[0].Value.Shape[..^1]))
                throw new ArgumentException($"a {part.Value} cannot stand beside a {parts[0].Value}", nameof(parts));

            columns += part.Value.Columns;
        }

        Tensor result = tape.New(WithColumns(parts[0].Value, columns));
        int at = 0;
        foreach (Variable part in parts)
        {
            for (int row = 0; row < result.Rows; row++)
                part.Value.Row(row).CopyTo(result.Row(row)[at..]);

            at += part.Value.Columns;
        }

        return tape.Record(
            result,
            gradient =>
            {
                int start = 0;
                foreach (Variable part in parts)
                {
                    int width = part.Value.Columns;
                    if (part.NeedsGradient)
                    {
                        Tensor target = ZeroedGradient(part);
                        for (int row = 0; row < target.Rows; row++)
                            Elementwise.Axpy(1, gradient.Row(row).Slice(start, width), target.Row(row));
                    }

                    start += width;
                }
            },
            parts);
    }

    /// <summary>Rows by their numbers, such as the vectors of words: row i of the result is row <c>indices[i]</c> of x.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">A matrix, or any shape taken for one.</param>
    /// <param name="indices">Each 0 to the number of rows - 1; a row may come more than once. They must not change until the backward pass.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static Variable GatherRows(this Tape tape, Variable x, int[] indices)
    {
        Tensor value = Check(tape, x, indices, x?.Value.Rows ?? 0), result = tape.New(indices.Length, value.Columns);
        Work.ForRows(indices.Length, value.Columns, (first, end) =>
        {
            for (int i = first; i < end; i++)
                value.Row(indices[i]).CopyTo(result.Row(i));
        });
        return tape.Record(result, gradient => AddRows(gradient, indices, ZeroedGradient(x!)), x!);
    }

    /// <summary>Adds rows into a matrix of zeros: row i of x is added to row <c>indices[i]</c> of the result.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">As many rows as there are indices.</param>
    /// <param name="indices">Each 0 to <paramref name="rows"/> - 1; one may come more than once. They must not change until the backward pass.</param>
    /// <param name="rows">Number of rows of the result.</param>
    /// <exception cref="ArgumentException">The number of indices is not that of the rows, or an index is out of range.</exception>
    public static Variable ScatterRows(this Tape tape, Variable x, int[] indices, int rows)
    {
        Tensor value = Check(tape, x, indices, rows);
        if (indices.Length != value.Rows)
            throw new ArgumentException($"there are {indices.Length} indices for a {value}", nameof(indices));

        Tensor result = tape.Zeros(rows, value.Columns);
        AddRows(value, indices, result);
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Work.ForRows(indices.Length, value.Columns, (first, end) =>
                {
                    for (int i = first; i < end; i++)
                    {
                        if (isNew)
                            gradient.Row(indices[i]).CopyTo(target.Row(i));
                        else
                            Elementwise.Axpy(1, gradient.Row(indices[i]), target.Row(i));
                    }
                });
            },
            x);
    }

    /// <summary>Some elements of each row: element j of row i is that of column <c>indices[i·perRow + j]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape with columns.</param>
    /// <param name="indices"><paramref name="perRow"/> columns for each row, row by row; one may come more than once. They must not change until the backward pass.</param>
    /// <param name="perRow">How many of each row.</param>
    /// <exception cref="ArgumentException">The number of indices does not fit, or one is out of range.</exception>
    public static Variable GatherColumns(this Tape tape, Variable x, int[] indices, int perRow)
    {
        Tensor value = Check(tape, x, indices, x?.Value.Columns ?? 0);
        CheckPerRow(value, indices, perRow);
        Tensor result = tape.New(WithColumns(value, perRow));
        Pick(value, indices, result, isNew: true);

        return tape.Record(
            result,
            gradient => AddColumns(gradient, indices, ZeroedGradient(x!)),
            x!);
    }

    /// <summary>Puts numbers into rows of zeros: element j of row i is added to column <c>indices[i·perRow + j]</c>, where perRow is the number of columns of x.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">The numbers.</param>
    /// <param name="indices">A column for each number, row by row; one may come more than once. They must not change until the backward pass.</param>
    /// <param name="columns">Number of columns of the result.</param>
    /// <exception cref="ArgumentException">The number of indices does not fit, or one is out of range.</exception>
    public static Variable ScatterColumns(this Tape tape, Variable x, int[] indices, int columns)
    {
        Tensor value = Check(tape, x, indices, columns);
        int perRow = value.Columns;
        CheckPerRow(value, indices, perRow);
        Tensor result = tape.Zeros(WithColumns(value, columns));
        AddColumns(value, indices, result);

        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Pick(gradient, indices, target, isNew);
            },
            x);
    }

    internal static Tensor ZeroedGradient(Variable x)
    {
        Tensor target = x.GradientBuffer(out bool isNew);
        if (isNew)
            target.Values.Clear();

        return target;
    }

    internal static int[] WithColumns(Tensor like, int columns)
    {
        int[] shape = like.Shape.ToArray();
        shape[^1] = columns;
        return shape;
    }

    // Each thread takes some columns of all rows, so rows that meet are added in the order of the indices.
    private static void AddRows(Tensor rows, int[] indices, Tensor target) => Work.ForColumns(target.Columns, (first, end) =>
    {
        for (int i = 0; i < indices.Length; i++)
            Elementwise.Axpy(1, rows.Row(i)[first..end], target.Row(indices[i])[first..end]);
    });

    private static void AddPart(Tensor target, Tensor part) => Lanewise.PutScaled(part, Broadcast.None, target, isNew: false, 1);

    internal static void AddColumns(Tensor from, int[] indices, Tensor to) => Work.ForRows(from.Rows, from.Columns, (first, end) =>
    {
        int perRow = from.Columns;
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> numbers = from.Row(row);
            Span<float> target = to.Row(row);
            for (int i = 0; i < perRow; i++)
                target[indices[(row * perRow) + i]] += numbers[i];
        }
    });

    private static void Pick(Tensor from, int[] indices, Tensor to, bool isNew) => Work.ForRows(to.Rows, to.Columns, (first, end) =>
    {
        int perRow = to.Columns;
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> numbers = from.Row(row);
            Span<float> target = to.Row(row);
            for (int i = 0; i < perRow; i++)
            {
                float number = numbers[indices[(row * perRow) + i]];
                target[i] = isNew ? number : target[i] + number;
            }
        }
    });

    private static Tensor Check(Tape tape, Variable? x, int[] indices, int limit)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        if (x.Value.Rank == 0)
            throw new ArgumentException("one number has no rows or columns", nameof(x));

        foreach (int index in indices)
        {
            if ((uint)index >= (uint)limit)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"a {x.Value} has no such entry; there are {limit}");
        }

        return x.Value;
    }

    private static void CheckPerRow(Tensor value, int[] indices, int perRow)
    {
        if (perRow < 0 || indices.Length != (long)value.Rows * perRow)
            throw new ArgumentException($"there are {indices.Length} indices for {perRow} of each row of a {value}", nameof(indices));
    }
}
