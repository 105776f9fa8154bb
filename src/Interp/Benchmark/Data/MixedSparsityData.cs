using Sim.Numerics;

namespace Sim.Interp.Benchmark;

/// <summary>Tokens of two kinds, with few and with many active codes: the synthetic data of Group Bias Adaptation (arXiv 2506.14002; papers-sae §9: 128 directions, width 42, half of the tokens with 3, half with 20).</summary>
public sealed class MixedSparsityData : KnownData
{
    private readonly int _few;
    private readonly int _many;

    /// <summary>Makes it.</summary>
    /// <param name="seed">Seed of directions and batches.</param>
    /// <param name="truths">Number of directions.</param>
    /// <param name="width">Width of an activation.</param>
    /// <param name="few">Active codes of half of the tokens.</param>
    /// <param name="many">Active codes of the other half; at most <paramref name="truths"/>.</param>
    /// <param name="active">Codes of a token that an autoencoder is given; null for <paramref name="many"/>, with which the paper's TopK does best.</param>
    public MixedSparsityData(ulong seed, int truths = 128, int width = 42, int few = 3, int many = 20, int? active = null)
        : base("mixed sparsity", seed, RandomDirections.Uniform(ForDirections("mixed sparsity", seed), truths, width), active ?? many, 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(few, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(many, truths);
        (_few, _many) = (few, many);
    }

    /// <inheritdoc/>
    protected override void Activate(RandomStream random, Span<float> codes)
    {
        ArgumentNullException.ThrowIfNull(random);
        int left = random.NextDouble() < 0.5 ? _few : _many;
        while (left > 0)
        {
            ref float code = ref codes[random.NextInt(codes.Length)];
            if (code == 0)
            {
                (code, left) = (Size(random), left - 1);
            }
        }
    }
}
