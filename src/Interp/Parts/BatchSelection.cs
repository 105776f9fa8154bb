using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Codes that are selected from a whole matrix.</summary>
public static class BatchSelection
{
    /// <summary>The largest of all tokens together, rectified; of equals, the earlier.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="preactivations">B × F.</param>
    /// <param name="count">How many of the batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has fewer elements.</exception>
    public static SparseRows OfBatch(Tape tape, Variable preactivations, int count)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(preactivations);
        Variable values = tape.BatchTopK(tape.Relu(preactivations), count, out int[] places);
        int rows = preactivations.Value.Rows, features = preactivations.Value.Columns;
        int[] starts = new int[rows + 1], columns = new int[count];
        for (int i = 0; i < count; i++)
        {
            starts[(places[i] / features) + 1]++;
            columns[i] = places[i] % features;
        }

        for (int row = 0; row < rows; row++)
        {
            starts[row + 1] += starts[row];
        }

        return new SparseRows(features, starts, columns, values);
    }

    /// <summary>The largest of each token.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="preactivations">B × F.</param>
    /// <param name="k">How many of each token.</param>
    /// <param name="rectify">Whether what is negative among them becomes zero.</param>
    /// <param name="among">0 for features that may be selected, minus infinity for others; null for all. There must be k of the former.</param>
    public static SparseRows OfTokens(Tape tape, Variable preactivations, int k, bool rectify, Tensor? among = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(preactivations);
        Variable ranked = among is null ? preactivations : tape.Add(preactivations, Variable.Constant(among), Broadcast.Row);
        Variable values = tape.TopK(ranked, k, out int[] columns);
        return SparseRows.Even(preactivations.Value.Columns, k, columns, rectify ? tape.Relu(values) : values);
    }

    /// <summary>The smallest positive value; null where none is positive.</summary>
    /// <param name="codes">Selected codes.</param>
    public static double? SmallestPositive(SparseRows codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        float smallest = float.PositiveInfinity;
        foreach (float value in codes.Values.Value.Values)
        {
            smallest = value > 0 && value < smallest ? value : smallest;
        }

        return float.IsPositiveInfinity(smallest) ? null : smallest;
    }
}
