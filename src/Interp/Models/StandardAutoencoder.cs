using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Codes are what is positive: <c>z = ReLU((x − b_dec) W_encᵀ + b_enc)</c>, <c>x̂ = z W_dec + b_dec</c> (interp §1.4).</summary>
public sealed class StandardAutoencoder : LinearAutoencoder
{
    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="encoderBias">F numbers.</param>
    /// <param name="decoder">F × the width of what is reconstructed.</param>
    /// <param name="decoderBias">As many numbers as the decoder has columns.</param>
    /// <param name="centreInput">Whether the decoder's bias is taken off the input.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public StandardAutoencoder(Tensor encoder, Tensor encoderBias, Tensor decoder, Tensor decoderBias, bool centreInput = true)
        : base(encoder, decoder, decoderBias, centreInput)
    {
        EncoderBias = ByFeature("encoder_bias", encoderBias);
        Parameters = [Encoder, EncoderBias, Decoder, DecoderBias];
    }

    /// <inheritdoc/>
    public override string Architecture => "standard";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <summary>F numbers.</summary>
    public Variable EncoderBias { get; }

    /// <summary>Codes before the rectifier: B × F.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    public Variable Preactivations(Tape tape, Variable x) => tape.Add(Products(tape, x), EncoderBias, Broadcast.Row);

    /// <summary>Codes in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    public Variable Encode(Tape tape, Variable x) => tape.Relu(Preactivations(tape, x));

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => Encode(new Tape { IsRecording = false }, Variable.Constant(x)).Value.Copy();
}
