using Sim.Numerics.Gradients;

namespace Sim.Interp.Conventions;

/// <summary>The gated variant of SAELens (gated_sae.py): the squared error, that of what open gates alone reconstruct, and the gates' sum, each times the length of its decoder's row.</summary>
/// <remarks>The gates' reconstruction trains the decoder too: nothing of it is held constant. Under a normalisation of rows the library takes the gates of these two terms from rows as they came; so does this.</remarks>
public sealed class SaeLensGatedTrainer : SaeLensTrainer
{
    private readonly GatedAutoencoder _model;
    private readonly SaeLensStandardOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="options">Options of the library.</param>
    public SaeLensGatedTrainer(GatedAutoencoder model, SaeLensStandardOptions options)
        : base(model, options) => (_model, _options) = (model, options);

    /// <inheritdoc/>
    private protected override SaeLensPass Run(Variable input, Variable target, long step)
    {
        Variable codes = _model.Encode(Tape, input, out Variable gate);
        Variable open = Tape.Relu(ReferenceEquals(input.Value, target.Value) ? gate : Tape.Add(_model.Products(Tape, target), _model.GateBias, Broadcast.Row));
        Variable weighted = Tape.Multiply(open, Tape.NormOfRows(_model.Decoder), Broadcast.Row);
        Variable sparsity = Tape.Scale(Tape.Sum(weighted), (float)(_options.SparsityWeight * WarmUp(step, _options.SparsityWarmUpSteps) / input.Value.Rows));
        Variable auxiliary = Losses.SumThenMean(Tape, Tape.Subtract(_model.Decode(Tape, open), target));
        return new SaeLensPass(new Codes(codes), Undo(_model.Decode(Tape, codes)), [("l1_loss", sparsity), ("auxiliary_reconstruction_loss", auxiliary)]);
    }
}
