using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>The k largest codes of each token (Gao et al., arXiv 2406.04093): <c>z = TopK((x − b_dec) W_encᵀ + b_enc)</c>, <c>x̂ = z W_dec + b_dec</c>.</summary>
/// <remarks>Only the products that may be among the largest are computed, so encoding costs about half of a matrix product and decoding next to nothing.</remarks>
public sealed class TopKAutoencoder : SparseAutoencoder
{
    private readonly EncoderIndex _index;
    private readonly Tensor _threshold = new(1);
    private readonly Variable _usedBias;

    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="encoderBias">F numbers.</param>
    /// <param name="decoder">F × the width of what is reconstructed.</param>
    /// <param name="decoderBias">As many numbers as the decoder has columns.</param>
    /// <param name="options">What libraries disagree about.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or k is not in 1 to F.</exception>
    public TopKAutoencoder(Tensor encoder, Tensor encoderBias, Tensor decoder, Tensor decoderBias, TopKOptions options)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(encoderBias);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(decoderBias);
        ArgumentNullException.ThrowIfNull(options);
        if (encoder.Rank != 2 || decoder.Rank != 2 || encoder.Rows != decoder.Rows || encoderBias.Count != encoder.Rows || decoderBias.Count != decoder.Columns)
        {
            throw new ArgumentException($"an encoder {encoder} with bias {encoderBias} and a decoder {decoder} with bias {decoderBias} do not fit together", nameof(encoder));
        }

        if (options.CentreInput && encoder.Columns != decoder.Columns)
        {
            throw new ArgumentException($"the decoder's bias of {decoderBias.Count} numbers cannot be taken off inputs of {encoder.Columns}: a transcoder leaves its input as it is", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.K, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.K, encoder.Rows);
        Encoder = Variable.Parameter("encoder", encoder);
        EncoderBias = Variable.Parameter("encoder_bias", encoderBias);
        _usedBias = options.UseEncoderBias ? EncoderBias : Variable.Constant(new Tensor(encoder.Rows));
        Decoder = Variable.Parameter("decoder", decoder);
        DecoderBias = Variable.Parameter("decoder_bias", decoderBias);
        Skip = options.Skip ? Variable.Parameter("skip", new Tensor(decoder.Columns, encoder.Columns)) : null;
        Parameters = Skip is null ? [Encoder, EncoderBias, Decoder, DecoderBias] : [Encoder, EncoderBias, Decoder, DecoderBias, Skip];
        (Options, K) = (options, options.K);
        Threshold = -1;
        Buffers = new Dictionary<string, Tensor> { ["threshold"] = _threshold };
        _index = new EncoderIndex(Encoder, options.RescaleByDecoderNorm);
    }

    /// <inheritdoc/>
    public override string Architecture => "topk";

    /// <inheritdoc/>
    public override int Width => Encoder.Value.Columns;

    /// <inheritdoc/>
    public override int Features => Encoder.Value.Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Buffers { get; }

    /// <summary>What libraries disagree about.</summary>
    public TopKOptions Options { get; }

    /// <summary>What a code exceeds in <see cref="EncodeByThreshold"/>; negative until a training learns it.</summary>
    public float Threshold
    {
        get => _threshold.Values[0];
        set => _threshold.Values[0] = value;
    }

    /// <summary>How many codes a token has; training may let it fall to that of <see cref="Options"/>.</summary>
    public int K { get; set; }

    /// <summary>F × d.</summary>
    public Variable Encoder { get; }

    /// <summary>F numbers.</summary>
    public Variable EncoderBias { get; }

    /// <summary>F × the width of what is reconstructed.</summary>
    public Variable Decoder { get; }

    /// <summary>As many numbers as the decoder has columns.</summary>
    public Variable DecoderBias { get; }

    /// <summary>The linear way past the codes, width of what is reconstructed × d; null where there is none.</summary>
    public Variable? Skip { get; }

    /// <summary>Says that the encoder was changed. Training does so; call it after writing to a parameter.</summary>
    public void Changed() => _index.Changed();

    /// <summary>The weights that codes are made and read with: those of <see cref="Parameters"/>, or with the lengths of the decoder's rows moved into the encoder.</summary>
    /// <param name="tape">Records it.</param>
    public CodeWeights Weights(Tape tape)
    {
        CodeWeights weights = Options.RescaleByDecoderNorm ? CodeWeights.Fold(tape, Encoder, _usedBias, Decoder) : new CodeWeights(Encoder, _usedBias, Decoder);
        return weights with { Encoder = _index.Searched(tape, weights.Encoder) };
    }

    /// <summary>Codes in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="k">How many of each token.</param>
    /// <param name="among">0 for features that may be selected, minus infinity for others; null for all.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows Encode(Tape tape, Variable x, int k, Tensor? among = null) => Encode(tape, Weights(tape), x, k, Options.Rectify, among);

    /// <summary>Codes in training, where weights are used more than once.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="weights">What <see cref="Weights"/> gave on this tape.</param>
    /// <param name="x">B × d.</param>
    /// <param name="k">How many of each token.</param>
    /// <param name="rectify">Whether what is negative among the largest becomes zero.</param>
    /// <param name="among">0 for features that may be selected, minus infinity for others; null for all.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows Encode(Tape tape, CodeWeights weights, Variable x, int k, bool rectify, Tensor? among = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return tape.EncodeTop(x, Options.CentreInput ? DecoderBias : null, weights.Encoder, _index.Rows, weights.EncoderBias, k, rectify, Options.Gradient, among, Options.Order);
    }

    /// <summary>Reconstruction in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B rows.</param>
    /// <param name="x">B × d, for the linear way past the codes.</param>
    public Variable Decode(Tape tape, SparseRows codes, Variable x) => Decode(tape, Weights(tape), codes, x);

    /// <summary>Reconstruction in training, where weights are used more than once.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="weights">What <see cref="Weights"/> gave on this tape.</param>
    /// <param name="codes">B rows.</param>
    /// <param name="x">B × d, for the linear way past the codes.</param>
    public Variable Decode(Tape tape, CodeWeights weights, SparseRows codes, Variable x)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Variable reconstruction = tape.Decode(codes, weights.Decoder, DecoderBias);
        return Skip is null ? reconstruction : tape.Add(reconstruction, tape.MatMul(x, Skip, transposeB: true));
    }

    /// <summary>What codes are selected from: the whole matrix, which training and <see cref="Encode(Tensor)"/> never make.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × F.</returns>
    public Tensor Preactivations(Tensor x)
    {
        var tape = new Tape { IsRecording = false };
        Variable centred = Options.CentreInput ? tape.Subtract(Variable.Constant(x), DecoderBias, Broadcast.Row) : Variable.Constant(x);
        return Weights(tape).Preactivations(tape, centred).Value.Copy();
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => Encode(new Tape { IsRecording = false }, Variable.Constant(x), K).ToDense();

    /// <summary>Codes that exceed <see cref="Threshold"/>, however many a token has: dictionary_learning's other way of inference. While it is not learned, all positive ones.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × F.</returns>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public Tensor EncodeByThreshold(Tensor x)
    {
        Tensor codes = Preactivations(x);
        float bound = Math.Max(Threshold, 0);
        foreach (ref float value in codes.Values)
        {
            value = value > bound ? value : 0;
        }

        return codes;
    }

    /// <inheritdoc/>
    public override Tensor Reconstruct(Tensor x)
    {
        var tape = new Tape { IsRecording = false };
        CodeWeights weights = Weights(tape);
        Variable input = Variable.Constant(x);
        return Decode(tape, weights, Encode(tape, weights, input, K, Options.Rectify), input).Value.Copy();
    }

    /// <inheritdoc/>
    public override Tensor Decode(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var tape = new Tape { IsRecording = false };
        return tape.Add(tape.MatMul(Variable.Constant(codes), Weights(tape).Decoder), DecoderBias, Broadcast.Row).Value.Copy();
    }
}
