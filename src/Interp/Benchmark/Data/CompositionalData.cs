using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>
/// Codes that mean more together than apart, in the form that PolySAE's decoder has (arXiv 2602.01322; interp §1.6, one U for all orders): with <c>a = zDP</c>, the projection of the sum of
/// directions on a subspace of low rank, <c>x = zD + w₂ (a∘a) C₂ᵀ + w₃ (a∘a∘a) C₃ᵀ</c>. With D = UC₁ᵀ these are the first columns of its U, so that it can hold the data exactly. Where a code's products with itself are left out, a linear decoder explains each code alone in full, and only products of different codes are beyond it.
/// </summary>
public sealed class CompositionalData : KnownData
{
    private readonly double _share;
    private readonly double _second;
    private readonly double _third;
    private readonly bool _withItself;
    private readonly Tensor _u;
    private readonly Tensor _pairs;
    private readonly Tensor _triples;

    /// <summary>Makes it.</summary>
    /// <param name="seed">Seed of directions and batches.</param>
    /// <param name="second">Size of products of two codes; at 1 a pair adds about as much as a direction.</param>
    /// <param name="third">Size of products of three.</param>
    /// <param name="withItself">Whether a code's products with itself count, as in PolySAE's decoder.</param>
    /// <param name="rank">Rank of the shared subspace.</param>
    /// <param name="truths">Number of directions.</param>
    /// <param name="width">Width of an activation.</param>
    /// <param name="active">Mean number of active codes of a token.</param>
    /// <param name="noise">Standard deviation of noise.</param>
    /// <param name="name">Name, where it stands for another setting.</param>
    public CompositionalData(ulong seed, double second = 0.5, double third = 0.25, bool withItself = true, int rank = 8, int truths = 64, int width = 32, int active = 3, double noise = 0.02, string name = "compositional")
        : base(name, seed, RandomDirections.Uniform(ForDirections(name, seed), truths, width), active, noise)
    {
        RandomStream random = ForDirections(name, seed).Fork("products");
        (_share, _withItself) = ((double)active / truths, withItself);
        _u = Products.MatMul(Directions, RandomDirections.Orthonormal(random, rank, width), transposeB: true);
        foreach (ref float value in _u.Values)
        {
            value *= MathF.Sqrt((float)width / rank);
        }

        _pairs = RandomDirections.Orthonormal(random, rank, width);
        _triples = RandomDirections.Orthonormal(random, rank, width);

        // Rows of U have about unit length, so a product of two rows has about 1/√R and of three 1/R.
        (_second, _third) = (second * Math.Sqrt(rank) / 2, third * rank / 6);
    }

    /// <inheritdoc/>
    protected override void Activate(RandomStream random, Span<float> codes)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (ref float code in codes)
        {
            code = random.NextDouble() < _share ? Size(random) : 0;
        }
    }

    /// <inheritdoc/>
    protected override void Compose(ReadOnlySpan<float> codes, Span<float> x)
    {
        base.Compose(codes, x);
        for (int r = 0; r < _u.Columns; r++)
        {
            double one = 0, two = 0, three = 0;
            for (int i = 0; i < codes.Length; i++)
            {
                if (codes[i] != 0)
                {
                    double a = codes[i] * _u[i, r];
                    (one, two, three) = (one + a, two + (a * a), three + (a * a * a));
                }
            }

            // Taken off the square and the cube of the sum, the sums of powers leave products of different codes.
            double pairs = (one * one) - (_withItself ? 0 : two), triples = (one * one * one) - (_withItself ? 0 : (3 * one * two) - (2 * three));
            RowProducts.AddScaled(x, (float)(_second * pairs), _pairs.Row(r));
            RowProducts.AddScaled(x, (float)(_third * triples), _triples.Row(r));
        }
    }
}
