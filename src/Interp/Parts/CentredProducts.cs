using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Products of inputs with an encoder after a centre was taken off.</summary>
internal static class CentredProducts
{
    /// <summary><c>(x − centre) · encoderᵀ</c>. The centre's gradient comes from the sums over tokens, so it costs no product of matrices.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="centre">d numbers.</param>
    /// <param name="encoder">F × d.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static Variable Of(Tape tape, Variable x, Variable centre, Variable encoder)
    {
        Tensor centred = tape.New(x.Value.Shape), result = tape.New(x.Value.Rows, encoder.Value.Rows);
        Elementwise.SubtractRow(x.Value.Values, centre.Value.Values, centred.Values);
        Products.MatMulInto(result, centred, encoder.Value, transposeB: true);
        return tape.Record(
            result,
            gradient =>
            {
                if (encoder.NeedsGradient)
                {
                    Tensor target = encoder.GradientBuffer(out bool isNew);
                    Products.MatMulInto(target, gradient, centred, transposeA: true, beta: isNew ? 0 : 1);
                }

                if (centre.NeedsGradient)
                {
                    Tensor sums = tape.New(1, gradient.Columns), taken = tape.New(1, centre.Value.Count);
                    Reductions.ColumnSums(gradient.Values, sums.Values);
                    Products.MatMulInto(taken, sums, encoder.Value, alpha: -1);
                    centre.AddGradient(taken);
                }

                if (x.NeedsGradient)
                {
                    Tensor target = x.GradientBuffer(out bool isNew);
                    Products.MatMulInto(target, gradient, encoder.Value, beta: isNew ? 0 : 1);
                }
            },
            x,
            centre,
            encoder);
    }
}
