using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>PolySAE (arXiv 2602.01322; interp §1.6): a linear encoder that keeps the largest codes, and a decoder in which codes also meet in products of two and three.</summary>
public sealed class PolyAutoencoder : SparseAutoencoder
{
    private readonly EncoderIndex _index;

    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="encoderBias">F numbers.</param>
    /// <param name="decoder">The decoder without its bias.</param>
    /// <param name="decoderBias">d numbers.</param>
    /// <param name="options">How codes are selected.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or k is not in 1 to F.</exception>
    public PolyAutoencoder(Tensor encoder, Tensor encoderBias, PolyDecoder decoder, Tensor decoderBias, PolyOptions options)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(encoderBias);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(decoderBias);
        ArgumentNullException.ThrowIfNull(options);
        Tensor directions = decoder.Directions[0].Value, outputs = decoder.Outputs[0].Value;
        if (encoder.Rank != 2 || encoderBias.Count != encoder.Rows || directions.Rows != encoder.Rows || decoderBias.Count != outputs.Rows || (options.CentreInput && outputs.Rows != encoder.Columns))
        {
            throw new ArgumentException($"an encoder {encoder} with bias {encoderBias} and a polynomial decoder of {directions} and {outputs} with bias {decoderBias} do not fit together", nameof(encoder));
        }

        if (!(options.K > 0 && options.K <= encoder.Rows) || (!options.Batch && options.K != Math.Floor(options.K)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.K, $"the number of codes of a token must be positive and at most {encoder.Rows}, and whole unless it is an average");
        }

        (Encoder, EncoderBias, Decoder, DecoderBias, Options) = (
            Variable.Parameter("encoder", encoder), Variable.Parameter("encoder_bias", encoderBias), decoder, Variable.Parameter("decoder_bias", decoderBias), options);
        Parameters = [Encoder, EncoderBias, DecoderBias, .. decoder.Parameters];
        _index = new EncoderIndex(Encoder, options.RescaleByDecoderNorm);
    }

    /// <inheritdoc/>
    public override string Architecture => Options.Batch ? "poly_batchtopk" : "poly_topk";

    /// <inheritdoc/>
    public override int Width => Encoder.Value.Columns;

    /// <inheritdoc/>
    public override int Features => Encoder.Value.Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <summary>How codes are selected.</summary>
    public PolyOptions Options { get; }

    /// <summary>F × d.</summary>
    public Variable Encoder { get; }

    /// <summary>F numbers.</summary>
    public Variable EncoderBias { get; }

    /// <summary>The decoder without its bias.</summary>
    public PolyDecoder Decoder { get; }

    /// <summary>d numbers.</summary>
    public Variable DecoderBias { get; }

    /// <summary>What codes must exceed once training is over, where codes are selected of a batch; training learns it.</summary>
    public double Threshold { get; set; }

    /// <summary>Says that a parameter was changed. Training does so; call it after writing to one.</summary>
    public void Changed() => _index.Changed();

    /// <summary>The weights that codes are made and read with: those of <see cref="Parameters"/>, or with what each feature adds moved into the encoder.</summary>
    /// <param name="tape">Records it.</param>
    public PolyWeights Weights(Tape tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        if (!Options.RescaleByDecoderNorm)
        {
            return new PolyWeights(_index.Searched(tape, Encoder), EncoderBias, Decoder.Directions);
        }

        Variable norms = tape.Clamp(tape.NormOfRows(Decoder.Rows(tape)), CodeWeights.SmallestNorm, float.MaxValue);
        return new PolyWeights(
            _index.Searched(tape, tape.Multiply(Encoder, norms, Broadcast.Column)), tape.Multiply(EncoderBias, norms), [.. Decoder.Directions.Select(u => tape.Divide(u, norms, Broadcast.Column))]);
    }

    /// <summary>Codes in training: the largest of the batch or of each token, rectified.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="weights">What <see cref="Weights"/> gave on this tape.</param>
    /// <param name="x">B × d.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows Encode(Tape tape, PolyWeights weights, Variable x)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(x);
        Variable? centre = Options.CentreInput ? DecoderBias : null;
        return Options.Batch
            ? tape.EncodeBatchTop(x, centre, weights.Encoder, weights.EncoderBias, (long)(Options.K * x.Value.Rows))
            : tape.EncodeTop(x, centre, weights.Encoder, _index.Rows, weights.EncoderBias, (int)Options.K, rectify: true);
    }

    /// <summary>The largest codes of each token among some features, not rectified: for losses that bring back dead ones.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="weights">What <see cref="Weights"/> gave on this tape.</param>
    /// <param name="x">B × d.</param>
    /// <param name="perRow">How many of each token.</param>
    /// <param name="among">0 for features that may be selected, minus infinity for others.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows EncodeTop(Tape tape, PolyWeights weights, Variable x, int perRow, Tensor among)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return tape.EncodeTop(x, Options.CentreInput ? DecoderBias : null, weights.Encoder, _index.Rows, weights.EncoderBias, perRow, rectify: false, among: among);
    }

    /// <summary>Reconstruction in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="weights">What <see cref="Weights"/> gave on this tape.</param>
    /// <param name="codes">B rows.</param>
    public Variable Decode(Tape tape, PolyWeights weights, SparseRows codes)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return tape.Add(Decoder.Combine(tape, u => tape.Decode(codes, u, null), weights.Directions), DecoderBias, Broadcast.Row);
    }

    /// <summary>What codes are selected from: the whole matrix, which training never makes.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × F.</returns>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public Tensor Preactivations(Tensor x)
    {
        var tape = new Tape { IsRecording = false };
        PolyWeights weights = Weights(tape);
        Variable input = Variable.Constant(x), centred = Options.CentreInput ? tape.Subtract(input, DecoderBias, Broadcast.Row) : input;
        return tape.Add(tape.MatMul(centred, weights.Encoder, transposeB: true), weights.EncoderBias, Broadcast.Row).Value.Copy();
    }

    /// <summary>Codes of a whole batch as training selects them.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × F.</returns>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public Tensor EncodeBatch(Tensor x)
    {
        var tape = new Tape { IsRecording = false };
        return Encode(tape, Weights(tape), Variable.Constant(x)).ToDense();
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x)
    {
        if (!Options.Batch)
        {
            return EncodeBatch(x);
        }

        Tensor codes = Preactivations(x);
        foreach (ref float code in codes.Values)
        {
            code = code > 0 && code > Threshold ? code : 0;
        }

        return codes;
    }

    /// <inheritdoc/>
    public override Tensor Decode(Tensor codes)
    {
        var tape = new Tape { IsRecording = false };
        Variable z = Variable.Constant(codes);
        return tape.Add(Decoder.Combine(tape, u => tape.MatMul(z, u), Weights(tape).Directions), DecoderBias, Broadcast.Row).Value.Copy();
    }
}
