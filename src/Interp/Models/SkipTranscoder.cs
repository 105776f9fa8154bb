using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// A transcoder with a linear way past its codes: <c>ŷ = decode(encode(x)) + x W_skipᵀ</c>, where y is what a block of a model makes of x (Paulo et al., arXiv 2501.18823; SAELens' skip_transcoder). Around any model whose decoder is
/// linear. Training TopK with such a way is a matter of <see cref="TopKOptions.Skip"/>.
/// </summary>
/// <remarks>As in SAELens, <see cref="Decode"/> knows the codes only; <see cref="Reconstruct"/> adds the rest.</remarks>
public sealed class SkipTranscoder : SparseAutoencoder
{
    private readonly LinearAutoencoder _inner;

    /// <summary>Makes a model.</summary>
    /// <param name="inner">The way through codes. It leaves its input as it is.</param>
    /// <param name="skip">Width of what is reconstructed × d; zeros to begin with.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or the inner model takes its decoder's bias off the input.</exception>
    public SkipTranscoder(LinearAutoencoder inner, Tensor skip)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(skip);
        if (inner.CentresInput)
        {
            throw new ArgumentException("a transcoder's decoder has the bias of another place than its input; make the inner model without centring", nameof(inner));
        }

        if (!skip.HasShape(inner.Decoder.Value.Columns, inner.Width))
        {
            throw new ArgumentException($"a way past the codes is a {skip}, expected {inner.Decoder.Value.Columns} × {inner.Width}", nameof(skip));
        }

        (_inner, Skip) = (inner, Variable.Parameter("skip", skip));
        Parameters = [.. inner.Parameters, Skip];
    }

    /// <inheritdoc/>
    public override string Architecture => _inner is JumpReluAutoencoder ? "jumprelu_skip_transcoder" : "skip_transcoder";

    /// <inheritdoc/>
    public override int Width => _inner.Width;

    /// <inheritdoc/>
    public override int Features => _inner.Features;

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Buffers => _inner.Buffers;

    /// <summary>The way through codes.</summary>
    public LinearAutoencoder Inner => _inner;

    /// <summary>The way past them: width of what is reconstructed × d.</summary>
    public Variable Skip { get; }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => _inner.Encode(x);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor codes) => _inner.Decode(codes);

    /// <inheritdoc/>
    public override Tensor Reconstruct(Tensor x)
    {
        Tensor result = _inner.Reconstruct(x);
        Products.MatMulInto(result, x, Skip.Value, transposeB: true, beta: 1);
        return result;
    }
}
