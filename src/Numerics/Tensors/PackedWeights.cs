namespace Sim.Numerics.Tensors;

/// <summary>Weights of an encoder laid out for <see cref="SparseCodes.EncodeTopK(ReadOnlySpan{float}, ReadOnlySpan{float}, PackedWeights, ReadOnlySpan{float}, int, Span{float}, Span{int}, RankBy)"/>, for use with many batches.</summary>
/// <remarks>A copy: later changes of the weights do not reach it. Reading from several threads is safe; disposing of it while another thread reads is not.</remarks>
public sealed unsafe class PackedWeights : IDisposable
{
    private Scratch? _scratch;

    /// <summary>Lays weights out.</summary>
    /// <param name="weights">The weights by rows.</param>
    /// <param name="inputs">Length of an input.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="byFeature">Whether a row belongs to a feature, as in a linear layer of PyTorch; else to an input.</param>
    /// <exception cref="ArgumentException">The number of weights is not inputs × features.</exception>
    public PackedWeights(ReadOnlySpan<float> weights, int inputs, int features, bool byFeature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(features);
        RowLoop.Require(nameof(weights), checked(inputs * features), weights.Length);
        (Inputs, Features) = (inputs, features);
        Width = Lanes.Best;
        fixed (float* from = weights)
        {
            _scratch = Width switch
            {
                Lanes.Width.Vector512 => EncodeKernel<GemmTile512>.Pack(from, byFeature, inputs, features),
                Lanes.Width.Vector256 => EncodeKernel<GemmTile256>.Pack(from, byFeature, inputs, features),
                _ => EncodeKernel<GemmTileScalar>.Pack(from, byFeature, inputs, features),
            };
        }
    }

    /// <summary>Length of an input.</summary>
    public int Inputs { get; }

    /// <summary>Number of features.</summary>
    public int Features { get; }

    internal Lanes.Width Width { get; }

    internal float* Pointer => _scratch is { } scratch ? scratch.Pointer : throw new ObjectDisposedException(nameof(PackedWeights));

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _scratch?.Dispose();
        _scratch = null;
    }
}
