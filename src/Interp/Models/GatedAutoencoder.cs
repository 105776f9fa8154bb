using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// One set of weights decides which codes there are and how large they are (Rajamanoharan et al., arXiv 2404.16014): with <c>p = (x − b_dec) W_encᵀ</c> the gate is
/// <c>p + b_gate &gt; 0</c>, the magnitude <c>ReLU(p · exp(r_mag) + b_mag)</c>, and the code their product.
/// </summary>
public sealed class GatedAutoencoder : LinearAutoencoder
{
    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="gateBias">F numbers.</param>
    /// <param name="magnitudeScale">Logarithms of F factors, r_mag.</param>
    /// <param name="magnitudeBias">F numbers.</param>
    /// <param name="decoder">F × the width of what is reconstructed.</param>
    /// <param name="decoderBias">As many numbers as the decoder has columns.</param>
    /// <param name="centreInput">Whether the decoder's bias is taken off the input.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public GatedAutoencoder(Tensor encoder, Tensor gateBias, Tensor magnitudeScale, Tensor magnitudeBias, Tensor decoder, Tensor decoderBias, bool centreInput = true)
        : base(encoder, decoder, decoderBias, centreInput)
    {
        GateBias = ByFeature("gate_bias", gateBias);
        MagnitudeScale = ByFeature("magnitude_scale", magnitudeScale);
        MagnitudeBias = ByFeature("magnitude_bias", magnitudeBias);
        Parameters = [Encoder, GateBias, MagnitudeScale, MagnitudeBias, Decoder, DecoderBias];
    }

    /// <inheritdoc/>
    public override string Architecture => "gated";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <summary>F numbers.</summary>
    public Variable GateBias { get; }

    /// <summary>Logarithms of F factors.</summary>
    public Variable MagnitudeScale { get; }

    /// <summary>F numbers.</summary>
    public Variable MagnitudeBias { get; }

    /// <summary>Codes in training. Their gradient reaches the gate's bias not at all: a step has none.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="gate">What opens the gates where it is positive: B × F.</param>
    public Variable Encode(Tape tape, Variable x, out Variable gate)
    {
        ArgumentNullException.ThrowIfNull(tape);
        Variable products = Products(tape, x);
        gate = tape.Add(products, GateBias, Broadcast.Row);
        Variable magnitude = tape.Relu(tape.Add(tape.Multiply(products, tape.Exp(MagnitudeScale), Broadcast.Row), MagnitudeBias, Broadcast.Row));
        Tensor open = tape.New(gate.Value.Shape), preactivations = gate.Value;
        Workers.For(open.Count, 1 << 14, (first, end) =>
        {
            Span<float> to = open.Values[first..end];
            ReadOnlySpan<float> from = preactivations.Values[first..end];
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = from[i] > 0 ? 1 : 0;
            }
        });
        return tape.Mask(magnitude, open);
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => Encode(new Tape { IsRecording = false }, Variable.Constant(x), out _).Value.Copy();
}
