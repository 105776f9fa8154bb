using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// ITDA (arXiv 2505.17769): atoms are activations that were reconstructed badly, so nothing is trained by gradients. Codes are those of a matching pursuit that takes the largest magnitude and keeps the sign. No bias,
/// and activations are not normalised. Made by an <see cref="ItdaBuilder"/>.
/// </summary>
public sealed class ItdaAutoencoder : PursuitAutoencoder
{
    /// <summary>Makes a model from its atoms.</summary>
    /// <param name="atoms">F × d, of unit length.</param>
    /// <param name="tags">Where each atom came from.</param>
    /// <param name="k">How many atoms are chosen for a token.</param>
    /// <exception cref="ArgumentException">There are not as many tags as atoms, or k is not positive.</exception>
    public ItdaAutoencoder(Tensor atoms, IReadOnlyList<AtomTag> tags, int k)
        : base(atoms, k, null)
    {
        ArgumentNullException.ThrowIfNull(tags);
        Tags = tags.Count == Features ? [.. tags] : throw new ArgumentException($"there are {tags.Count} tags for {Features} atoms", nameof(tags));
    }

    /// <inheritdoc/>
    public override string Architecture => "itda";

    /// <summary>Where each atom came from.</summary>
    public IReadOnlyList<AtomTag> Tags { get; }

    /// <summary>Share of atoms that two dictionaries over the same data have in common: those in both by those in either. How alike two models are; over several layers, give the tags of all.</summary>
    /// <param name="a">Tags of one.</param>
    /// <param name="b">Tags of the other.</param>
    /// <returns>0 to 1; 0 where both are empty.</returns>
    public static double Jaccard(IEnumerable<AtomTag> a, IEnumerable<AtomTag> b)
    {
        var first = new HashSet<AtomTag>(a);
        var second = new HashSet<AtomTag>(b);
        int both = first.Count(second.Contains), either = first.Count + second.Count - both;
        return either == 0 ? 0 : (double)both / either;
    }

    private protected override PursuitCodes Choose(Tape tape, Variable centred, int k, Tensor? dropped) => MatchingPursuit.Run(tape, centred, Dictionary, Index, k, RankBy.Magnitude, dropped);
}
