using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// JumpReLU as dictionary_learning trains it (trainers/jumprelu.py; interp §0.7, §1.4): thresholds themselves are learned, codes after the jump are compared with them for the count of active
/// ones, and the penalty is <c>(L0 / target − 1)²</c>. Adam keeps no mean of gradients.
/// </summary>
public sealed class JumpReluTrainer : DictionaryLearningTrainer
{
    private readonly JumpReluAutoencoder _model;
    private readonly JumpReluTrainerOptions _options;
    private readonly DeadFeatures _dead;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model whose thresholds are learned themselves; changed.</param>
    /// <param name="options">Options of the library.</param>
    public JumpReluTrainer(JumpReluAutoencoder model, JumpReluTrainerOptions options)
        : base(model, options?.LearningRate ?? 7e-5, options!, new AdamOptions { Beta1 = 0 })
    {
        ArgumentNullException.ThrowIfNull(options);
        (_model, _options, _dead) = (model, options, new DeadFeatures(model.Features));
    }

    /// <inheritdoc/>
    public override int DeadFeatures => _dead.CountDead(_options.DeadAfterTokens + 1);

    /// <summary>Tokens since each feature fired.</summary>
    public ReadOnlySpan<long> TokensSinceFired => _dead.Since;

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        ArgumentNullException.ThrowIfNull(target);
        Variable thresholds = _model.Thresholds(Tape);
        Variable values = _model.Encode(Tape, input, thresholds, out Variable preactivations);
        Variable reconstruction = _model.Decode(Tape, values);
        Variable squares = Losses.SumThenMean(Tape, Tape.Subtract(target, reconstruction));
        Variable active = Jump.MeanActive(Tape, values, thresholds, (float)_model.Options.Bandwidth);
        Variable penalty = Tape.Square(Tape.Scale(active, (float)(1 / _options.TargetActive), -1));
        Variable loss = Tape.Add(squares, Tape.Scale(penalty, (float)(_options.Penalty * _options.PenaltyShare(step))));
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["l2_loss"] = squares.Value.Values[0],
            ["l0"] = active.Value.Values[0],
            ["loss"] = loss.Value.Values[0],
        };
        _dead.Count(Fired(values.Value), target.Value.Rows);
        return new Pass(new Codes(values), reconstruction, loss, terms) { Preactivations = preactivations };
    }

    /// <inheritdoc/>
    protected override void ShapeGradients()
    {
        DecoderRows.Project(_model.Decoder.Gradient!, _model.Decoder.Value, 1e-6f);
        Clipping.ByGlobalNorm(_model.Parameters, 1);
    }

    /// <inheritdoc/>
    protected override void ShapeParameters(long step) => DecoderRows.Normalise(_model.Decoder.Value);

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

    // A feature fires where its codes of the batch add up to more than zero; below a negative threshold codes may be negative.
    private static bool[] Fired(Tensor codes)
    {
        float[] sums = new float[codes.Columns];
        for (int row = 0; row < codes.Rows; row++)
        {
            Elementwise.Add(codes.Row(row), sums, sums);
        }

        return Array.ConvertAll(sums, sum => sum > 0);
    }
}
