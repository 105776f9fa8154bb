using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>What models share whose encoder and decoder are one matrix each: <c>(x − b_dec) W_encᵀ</c> on the way in, <c>z W_dec + b_dec</c> on the way out.</summary>
public abstract class LinearAutoencoder : SparseAutoencoder
{
    /// <summary>Takes the parameters.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="decoder">F × the width of what is reconstructed.</param>
    /// <param name="decoderBias">As many numbers as the decoder has columns.</param>
    /// <param name="centreInput">Whether the decoder's bias is taken off the input.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    protected LinearAutoencoder(Tensor encoder, Tensor decoder, Tensor decoderBias, bool centreInput)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(decoderBias);
        if (encoder.Rank != 2 || decoder.Rank != 2 || encoder.Rows != decoder.Rows || decoderBias.Count != decoder.Columns)
        {
            throw new ArgumentException($"an encoder {encoder} and a decoder {decoder} with bias {decoderBias} do not fit together", nameof(encoder));
        }

        if (centreInput && encoder.Columns != decoder.Columns)
        {
            throw new ArgumentException($"the decoder's bias of {decoderBias.Count} numbers cannot be taken off inputs of {encoder.Columns}: a transcoder leaves its input as it is", nameof(centreInput));
        }

        Encoder = Variable.Parameter("encoder", encoder);
        Decoder = Variable.Parameter("decoder", decoder);
        DecoderBias = Variable.Parameter("decoder_bias", decoderBias);
        CentresInput = centreInput;
    }

    /// <inheritdoc/>
    public override int Width => Encoder.Value.Columns;

    /// <inheritdoc/>
    public override int Features => Encoder.Value.Rows;

    /// <summary>F × d.</summary>
    public Variable Encoder { get; }

    /// <summary>F × the width of what is reconstructed.</summary>
    public Variable Decoder { get; }

    /// <summary>As many numbers as the decoder has columns.</summary>
    public Variable DecoderBias { get; }

    /// <summary>Whether the decoder's bias is taken off the input.</summary>
    public bool CentresInput { get; }

    /// <summary>The input's products with the encoder, before any bias of features: B × F.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public Variable Products(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Value.Rank != 2 || x.Value.Columns != Width)
        {
            throw new ArgumentException($"activations are a {x.Value}, expected rows of {Width}", nameof(x));
        }

        return CentresInput ? CentredProducts.Of(tape, x, DecoderBias, Encoder) : tape.MatMul(x, Encoder, transposeB: true);
    }

    /// <summary>Reconstruction in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B × F.</param>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public virtual Variable Decode(Tape tape, Variable codes)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(codes);
        return tape.Add(tape.MatMul(codes, Decoder), DecoderBias, Broadcast.Row);
    }

    /// <inheritdoc/>
    public override Tensor Decode(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return Decode(new Tape { IsRecording = false }, Variable.Constant(codes)).Value.Copy();
    }

    /// <summary>Takes a vector with a number for each feature as a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">F numbers.</param>
    /// <exception cref="ArgumentException">There are not F numbers.</exception>
    protected Variable ByFeature(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Count == Features ? Variable.Parameter(name, value) : throw new ArgumentException($"'{name}' is a {value}; an encoder {Encoder.Value} needs {Features} numbers", nameof(value));
    }
}
