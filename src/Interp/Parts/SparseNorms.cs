using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Lengths of rows of which few elements are held.</summary>
internal static class SparseNorms
{
    /// <summary>The Euclidean length of each row; its gradient at length 0 is 0.</summary>
    public static Variable OfRows(Tape tape, SparseRows codes)
    {
        Tensor lengths = tape.New(codes.RowCount), values = codes.Values.Value;
        for (int row = 0; row < lengths.Count; row++)
        {
            lengths.Values[row] = DecoderRows.Length(values.Values[codes.Starts[row]..codes.Starts[row + 1]]);
        }

        return tape.Record(
            lengths,
            arrived =>
            {
                Tensor target = codes.Values.GradientBuffer(out bool isNew);
                for (int row = 0; row < lengths.Count; row++)
                {
                    float share = lengths.Values[row] > 0 ? arrived.Values[row] / lengths.Values[row] : 0;
                    for (int i = codes.Starts[row]; i < codes.Starts[row + 1]; i++)
                    {
                        target.Values[i] = (isNew ? 0 : target.Values[i]) + (share * values.Values[i]);
                    }
                }
            },
            codes.Values);
    }
}
