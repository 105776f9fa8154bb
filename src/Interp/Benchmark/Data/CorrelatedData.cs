using Sim.Numerics;

namespace Sim.Interp.Benchmark;

/// <summary>Directions that are active together: within a group, whether they are comes from normal numbers with a given correlation (a Gaussian copula, as SynthSAEBench has it, arXiv 2602.14687).</summary>
public sealed class CorrelatedData : KnownData
{
    private readonly int _group;
    private readonly double _shared;
    private readonly double _own;
    private readonly double _threshold;

    /// <summary>Makes it.</summary>
    /// <param name="seed">Seed of directions and batches.</param>
    /// <param name="correlation">Correlation of the normal numbers of a group, 0 to 1.</param>
    /// <param name="group">Directions of a group; a divisor of <paramref name="truths"/>.</param>
    /// <param name="truths">Number of directions.</param>
    /// <param name="width">Width of an activation.</param>
    /// <param name="active">Mean number of active codes of a token.</param>
    /// <param name="noise">Standard deviation of noise.</param>
    public CorrelatedData(ulong seed, double correlation = 0.8, int group = 4, int truths = 64, int width = 32, int active = 3, double noise = 0.02)
        : base("correlated", seed, RandomDirections.Uniform(ForDirections("correlated", seed), truths, width), active, noise)
    {
        if (!(correlation >= 0 && correlation <= 1) || group < 1 || truths % group != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(correlation), $"a correlation of {correlation} in groups of {group} among {truths} directions: expected 0 to 1 and groups of one size");
        }

        (_group, _shared, _own) = (group, Math.Sqrt(correlation), Math.Sqrt(1 - correlation));
        _threshold = Pinned.NormalQuantile(1 - ((double)active / truths));
    }

    /// <inheritdoc/>
    protected override void Activate(RandomStream random, Span<float> codes)
    {
        ArgumentNullException.ThrowIfNull(random);
        double common = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            common = i % _group == 0 ? random.NextNormal() : common;
            codes[i] = (_shared * common) + (_own * random.NextNormal()) > _threshold ? Size(random) : 0;
        }
    }
}
