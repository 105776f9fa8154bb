using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Codes of one pass: a whole matrix, or only the elements that were selected.</summary>
public sealed class Codes
{
    private const int ColumnsOfABlock = 512;
    private const int ValuesOfABlock = 1 << 16;
    private readonly Variable? _dense;

    /// <summary>A whole matrix.</summary>
    /// <param name="dense">B × F.</param>
    public Codes(Variable dense)
    {
        ArgumentNullException.ThrowIfNull(dense);
        (_dense, Rows, Features) = (dense, dense.Value.Rows, dense.Value.Columns);
    }

    /// <summary>Selected elements.</summary>
    /// <param name="sparse">B rows of width F.</param>
    public Codes(SparseRows sparse)
    {
        ArgumentNullException.ThrowIfNull(sparse);
        (Sparse, Rows, Features) = (sparse, sparse.RowCount, sparse.ColumnCount);
    }

    /// <summary>Number of tokens, B.</summary>
    public int Rows { get; }

    /// <summary>Number of features, F.</summary>
    public int Features { get; }

    /// <summary>The selected elements, where only they are held.</summary>
    public SparseRows? Sparse { get; }

    /// <summary>The whole matrix: a copy where only the selected elements are held.</summary>
    public Tensor ToDense() => _dense?.Value ?? Sparse!.ToDense();

    /// <summary>Mean number of elements of a row that are not zero, L0.</summary>
    public double MeanActive()
    {
        Tensor values = (_dense ?? Sparse!.Values).Value;
        long active = 0;
        Workers.For(values.Count, ValuesOfABlock, (first, end) =>
        {
            int here = 0;
            foreach (float value in values.Values[first..end])
            {
                here += value != 0 ? 1 : 0;
            }

            Interlocked.Add(ref active, here);
        });
        return Rows == 0 ? 0 : (double)active / Rows;
    }

    /// <summary>Marks features that some token has.</summary>
    /// <param name="fired">F flags; those of features with a code that is not zero become true.</param>
    /// <param name="selectedCounts">Whether a selected element counts also where its value is zero.</param>
    public void MarkFired(Span<bool> fired, bool selectedCounts)
    {
        if (Sparse is { } sparse)
        {
            for (int i = 0; i < sparse.Count; i++)
            {
                fired[sparse.Columns[i]] |= selectedCounts || sparse.Values.Value.Values[i] != 0;
            }

            return;
        }

        // A span is not for other threads.
        Tensor dense = _dense!.Value;
        bool[] marks = new bool[Features];
        Workers.For(Features, ColumnsOfABlock, (first, end) =>
        {
            for (int row = 0; row < Rows; row++)
            {
                ReadOnlySpan<float> codes = dense.Row(row)[first..end];
                Span<bool> to = marks.AsSpan(first, codes.Length);
                for (int feature = 0; feature < to.Length; feature++)
                {
                    to[feature] |= codes[feature] != 0;
                }
            }
        });
        for (int feature = 0; feature < Features; feature++)
        {
            fired[feature] |= marks[feature];
        }
    }
}
