using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// OMP-SAE as overcomplete has it: k times the atom not yet chosen with the largest product with what is left joins the chosen ones, and all their codes are found again, not negative, by a few steps of
/// projected gradients towards the least squares. Codes are constants in training: the dictionary learns from decoding alone.
/// </summary>
public sealed class OrthogonalPursuitAutoencoder : PursuitAutoencoder
{
    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="dictionary">F × d.</param>
    /// <param name="k">How many atoms are chosen for a token, at most F.</param>
    /// <param name="iterations">Steps of the least squares after each choice, at most; positive.</param>
    /// <param name="bias">d numbers; null for none.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or a number is out of its range.</exception>
    public OrthogonalPursuitAutoencoder(Tensor dictionary, int k, int iterations = 10, Tensor? bias = null)
        : base(dictionary, k, bias)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, Features);
        Iterations = iterations;
    }

    /// <inheritdoc/>
    public override string Architecture => "omp";

    /// <summary>Steps of the least squares after each choice, at most.</summary>
    public int Iterations { get; }

    private protected override PursuitCodes Choose(Tape tape, Variable centred, int k, Tensor? dropped)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, Features);
        return OrthogonalPursuit.Run(tape, centred.Value, Dictionary.Value, Index, k, Iterations, dropped);
    }
}
