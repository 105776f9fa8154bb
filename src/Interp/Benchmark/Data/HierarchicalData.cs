using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>
/// Parents and children (MP-SAE, arXiv 2506.03093; Matryoshka, arXiv 2503.17547): a child is active only with its parent, and excludes its siblings. Children are orthogonal to their parent
/// (the paper's conditional orthogonality) or lean on it, and siblings lean on one another, as its correlation within a level has it.
/// </summary>
public sealed class HierarchicalData : KnownData
{
    private readonly int _children;
    private readonly double _parentShare;
    private readonly double _childShare;

    /// <summary>Makes it.</summary>
    /// <param name="seed">Seed of directions and batches.</param>
    /// <param name="siblings">Cosine between siblings beside what they owe to their parent, 0 to below 1; with fewer dimensions than directions it is the expected one.</param>
    /// <param name="lean">Cosine between a child and its parent, 0 to below 1.</param>
    /// <param name="parents">Number of parents.</param>
    /// <param name="children">Children of a parent.</param>
    /// <param name="width">Width of an activation, more than two.</param>
    /// <param name="parentShare">How often a parent is active.</param>
    /// <param name="childShare">How often a child is active when its parent is.</param>
    /// <param name="noise">Standard deviation of noise.</param>
    /// <param name="name">Name, where it stands for another setting.</param>
    public HierarchicalData(
        ulong seed, double siblings = 0.4, double lean = 0, int parents = 8, int children = 7, int width = 32, double parentShare = 0.2, double childShare = 0.8, double noise = 0.02, string name = "hierarchical")
        : base(name, seed, Tree(ForDirections(name, seed), siblings, lean, parents, children, width), Math.Max(1, (int)Math.Round(parents * parentShare * (1 + childShare))), noise)
        => (_children, _parentShare, _childShare) = (children, parentShare, childShare);

    /// <inheritdoc/>
    protected override void Activate(RandomStream random, Span<float> codes)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (int parent = 0; parent < codes.Length; parent += _children + 1)
        {
            if (random.NextDouble() < _parentShare)
            {
                codes[parent] = Size(random);
                if (random.NextDouble() < _childShare)
                {
                    codes[parent + 1 + random.NextInt(_children)] = Size(random);
                }
            }
        }
    }

    private static Tensor Tree(RandomStream random, double siblings, double lean, int parents, int children, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 3);
        if (!(siblings >= 0 && siblings < 1 && lean >= 0 && lean < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(siblings), $"cosines of {siblings} and {lean} must be from 0 to below 1");
        }

        Tensor rows = RandomDirections.Uniform(random, parents * (children + 1), width);
        Tensor common = RandomDirections.Uniform(random, parents, width);
        for (int family = 0; family < parents; family++)
        {
            ReadOnlySpan<float> parent = rows.Row(family * (children + 1));
            Span<float> shared = common.Row(family);
            RandomDirections.TakeOff(shared, parent);
            RandomDirections.Normalise(shared);
            for (int child = 1; child <= children; child++)
            {
                Span<float> row = rows.Row((family * (children + 1)) + child);
                RandomDirections.TakeOff(row, parent);
                RandomDirections.TakeOff(row, shared);
                RandomDirections.Normalise(row);
                double own = Math.Sqrt((1 - siblings) * (1 - (lean * lean))), together = Math.Sqrt(siblings * (1 - (lean * lean)));
                RowProducts.Divide(row, (float)(1 / own));
                RowProducts.AddScaled(row, (float)together, shared);
                RowProducts.AddScaled(row, (float)lean, parent);
                RandomDirections.Normalise(row);
            }
        }

        return rows;
    }
}
