using System.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Sparse;

/// <summary>Operations on a <see cref="Tape"/> that select over all rows of a batch together.</summary>
public static class SparseBatchOps
{
    /// <summary>The largest elements of the whole of <c>(x − centre) · encoderᵀ + bias</c> as far as they are positive.</summary>
    /// <remarks>
    /// Exact: of equal elements the earlier in the matrix is taken. What is not positive is not held, as a rectifier would make it zero. All products are computed: how many elements a row
    /// has is not known before, and looking for enough of each costs more. Gradients cost what the elements do.
    /// </remarks>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="centre">d numbers that are taken off each row, or null.</param>
    /// <param name="encoder">F × d.</param>
    /// <param name="bias">F numbers, or null.</param>
    /// <param name="total">How many of all rows together; at least 1.</param>
    /// <returns>B rows with <paramref name="total"/> elements together or, where not as many are positive, fewer; those of a row in the order of columns.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or a number is not finite.</exception>
    public static SparseRows EncodeBatchTop(this Tape tape, Variable x, Variable? centre, Variable encoder, Variable? bias, long total)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        int rows = x.Value.Rows, features = encoder.Value.Rows;
        if (bias is not null && bias.Value.Count != features)
        {
            throw new ArgumentException($"a {bias.Value} has no number for each row of {encoder}", nameof(bias));
        }

        Tensor centred = x.Value;
        if (centre is not null)
        {
            centred = tape.New(rows, x.Value.Columns);
            SparseOps.SubtractFromRows(x.Value, centre.Value, centred);
        }

        Tensor products = tape.New(rows, features);
        Products.MatMulInto(products, centred, encoder.Value, transposeB: true);
        if (bias is not null)
        {
            Elementwise.AddRow(products.Values, bias.Value.Values, products.Values);
        }

        (int[] starts, int[] columns, Tensor values) = Largest(tape, products, (int)Math.Min(total, products.Count));
        RequireFinite(centred, nameof(x));
        RequireFinite(values, nameof(encoder));

        // The columns of the result are needed by its own backward step, which exists before the result does.
        SparseRows? result = null;
        Variable held = tape.Record(
            values,
            arrived => SparseOps.BackToEncoder(result!, arrived, centred, x, centre, encoder, bias, tape),
            [x, encoder, .. centre is null ? (ReadOnlySpan<Variable>)[] : [centre], .. bias is null ? (ReadOnlySpan<Variable>)[] : [bias]]);
        return result = new SparseRows(features, starts, columns, held);
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

    private static (int[] Starts, int[] Columns, Tensor Values) Largest(Tape tape, Tensor products, int total)
    {
        int[] places = Integers(tape, total), starts = new int[products.Rows + 1];
        Tensor values = tape.New(total);
        Selection.BatchTopK(products.Values, total, values.Values, places.AsSpan(0, total));
        int count = 0;
        for (int i = 0; i < total; i++)
        {
            if (values.Values[i] > 0)
            {
                values.Values[count] = values.Values[i];
                starts[(places[i] / products.Columns) + 1]++;
                places[count++] = places[i] % products.Columns;
            }
        }

        for (int row = 0; row < products.Rows; row++)
        {
            starts[row + 1] += starts[row];
        }

        return (starts, places, values.Slice(0, count));
    }

    private static void RequireFinite(Tensor numbers, string name)
    {
        ReadOnlySpan<float> values = numbers.Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException($"number {i} of a {numbers} is {values[i]}; expected a finite one", name);
            }
        }
    }

    // Numbers of elements vary from step to step; arrays of few lengths are used again.
    private static int[] Integers(Tape tape, int count) => tape.NewIntegers((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1)));
}
