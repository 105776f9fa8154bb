using Sim.Numerics.Gradients;

namespace Sim.Interp;

/// <summary>The weights with which codes are made and read.</summary>
/// <param name="Encoder">F × d.</param>
/// <param name="EncoderBias">F numbers.</param>
/// <param name="Decoder">F × the width of what is reconstructed.</param>
public sealed record CodeWeights(Variable Encoder, Variable EncoderBias, Variable Decoder)
{
    /// <summary>Smallest length by which a decoder's row is divided, as SAELens has it.</summary>
    public const float SmallestNorm = 1e-8f;

    /// <summary>
    /// Moves the length of each row of a decoder into the encoder: <c>n_f = ‖W_dec,f‖</c>; rows of the encoder and its biases times n, rows of the decoder by n. Selecting by codes times n and dividing by
    /// n in decoding is the same as working with these weights; gradients flow back to what they were made from.
    /// </summary>
    /// <param name="tape">Records it.</param>
    /// <param name="encoder">F × d.</param>
    /// <param name="encoderBias">F numbers.</param>
    /// <param name="decoder">F × the width of what is reconstructed.</param>
    public static CodeWeights Fold(Tape tape, Variable encoder, Variable encoderBias, Variable decoder)
    {
        Variable norms = tape.Clamp(tape.NormOfRows(decoder), SmallestNorm, float.MaxValue);
        return new CodeWeights(
            tape.Multiply(encoder, norms, Broadcast.Column), tape.Multiply(encoderBias, norms), tape.Divide(decoder, norms, Broadcast.Column));
    }

    /// <summary>What codes are selected from: <c>x W_encᵀ + b_enc</c>.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="centred">B × d, centred where the model does so.</param>
    public Variable Preactivations(Tape tape, Variable centred) => tape.Add(tape.MatMul(centred, Encoder, transposeB: true), EncoderBias, Broadcast.Row);
}
