using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// The k·B largest codes of a batch (Bussmann et al., arXiv 2412.06410): <c>z</c> keeps the largest of <c>ReLU((x − b_dec) W_encᵀ + b_enc)</c> over all tokens together; a trained model,
/// whose codes must not depend on what else is in the batch, keeps what exceeds a threshold instead. With groups of features it is a Matryoshka (arXiv 2503.17547).
/// </summary>
public sealed class BatchTopKAutoencoder : LinearAutoencoder
{
    private readonly InnerProductIndex _index;
    private readonly Tensor _threshold = new(1);
    private bool _stale;
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
        _index = new InnerProductIndex(encoder);
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
    public void Changed() => _stale = true;

    /// <summary>Codes in training: the largest of the batch. Those that are zero are not held.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows Encode(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        Refresh();
        SparseRows codes = tape.EncodeBatchTop(x, Options.CentreInput ? DecoderBias : null, Encoder, _index, Options.UseEncoderBias ? EncoderBias : null, (long)(K * x.Value.Rows));
        return ActiveGroups == Groups.Count ? codes : tape.KeepColumns(codes, 0, Groups.Take(ActiveGroups).Sum());
    }

    /// <summary>The largest codes of each token among some features: for losses that bring back dead ones.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="perRow">How many of each token.</param>
    /// <param name="among">0 for features that may be selected, minus infinity for others.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public SparseRows EncodeTop(Tape tape, Variable x, int perRow, Tensor among)
    {
        Refresh();
        return tape.EncodeTop(x, Options.CentreInput ? DecoderBias : null, Encoder, _index, Options.UseEncoderBias ? EncoderBias : null, perRow, rectify: true, among: among);
    }

    /// <summary>Reconstruction in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="codes">B rows.</param>
    public Variable Decode(Tape tape, SparseRows codes) => tape.Decode(codes, Decoder, DecoderBias);

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x)
    {
        var tape = new Tape { IsRecording = false };
        Variable products = Products(tape, Variable.Constant(x));
        Tensor codes = (Options.UseEncoderBias ? tape.Add(products, EncoderBias, Broadcast.Row) : products).Value.Copy();
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

    /// <summary>Codes of a whole batch as training selects them: the largest over all its tokens.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>B × F.</returns>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public Tensor EncodeBatch(Tensor x) => Encode(new Tape { IsRecording = false }, Variable.Constant(x)).ToDense();

    private void Refresh()
    {
        if (_stale)
        {
            _index.Refresh();
            _stale = false;
        }
    }
}
