using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>Activations that are drawn from a model whose directions and codes are known, so that what a sparse autoencoder finds can be compared with the truth.</summary>
/// <remarks>The seed gives the directions; with a purpose's name it gives a batch, whatever was drawn before. Immutable; drawing is safe from several threads.</remarks>
public abstract class KnownData
{
    private readonly ulong _seed;
    private readonly double _noise;

    /// <summary>Takes what a structure is made of.</summary>
    /// <param name="name">Name of the structure; part of every seed.</param>
    /// <param name="seed">Seed of directions and batches.</param>
    /// <param name="directions">T × d, rows of unit length.</param>
    /// <param name="active">Codes of a token that an autoencoder is given.</param>
    /// <param name="noise">Standard deviation of the normal noise on each dimension; 0 for none.</param>
    protected KnownData(string name, ulong seed, Tensor directions, int active, double noise)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(directions);
        ArgumentOutOfRangeException.ThrowIfLessThan(active, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        (Name, _seed, Directions, Active, _noise) = (name, seed, directions, active, noise);
    }

    /// <summary>Name of the structure.</summary>
    public string Name { get; }

    /// <summary>True directions: T × d, rows of unit length. Not to be changed.</summary>
    public Tensor Directions { get; }

    /// <summary>Codes of a token that an autoencoder is given: the mean number of true ones, rounded, unless the structure says otherwise.</summary>
    public int Active { get; }

    /// <summary>Width of an activation, d.</summary>
    public int Width => Directions.Columns;

    /// <summary>The manifolds that directions span; none where directions stand for themselves.</summary>
    public virtual IReadOnlyList<KnownManifold> Manifolds => [];

    /// <summary>Draws tokens.</summary>
    /// <param name="count">How many.</param>
    /// <param name="purpose">What they are for; the same name gives the same tokens.</param>
    public KnownBatch Draw(int count, string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var random = new RandomStream(Seed.Derive(_seed, "sae-benchmark/" + Name, 0, purpose));
        Tensor codes = new(count, Directions.Rows), x = new(count, Width);
        for (int row = 0; row < count; row++)
        {
            Span<float> to = x.Row(row);
            Activate(random, codes.Row(row));
            Compose(codes.Row(row), to);
            for (int i = 0; _noise > 0 && i < to.Length; i++)
            {
                to[i] += (float)random.NextNormal(0, _noise);
            }
        }

        return new KnownBatch(x, codes);
    }

    /// <summary>Draws the codes of one token.</summary>
    /// <param name="random">The only source of chance.</param>
    /// <param name="codes">T zeros; receives the codes.</param>
    protected abstract void Activate(RandomStream random, Span<float> codes);

    /// <summary>Makes an activation from codes: the sum of directions, unless the structure says otherwise.</summary>
    /// <param name="codes">T codes.</param>
    /// <param name="x">d zeros; receives the activation.</param>
    protected virtual void Compose(ReadOnlySpan<float> codes, Span<float> x)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] != 0)
            {
                RowProducts.AddScaled(x, codes[i], Directions.Row(i));
            }
        }
    }

    /// <summary>The stream that the directions of a structure are drawn from.</summary>
    /// <param name="name">Name of the structure.</param>
    /// <param name="seed">Its seed.</param>
    protected static RandomStream ForDirections(string name, ulong seed) => new(Seed.Derive(seed, "sae-benchmark/" + name, 0, "directions"));

    /// <summary>A size of a code that is active: uniform in 0.5 to 1.5.</summary>
    /// <param name="random">The source of chance.</param>
    protected static float Size(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return (float)random.NextUniform(0.5, 1.5);
    }
}
