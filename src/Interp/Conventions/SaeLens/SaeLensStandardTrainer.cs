using Sim.Numerics.Gradients;

namespace Sim.Interp.Conventions;

/// <summary>The standard variant of SAELens (standard_sae.py): the squared error and the norm of a token's codes, each times the length of its decoder's row.</summary>
public sealed class SaeLensStandardTrainer : SaeLensTrainer
{
    private readonly StandardAutoencoder _model;
    private readonly SaeLensStandardOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="options">Options of the library.</param>
    public SaeLensStandardTrainer(StandardAutoencoder model, SaeLensStandardOptions options)
        : base(model, options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Norm, nameof(options));
        (_model, _options) = (model, options);
    }

    /// <inheritdoc/>
    private protected override SaeLensPass Run(Variable input, Variable target, long step)
    {
        Variable preactivations = _model.Preactivations(Tape, input), codes = Tape.Relu(preactivations);
        Variable weighted = Tape.Multiply(codes, Tape.NormOfRows(_model.Decoder), Broadcast.Row);
        Variable norms = _options.Norm == 1 ? weighted : PowerNorm.OfRows(Tape, weighted, _options.Norm);
        Variable sparsity = Tape.Scale(Tape.Sum(norms), (float)(_options.SparsityWeight * WarmUp(step, _options.SparsityWarmUpSteps) / input.Value.Rows));
        return new SaeLensPass(new Codes(codes), Undo(_model.Decode(Tape, codes)), [("l1_loss", sparsity)]) { Preactivations = preactivations };
    }
}
