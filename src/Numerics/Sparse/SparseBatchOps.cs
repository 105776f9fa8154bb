using System.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Sparse;

/// <summary>Operations on a <see cref="Tape"/> that select over all rows of a batch together.</summary>
public static class SparseBatchOps
{
    /// <summary>The largest elements of the whole of <c>(x − centre) · encoderᵀ + bias</c> as far as they are positive, without computing all others.</summary>
    /// <remarks>Exact: of equal elements the earlier in the matrix is taken. What is not positive is not held, as a rectifier would make it zero.</remarks>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="centre">d numbers that are taken off each row, or null.</param>
    /// <param name="encoder">F × d.</param>
    /// <param name="index">Over the encoder's values, and fresh.</param>
    /// <param name="bias">F numbers, or null.</param>
    /// <param name="total">How many of all rows together; at least 1.</param>
    /// <returns>B rows with <paramref name="total"/> elements together or, where not as many are positive, fewer; those of a row largest first.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, the index is over other rows, or a number is not finite.</exception>
    public static SparseRows EncodeBatchTop(this Tape tape, Variable x, Variable? centre, Variable encoder, InnerProductIndex index, Variable? bias, long total)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        if (!ReferenceEquals(index.Rows, encoder.Value))
        {
            throw new ArgumentException($"the index is over other rows than {encoder}", nameof(index));
        }

        Tensor centred = x.Value;
        if (centre is not null)
        {
            centred = tape.New(x.Value.Rows, x.Value.Columns);
            SparseOps.SubtractFromRows(x.Value, centre.Value, centred);
        }

        var search = new BatchSearch(tape, index, centred, bias?.Value, total);
        (int[] starts, int[] columns, Tensor values) = search.Run();

        // The columns of the result are needed by its own backward step, which exists before the result does.
        SparseRows? result = null;
        Variable held = tape.Record(
            values,
            arrived => SparseOps.BackToEncoder(result!, arrived, centred, x, centre, encoder, bias, tape),
            [x, encoder, .. centre is null ? (ReadOnlySpan<Variable>)[] : [centre], .. bias is null ? (ReadOnlySpan<Variable>)[] : [bias]]);
        return result = new SparseRows(encoder.Value.Rows, starts, columns, held);
    }

    /// <summary>Those elements whose columns lie in a range; the matrix keeps its width.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">A matrix of few elements.</param>
    /// <param name="first">First column that is kept.</param>
    /// <param name="end">First column beyond.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not one of columns.</exception>
    public static SparseRows KeepColumns(this Tape tape, SparseRows codes, int first, int end)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, codes.ColumnCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, first);
        int[] starts = new int[codes.RowCount + 1], places = Integers(tape, codes.Count), columns = Integers(tape, codes.Count);
        int count = 0;
        for (int row = 0; row < codes.RowCount; row++)
        {
            for (int i = codes.Starts[row]; i < codes.Starts[row + 1]; i++)
            {
                if (codes.Columns[i] >= first && codes.Columns[i] < end)
                {
                    (places[count], columns[count]) = (i, codes.Columns[i]);
                    count++;
                }
            }

            starts[row + 1] = count;
        }

        Tensor values = tape.New(count);
        for (int i = 0; i < count; i++)
        {
            values.Values[i] = codes.Values.Value.Values[places[i]];
        }

        Variable kept = tape.Record(
            values,
            arrived =>
            {
                Span<float> target = codes.Values.GradientBuffer(out bool isNew).Values;
                if (isNew)
                {
                    target.Clear();
                }

                for (int i = 0; i < arrived.Count; i++)
                {
                    target[places[i]] += arrived.Values[i];
                }
            },
            codes.Values);
        return new SparseRows(codes.ColumnCount, starts, columns, kept);
    }

    // Numbers of elements vary from step to step; arrays of few lengths are used again.
    internal static int[] Integers(Tape tape, int count) => tape.NewIntegers((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1)));
}
