using Sim.Numerics;

namespace Sim.Interp.Benchmark;

/// <summary>The reference: each direction is active by itself, all equally often (Elhage et al., Toy Models of Superposition; arXiv 2209.10652). Directions are random, twice as many as dimensions.</summary>
public sealed class IndependentData : KnownData
{
    private readonly double _share;

    /// <summary>Makes it.</summary>
    /// <param name="seed">Seed of directions and batches.</param>
    /// <param name="truths">Number of directions.</param>
    /// <param name="width">Width of an activation.</param>
    /// <param name="active">Mean number of active codes of a token.</param>
    /// <param name="noise">Standard deviation of noise.</param>
    /// <param name="name">Name, where it stands for another setting than the reference.</param>
    public IndependentData(ulong seed, int truths = 64, int width = 32, int active = 3, double noise = 0.02, string name = "independent")
        : base(name, seed, RandomDirections.Uniform(ForDirections(name, seed), truths, width), active, noise) => _share = (double)active / truths;

    /// <inheritdoc/>
    protected override void Activate(RandomStream random, Span<float> codes)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (ref float code in codes)
        {
            code = random.NextDouble() < _share ? Size(random) : 0;
        }
    }
}
