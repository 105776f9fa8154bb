using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>The loss of SAELens' variants that select codes (topk_sae.py): the squared error, and that of dead features which reconstruct what the others leave.</summary>
/// <remarks>
/// The auxiliary loss selects d / 2 dead features of a token (all where there are fewer) by their codes before the rectifier, keeps negative ones, and decodes them as any codes, with the decoder's bias. It is
/// scaled by the number of dead features over d / 2 where there are fewer, and not by any variance.
/// </remarks>
public abstract class SaeLensSelectingTrainer : SaeLensTrainer
{
    private readonly double _auxiliaryWeight;

    /// <summary>Makes a trainer over a model.</summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="options">Options of the library.</param>
    protected SaeLensSelectingTrainer(SparseAutoencoder model, SaeLensTopKOptions options)
        : base(model, options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _auxiliaryWeight = options.AuxiliaryWeight;
    }

    /// <summary>The codes of a batch. Called first in a pass.</summary>
    /// <param name="input">B × d, normalised.</param>
    protected abstract SparseRows Select(Variable input);

    /// <summary>Codes of some features only, of the same pass, not rectified.</summary>
    /// <param name="input">B × d, normalised.</param>
    /// <param name="count">How many of each token.</param>
    /// <param name="among">0 for features that may be selected, minus infinity for others.</param>
    protected abstract SparseRows SelectAmong(Variable input, int count, Tensor among);

    /// <summary>The reconstruction from codes of the same pass.</summary>
    /// <param name="input">B × d, normalised.</param>
    /// <param name="codes">B rows.</param>
    protected abstract Variable Decode(Variable input, SparseRows codes);

    /// <summary>A threshold that follows the smallest positive code of each batch; a batch without any leaves it.</summary>
    /// <param name="threshold">What it was; 0 at the beginning.</param>
    /// <param name="codes">The codes of a batch.</param>
    /// <param name="rate">Share of the new one.</param>
    protected static double Learned(double threshold, SparseRows codes, double rate)
    {
        ArgumentNullException.ThrowIfNull(codes);
        float smallest = float.PositiveInfinity;
        foreach (float value in codes.Values.Value.Values)
        {
            smallest = value > 0 && value < smallest ? value : smallest;
        }

        return float.IsPositiveInfinity(smallest) ? threshold : ((1 - rate) * threshold) + (rate * smallest);
    }

    /// <summary>Further terms of the loss.</summary>
    /// <param name="target">What is to be reconstructed.</param>
    /// <param name="codes">The codes.</param>
    private protected virtual IEnumerable<(string Name, Variable Term)> MoreTerms(Variable target, SparseRows codes) => [];

    /// <inheritdoc/>
    private protected sealed override SaeLensPass Run(Variable input, Variable target, long step)
    {
        SparseRows codes = Select(input);
        Variable reconstruction = Undo(Decode(input, codes));
        var terms = new List<(string, Variable?)> { ("auxiliary_reconstruction_loss", AuxiliaryLoss(input, Tape.Detach(Tape.Subtract(target, reconstruction)))) };
        foreach ((string name, Variable term) in MoreTerms(target, codes))
        {
            terms.Add((name, term));
        }

        return new SaeLensPass(new Codes(codes), reconstruction, terms);
    }

    private Variable? AuxiliaryLoss(Variable input, Variable residual)
    {
        int dead = DeadFeatures, half = input.Value.Columns / 2;
        if (dead == 0 || half == 0 || _auxiliaryWeight == 0)
        {
            return null;
        }

        SparseRows codes = SelectAmong(input, Math.Min(half, dead), AmongDead());
        Variable error = Tape.Subtract(Undo(Decode(input, codes)), residual);
        return Tape.Scale(Losses.SumThenMean(Tape, error), (float)(_auxiliaryWeight * Math.Min(dead / (double)half, 1)));
    }
}
