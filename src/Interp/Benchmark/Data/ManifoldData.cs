using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>
/// Concepts that are points on circles and tori, each in a subspace of its own (concept manifolds, arXiv 2604.28119; papers-sae §14): <c>x = Σ Vᵢ p</c> over active concepts, with p on the
/// circle of radius 1 in two dimensions or on the product of two circles in four. Its replication has 48 manifolds in 128 dimensions.
/// </summary>
public sealed class ManifoldData : KnownData
{
    private readonly double _share;
    private readonly KnownManifold[] _manifolds;

    /// <summary>Makes it.</summary>
    /// <param name="seed">Seed of subspaces and batches.</param>
    /// <param name="circles">Number of circles.</param>
    /// <param name="tori">Number of tori.</param>
    /// <param name="width">Width of an activation.</param>
    /// <param name="concepts">Mean number of active concepts of a token.</param>
    /// <param name="active">Codes of a token that an autoencoder is given.</param>
    /// <param name="noise">Standard deviation of noise.</param>
    /// <param name="name">Name, where it stands for another setting.</param>
    public ManifoldData(ulong seed, int circles = 12, int tori = 4, int width = 48, double concepts = 2, int active = 4, double noise = 0.02, string name = "manifold")
        : base(name, seed, Subspaces(ForDirections(name, seed), circles, tori, width), active, noise)
    {
        _share = concepts / (circles + tori);
        _manifolds = [.. Enumerable.Range(0, circles).Select(i => new KnownManifold(2 * i, 2)), .. Enumerable.Range(0, tori).Select(i => new KnownManifold((2 * circles) + (4 * i), 4))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KnownManifold> Manifolds => _manifolds;

    /// <inheritdoc/>
    protected override void Activate(RandomStream random, Span<float> codes)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (KnownManifold manifold in _manifolds)
        {
            if (random.NextDouble() >= _share)
            {
                continue;
            }

            float radius = manifold.Dimensions == 2 ? 1 : MathF.Sqrt(0.5f);
            for (int i = 0; i < manifold.Dimensions; i += 2)
            {
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
                codes[manifold.First + i] = radius * (float)cosine;
                codes[manifold.First + i + 1] = radius * (float)sine;
            }
        }
    }

    private static Tensor Subspaces(RandomStream random, int circles, int tori, int width)
    {
        var all = new Tensor((2 * circles) + (4 * tori), width);
        for (int first = 0; first < all.Rows;)
        {
            int dimensions = first < 2 * circles ? 2 : 4;
            RandomDirections.Orthonormal(random, dimensions, width).Values.CopyTo(all.Slice(first, dimensions).Values);
            first += dimensions;
        }

        return all;
    }
}
