using Sim.Numerics;

namespace Sim.Interp.Benchmark;

/// <summary>Directions whose codes have either sign, each half of the time: one axis with two meanings, as AbsTopK assumes it (arXiv 2510.00404; papers-sae §4).</summary>
public sealed class BidirectionalData : KnownData
{
    private readonly double _share;

    /// <summary>Makes it.</summary>
    /// <param name="seed">Seed of directions and batches.</param>
    /// <param name="truths">Number of directions.</param>
    /// <param name="width">Width of an activation.</param>
    /// <param name="active">Mean number of active codes of a token.</param>
    /// <param name="noise">Standard deviation of noise.</param>
    /// <param name="name">Name, where it stands for another setting.</param>
    public BidirectionalData(ulong seed, int truths = 64, int width = 32, int active = 3, double noise = 0.02, string name = "bidirectional")
        : base(name, seed, RandomDirections.Uniform(ForDirections(name, seed), truths, width), active, noise) => _share = (double)active / truths;

    /// <inheritdoc/>
    protected override void Activate(RandomStream random, Span<float> codes)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (ref float code in codes)
        {
            if (random.NextDouble() < _share)
            {
                float size = Size(random);
                code = random.NextDouble() < 0.5 ? size : -size;
            }
        }
    }
}
