using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// The k·B largest codes of a batch (Bussmann et al., arXiv 2412.06410): <c>z</c> keeps the largest of <c>ReLU((x − b_dec) W_encᵀ + b_enc)</c> over all tokens together; a trained model,
/// whose codes must not depend on what else is in the batch, keeps what exceeds a threshold instead. With groups of features it is a Matryoshka (arXiv 2503.17547).
/// </summary>
public sealed class BatchTopKAutoencoder : LinearAutoencoder
{
    private readonly EncoderIndex _index;
    private readonly Tensor _threshold = new(1);
    private int _activeGroups;

    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="encoderBias">F numbers.</param>
    /// <param name="decoder">F × the width of what is reconstructed.</param>
    /// <param name="decoderBias">As many numbers as the decoder has columns.</param>
    /// <param name="options">What libraries disagree about.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, k is not positive or more than F, or the groups do not add up to F.</exception>
    public BatchTopKAutoencoder(Tensor encoder, Tensor encoderBias, Tensor decoder, Tensor decoderBias, BatchTopKOptions options)
        : base(encoder, decoder, decoderBias, options?.CentreInput ?? true)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.K > 0 && options.K <= Features))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.K, $"k must be above 0 and at most {Features}");
        }

        Groups = [.. options.Groups ?? [Features]];
        if (Groups.Sum(g => (long)g) != Features || Groups.Any(g => g <= 0))
        {
            throw new ArgumentException($"groups of {string.Join(", ", Groups)} features do not add up to {Features}", nameof(options));
        }

        EncoderBias = ByFeature("encoder_bias", encoderBias);
        Parameters = [Encoder, EncoderBias, Decoder, DecoderBias];
        (Options, K, _activeGroups) = (options, options.K, Groups.Count);
        Threshold = -1;
        Buffers = new Dictionary<string, Tensor> { ["threshold"] = _threshold };
        _index = new EncoderIndex(Encoder, options.RescaleByDecoderNorm);
    }

    /// <inheritdoc/>
    public override string Architecture => Options.Groups is null ? "batchtopk" : "matryoshka";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Buffers { get; }

    /// <summary>What libraries disagree about.</summary>
    public BatchTopKOptions Options { get; }

    /// <summary>How many codes a token has on average in training; training may let it fall to that of <see cref="Options"/>.</summary>
    public double K { get; set; }

    /// <summary>What a code must exceed in a trained model; negative until it is learned, and then every positive code is kept.</summary>
    public float Threshold
    {
        get => _threshold.Values[0];
        set => _threshold.Values[0] = value;
    }

    /// <summary>Sizes of the groups of features; one of all features where there are no groups.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>How many groups are used, from the first; codes of others are zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many, or it is less than 1.</exception>
    public int ActiveGroups
    {
        get => _activeGroups;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Groups.Count);
            _activeGroups = value;
        }
    }

    /// <summary>F numbers.</summary>
    public Variable EncoderBias { get; }

    /// <summary>Says that the encoder was changed. Training does so; call it after writing to a parameter.</summary>
    public void Changed() => _index.Changed();

    /// <summary>The weights that codes are made and read with: those of <see cref="Parameters"/>, or with the lengths of the decoder's rows moved into the encoder.</summary>
    /// <param name="tape">Records it.</param>
    public CodeWeights Weights(Tape tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        CodeWeights weights = Options.RescaleByDecoderNorm ? CodeWeights.Fold(tape, Encoder, EncoderBias, Decoder) : new CodeWeights(Encoder, EncoderBias, Decoder);
        return weights with { Encoder = _index.Searched(tape, weights.Encoder) };
    }

    /// <summary>Codes in training: the largest of the batch. Those that are zero are not held.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows Encode(Tape tape, Variable x) => Encode(tape, Weights(tape), x);

    /// <summary>Codes in training, where weights are used more than once.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="weights">What <see cref="Weights"/> gave on this tape.</param>
    /// <param name="x">B × d.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows Encode(Tape tape, CodeWeights weights, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(x);
        SparseRows codes = tape.EncodeBatchTop(x, Options.CentreInput ? DecoderBias : null, weights.Encoder, Options.UseEncoderBias ? weights.EncoderBias : null, (long)(K * x.Value.Rows));
        return ActiveGroups == Groups.Count ? codes : tape.KeepColumns(codes, 0, Groups.Take(ActiveGroups).Sum());
    }

    /// <summary>The largest codes of each token among some features: for losses that bring back dead ones.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="perRow">How many of each token.</param>
    /// <param name="among">0 for features that may be selected, minus infinity for others.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows EncodeTop(Tape tape, Variable x, int perRow, Tensor among) => EncodeTop(tape, Weights(tape), x, perRow, among, rectify: true);

    /// <summary>The largest codes of each token among some features, where weights are used more than once.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="weights">What <see cref="Weights"/> gave on this tape.</param>
    /// <param name="x">B × d.</param>
    /// <param name="perRow">How many of each token.</param>
    /// <param name="among">0 for features that may be selected, minus infinity for others.</param>
    /// <param name="rectify">Whether what is negative among the largest becomes zero.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows EncodeTop(Tape tape, CodeWeights weights, Variable x, int perRow, Tensor among, bool rectify)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return tape.EncodeTop(x, Options.CentreInput ? DecoderBias : null, weights.Encoder, _index.Rows, Options.UseEncoderBias ? weights.EncoderBias : null, perRow, rectify, among: among);
    }

    /// <summary>Reconstruction in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B rows.</param>
    public Variable Decode(Tape tape, SparseRows codes) => Decode(tape, Weights(tape), codes);

    /// <summary>Reconstruction in training, where weights are used more than once.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="weights">What <see cref="Weights"/> gave on this tape.</param>
    /// <param name="codes">B rows.</param>
    public Variable Decode(Tape tape, CodeWeights weights, SparseRows codes)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return tape.Decode(codes, weights.Decoder, DecoderBias);
    }

    /// <summary>What codes are selected from: the whole matrix.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × F.</returns>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public Tensor Preactivations(Tensor x)
    {
        var tape = new Tape { IsRecording = false };
        CodeWeights weights = Weights(tape);
        Variable input = Variable.Constant(x), products = tape.MatMul(Options.CentreInput ? tape.Subtract(input, DecoderBias, Broadcast.Row) : input, weights.Encoder, transposeB: true);
        return (Options.UseEncoderBias ? tape.Add(products, weights.EncoderBias, Broadcast.Row) : products).Value.Copy();
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x)
    {
        Tensor codes = Preactivations(x);
        int used = Groups.Take(ActiveGroups).Sum();
        float bound = Math.Max(Threshold, 0);
        for (int row = 0; row < codes.Rows; row++)
        {
            Span<float> values = codes.Row(row);
            values[used..].Clear();
            foreach (ref float value in values[..used])
            {
                value = value > bound ? value : 0;
            }
        }

        return codes;
    }

    /// <inheritdoc/>
    public override Variable Decode(Tape tape, Variable codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return tape.Add(tape.MatMul(codes, Weights(tape).Decoder), DecoderBias, Broadcast.Row);
    }

    /// <summary>Codes of a whole batch as training selects them: the largest over all its tokens.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × F.</returns>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public Tensor EncodeBatch(Tensor x) => Encode(new Tape { IsRecording = false }, Variable.Constant(x)).ToDense();
}
