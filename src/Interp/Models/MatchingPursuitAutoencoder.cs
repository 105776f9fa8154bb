using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// MP-SAE (arXiv 2506.03093): k times the atom with the largest product with what is left of the activation joins the codes with that product, and is taken off. The product is signed: a code is negative only
/// where all products are. The same atom may be chosen again, so L0 is at most k.
/// </summary>
public sealed class MatchingPursuitAutoencoder : PursuitAutoencoder
{
    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="dictionary">F × d.</param>
    /// <param name="k">How many atoms are chosen for a token.</param>
    /// <param name="bias">d numbers, as in the paper; null for none, as in overcomplete.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or k is not positive.</exception>
    public MatchingPursuitAutoencoder(Tensor dictionary, int k, Tensor? bias = null)
        : base(dictionary, k, bias)
    {
    }

    /// <inheritdoc/>
    public override string Architecture => "mp";

    private protected override PursuitCodes Choose(Tape tape, Variable centred, int k, Tensor? dropped) => MatchingPursuit.Run(tape, centred, Dictionary, Index, k, RankBy.Value, dropped);
}
