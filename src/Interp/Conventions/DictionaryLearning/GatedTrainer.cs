using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;

namespace Sim.Interp.Conventions;

/// <summary>
/// Gated autoencoders as dictionary_learning trains them (trainers/gdm.py; interp §1.4): beside the reconstruction, gates with their rectified size must reconstruct the input too, through a decoder
/// that does not learn from it, and it is they who pay the penalty. Adam keeps no mean of gradients.
/// </summary>
public sealed class GatedTrainer : DictionaryLearningTrainer
{
    private readonly GatedAutoencoder _model;
    private readonly SparsityOptions _options;
    private readonly DeadFeatures _dead;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that centres its input; changed.</param>
    /// <param name="options">Options of the library.</param>
    public GatedTrainer(GatedAutoencoder model, SparsityOptions options)
        : base(model, options?.LearningRate ?? 5e-5, options!, new AdamOptions { Beta1 = 0 })
    {
        ArgumentNullException.ThrowIfNull(options);
        (_model, _options, _dead) = (model, options, new DeadFeatures(model.Features));
    }

    /// <inheritdoc/>
    public override int DeadFeatures => _dead.CountDead(_options.DeadAfterTokens);

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        ArgumentNullException.ThrowIfNull(target);
        Variable values = _model.Encode(Tape, input, out Variable gate);
        Variable reconstruction = _model.Decode(Tape, values);
        Variable open = Tape.Relu(gate);
        Variable byGates = Tape.Add(Tape.MatMul(open, Tape.Detach(_model.Decoder)), Tape.Detach(_model.DecoderBias), Broadcast.Row);
        Variable squares = Losses.SumThenMean(Tape, Tape.Subtract(target, reconstruction));
        Variable auxiliary = Losses.SumThenMean(Tape, Tape.Subtract(target, byGates));
        Variable penalty = Losses.MeanOfSums(Tape, open);
        Variable loss = Tape.Add(Tape.Add(squares, Tape.Scale(penalty, (float)(_options.Penalty * _options.PenaltyShare(step)))), auxiliary);
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["mse_loss"] = squares.Value.Values[0],
            ["sparsity_loss"] = penalty.Value.Values[0],
            ["aux_loss"] = auxiliary.Value.Values[0],
            ["loss"] = loss.Value.Values[0],
        };
        var codes = new Codes(values);
        _dead.Count(codes, target.Value.Rows);
        return new Pass(codes, reconstruction, loss, terms) { Preactivations = gate };
    }

    /// <inheritdoc/>
    protected override void ShapeGradients() => DecoderRows.Project(_model.Decoder.Gradient!, _model.Decoder.Value, 0f);

    /// <inheritdoc/>
    protected override void ShapeParameters(long step) => DecoderRows.Normalise(_model.Decoder.Value, 0);

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.SaveMore(state);
        state.Counters["since_fired"] = _dead.Since.ToArray();
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        base.RestoreMore(state);
        _dead.Restore(state.Counter("since_fired", _model.Features));
    }
}
