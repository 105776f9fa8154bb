using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Sparse;

/// <summary>Operations on a <see cref="Tape"/> whose cost follows the number of elements held, not the size of the matrix.</summary>
public static class SparseOps
{
    private const int RowsOfABlock = 32;
    private const int ColumnsOfABlock = 64;

    /// <summary>The largest of each row of <c>(x − centre) · encoderᵀ + bias</c>, without computing the others.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="centre">d numbers that are taken off each row, or null.</param>
    /// <param name="encoder">F × d.</param>
    /// <param name="index">Over the encoder's values, and fresh.</param>
    /// <param name="bias">F numbers, or null.</param>
    /// <param name="perRow">How many of each row, 1 to F.</param>
    /// <param name="rectify">Whether what is negative becomes zero after the selection.</param>
    /// <param name="gradient">Where gradients go through the rectifier.</param>
    /// <param name="among">For each of the F columns 0, or minus infinity for one that comes after all others; null for all. Selected ones of the latter kind get the value zero.</param>
    /// <param name="order">What makes an element large.</param>
    /// <returns>B rows with <paramref name="perRow"/> elements each, largest first.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, the index is over other rows, or a number is not finite.</exception>
    public static SparseRows EncodeTop(
        this Tape tape, Variable x, Variable? centre, Variable encoder, InnerProductIndex index, Variable? bias, int perRow, bool rectify,
        EncodeGradient gradient = EncodeGradient.Positive, Tensor? among = null, RankBy order = RankBy.Value)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(index);
        if (!ReferenceEquals(index.Rows, encoder.Value))
        {
            throw new ArgumentException($"the index is over other rows than {encoder}", nameof(index));
        }

        Tensor centred = x.Value;
        if (centre is not null)
        {
            centred = tape.New(x.Value.Rows, x.Value.Columns);
            SubtractFromRows(x.Value, centre.Value, centred);
        }

        Tensor? added = bias?.Value;
        if (among is not null)
        {
            added = tape.New(among.Count);
            for (int i = 0; i < added.Count; i++)
            {
                added.Values[i] = among.Values[i] + (bias?.Value.Values[i] ?? 0);
            }
        }

        int count = x.Value.Rows * perRow;
        int[] columns = tape.NewIntegers(count);
        Tensor values = tape.New(x.Value.Rows, perRow);
        index.Find(centred, added, perRow, columns, values.Memory, order);
        foreach (ref float value in values.Values)
        {
            value = float.IsNegativeInfinity(value) || (rectify && value < 0) ? 0 : value;
        }

        // The columns of the result are needed by its own backward step, which exists before the result does.
        SparseRows? result = null;
        Variable held = tape.Record(
            values,
            arrived =>
            {
                Tensor through = arrived;
                if (rectify && gradient == EncodeGradient.Positive)
                {
                    through = tape.New(arrived.Shape);
                    for (int i = 0; i < arrived.Count; i++)
                    {
                        through.Values[i] = values.Values[i] > 0 ? arrived.Values[i] : 0;
                    }
                }

                BackToEncoder(result!, through, centred, x, centre, encoder, bias, tape);
            },
            [x, encoder, .. centre is null ? (ReadOnlySpan<Variable>)[] : [centre], .. bias is null ? (ReadOnlySpan<Variable>)[] : [bias]]);
        return result = SparseRows.Even(encoder.Value.Rows, perRow, columns, held);
    }

    /// <summary><c>codes · decoder + bias</c>.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B rows of width F.</param>
    /// <param name="decoder">F × d.</param>
    /// <param name="bias">d numbers, or null.</param>
    /// <returns>B × d.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static Variable Decode(this Tape tape, SparseRows codes, Variable decoder, Variable? bias)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(decoder);
        if (decoder.Value.Rank != 2 || decoder.Value.Rows != codes.ColumnCount || (bias is not null && bias.Value.Count != decoder.Value.Columns))
        {
            throw new ArgumentException($"codes of {codes.RowCount} × {codes.ColumnCount} cannot be decoded by a {decoder.Value} and {(bias is null ? "no bias" : $"a {bias.Value}")}", nameof(decoder));
        }

        Tensor result = tape.New(codes.RowCount, decoder.Value.Columns);
        Tensor values = codes.Values.Value;
        Workers.For(codes.RowCount, RowsOfABlock, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                Span<float> sum = result.Row(row);
                if (bias is null)
                {
                    sum.Clear();
                }
                else
                {
                    bias.Value.Values.CopyTo(sum);
                }

                (int from, int to) = (codes.Starts[row], codes.Starts[row + 1]);
                AddRows(sum, values.Values[from..to], codes.Columns[from..to], decoder.Value);
            }
        });
        return tape.Record(
            result,
            arrived =>
            {
                if (codes.Values.NeedsGradient)
                {
                    BackToCodes(codes, arrived, decoder.Value);
                }

                if (decoder.NeedsGradient)
                {
                    AddOuter(decoder, codes.ByColumn, values, arrived);
                }

                if (bias is { NeedsGradient: true })
                {
                    AddColumnSums(bias, arrived, tape);
                }
            },
            [codes.Values, decoder, .. bias is null ? (ReadOnlySpan<Variable>)[] : [bias]]);
    }

    internal static void BackToEncoder(SparseRows codes, Tensor through, Tensor centred, Variable x, Variable? centre, Variable encoder, Variable? bias, Tape tape)
    {
        if (encoder.NeedsGradient)
        {
            AddOuter(encoder, codes.ByColumn, through, centred);
        }

        bool toCentre = centre is { NeedsGradient: true };
        if (toCentre || bias is { NeedsGradient: true })
        {
            Tensor sums = tape.New(codes.ColumnCount);
            SumColumns(codes.ByColumn, through, sums);
            if (bias is { NeedsGradient: true })
            {
                bias.AddGradient(sums);
            }

            if (toCentre)
            {
                // All rows together: what each element passes on is its column's row of the encoder, so the sums over columns are enough.
                SubtractCombination(centre!, sums, encoder.Value, tape);
            }
        }

        if (x.NeedsGradient)
        {
            Tensor target = x.GradientBuffer(out bool isNew);
            Workers.For(codes.RowCount, RowsOfABlock, (first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    Span<float> sum = target.Row(row);
                    if (isNew)
                    {
                        sum.Clear();
                    }

                    (int from, int to) = (codes.Starts[row], codes.Starts[row + 1]);
                    AddRows(sum, through.Values[from..to], codes.Columns[from..to], encoder.Value);
                }
            });
        }
    }

    private static void BackToCodes(SparseRows codes, Tensor arrived, Tensor decoder)
    {
        Tensor target = codes.Values.GradientBuffer(out bool isNew);
        Workers.For(codes.RowCount, RowsOfABlock, (first, end) =>
        {
            Span<float> gradients = target.Values;
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> from = arrived.Row(row);
                for (int i = codes.Starts[row]; i < codes.Starts[row + 1]; i++)
                {
                    float product = RowProducts.Dot(from, decoder.Row(codes.Columns[i]));
                    gradients[i] = isNew ? product : gradients[i] + product;
                }
            }
        });
    }

    // Gradient of a matrix whose row f met element i of row r: the sum of weight i times row r. One thread sums a row, in the order of rows.
    private static void AddOuter(Variable matrix, SparseColumns columns, Tensor weights, Tensor rows)
    {
        Tensor target = matrix.GradientBuffer(out bool isNew);
        Workers.For(target.Rows, ColumnsOfABlock, (first, end) =>
        {
            for (int column = first; column < end; column++)
            {
                Span<float> sum = target.Row(column);
                if (isNew)
                {
                    sum.Clear();
                }

                int i = columns.Starts[column], last = columns.Starts[column + 1];
                ReadOnlySpan<int> places = columns.Places, from = columns.Rows;
                Span<float> w = weights.Values;
                for (; i <= last - 4; i += 4)
                {
                    RowProducts.AddScaled(sum, w[places[i]], rows.Row(from[i]), w[places[i + 1]], rows.Row(from[i + 1]), w[places[i + 2]], rows.Row(from[i + 2]), w[places[i + 3]], rows.Row(from[i + 3]));
                }

                for (; i < last; i++)
                {
                    RowProducts.AddScaled(sum, w[places[i]], rows.Row(from[i]));
                }
            }
        });
    }

    private static void AddRows(Span<float> sum, ReadOnlySpan<float> weights, ReadOnlySpan<int> rows, Tensor matrix)
    {
        int i = 0;
        for (; i <= rows.Length - 4; i += 4)
        {
            RowProducts.AddScaled(sum, weights[i], matrix.Row(rows[i]), weights[i + 1], matrix.Row(rows[i + 1]), weights[i + 2], matrix.Row(rows[i + 2]), weights[i + 3], matrix.Row(rows[i + 3]));
        }

        for (; i < rows.Length; i++)
        {
            RowProducts.AddScaled(sum, weights[i], matrix.Row(rows[i]));
        }
    }

    private static void SumColumns(SparseColumns columns, Tensor weights, Tensor sums)
    {
        for (int column = 0; column < sums.Count; column++)
        {
            float sum = 0;
            for (int i = columns.Starts[column]; i < columns.Starts[column + 1]; i++)
            {
                sum += weights.Values[columns.Places[i]];
            }

            sums.Values[column] = sum;
        }
    }

    private static void SubtractCombination(Variable centre, Tensor weights, Tensor matrix, Tape tape)
    {
        // Partial sums of blocks whose size is fixed, added in their order: the same bits for any number of threads.
        const int Block = 256;
        int blocks = (matrix.Rows + Block - 1) / Block;
        Tensor partial = tape.Zeros(blocks, matrix.Columns);
        Workers.For(matrix.Rows, Block, (first, end) =>
        {
            Span<float> sum = partial.Row(first / Block);
            for (int row = first; row < end; row++)
            {
                if (weights.Values[row] != 0)
                {
                    RowProducts.AddScaled(sum, -weights.Values[row], matrix.Row(row));
                }
            }
        });
        AddBlocks(centre, partial, tape);
    }

    private static void AddColumnSums(Variable bias, Tensor arrived, Tape tape)
    {
        const int Block = 128;
        Tensor partial = tape.Zeros((arrived.Rows + Block - 1) / Block, arrived.Columns);
        Workers.For(arrived.Rows, Block, (first, end) =>
        {
            Span<float> sum = partial.Row(first / Block);
            for (int row = first; row < end; row++)
            {
                RowProducts.AddScaled(sum, 1, arrived.Row(row));
            }
        });
        AddBlocks(bias, partial, tape);
    }

    private static void AddBlocks(Variable target, Tensor partial, Tape tape)
    {
        Tensor sum = tape.Zeros(partial.Columns);
        for (int block = 0; block < partial.Rows; block++)
        {
            RowProducts.AddScaled(sum.Values, 1, partial.Row(block));
        }

        target.AddGradient(sum);
    }

    internal static void SubtractFromRows(Tensor x, Tensor centre, Tensor result)
    {
        if (centre.Count != x.Columns)
        {
            throw new ArgumentException($"a {centre} cannot be taken off the rows of a {x}", nameof(centre));
        }

        Workers.For(x.Rows, RowsOfABlock, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                Span<float> target = result.Row(row);
                x.Row(row).CopyTo(target);
                RowProducts.AddScaled(target, -1, centre.Values);
            }
        });
    }
}
