using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>What brings reconstructions of normalised rows back: a factor and an offset for each row.</summary>
/// <param name="Factors">B numbers.</param>
/// <param name="Offsets">B numbers, added after the factor.</param>
public sealed record NormalisedRows(Tensor Factors, Tensor Offsets)
{
    /// <summary>The rows at their own scale.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="reconstruction">B × d.</param>
    public Variable Undo(Tape tape, Variable reconstruction) =>
        tape.Add(tape.Multiply(reconstruction, Variable.Constant(Factors), Broadcast.Column), Variable.Constant(Offsets), Broadcast.Column);

    /// <summary>The rows at their own scale.</summary>
    /// <param name="reconstruction">B × d.</param>
    public Tensor Undo(Tensor reconstruction) => Undo(new Tape { IsRecording = false }, Variable.Constant(reconstruction)).Value.Copy();
}
