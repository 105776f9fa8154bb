using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>What the trainers of dictionary_learning for ReLU autoencoders share (interp §1.4): squares summed over dimensions and averaged over tokens, and a penalty on codes that warms up.</summary>
public abstract class StandardTrainerBase : DictionaryLearningTrainer
{
    private readonly SparsityOptions _options;
    private readonly DeadFeatures _dead;
    private readonly FeatureResampling? _resampling;
    private Tensor? _input;

    private protected StandardTrainerBase(StandardAutoencoder model, SparsityOptions options, FeatureResampling? resampling = null, AdamOptions? adam = null)
        : base(model, options?.LearningRate ?? 1e-3, options!, adam, resampling?.Every)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Autoencoder, _options, _dead, _resampling) = (model, options, new DeadFeatures(model.Features), resampling);
    }

    /// <inheritdoc/>
    public sealed override int DeadFeatures => _dead.CountDead(_options.DeadAfterTokens);

    private protected StandardAutoencoder Autoencoder { get; }

    // The penalty on codes, without weight and warm-up.
    private protected abstract Variable Penalty(Variable codes);

    // The weight of the penalty in this step; adds terms, and may change what the next step will do.
    private protected virtual double Weight(Variable codes, double penalty, long step, IDictionary<string, double> terms)
    {
        terms["sparsity_loss"] = penalty;
        return _options.Penalty * _options.PenaltyShare(step);
    }

    /// <inheritdoc/>
    protected sealed override Pass Forward(Variable input, Variable target, long step)
    {
        ArgumentNullException.ThrowIfNull(target);
        _input = input?.Value;
        Variable values = Autoencoder.Encode(Tape, input!);
        Variable reconstruction = Autoencoder.Decode(Tape, values);
        Variable error = Tape.Subtract(target, reconstruction);
        Variable squares = Losses.SumThenMean(Tape, error);
        Variable penalty = Penalty(values);
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["l2_loss"] = Losses.MeanLength(error.Value), ["mse_loss"] = squares.Value.Values[0] };
        Variable loss = Tape.Add(squares, Tape.Scale(penalty, (float)Weight(values, penalty.Value.Values[0], step, terms)));
        terms["loss"] = loss.Value.Values[0];
        var codes = new Codes(values);
        _dead.Count(codes, target.Value.Rows);
        _resampling?.Count(codes);
        return new Pass(codes, reconstruction, loss, terms);
    }

    /// <inheritdoc/>
    protected override void ShapeGradients() => DecoderRows.Project(Autoencoder.Decoder.Gradient!, Autoencoder.Decoder.Value, 0f);

    /// <inheritdoc/>
    protected override void ShapeParameters(long step)
    {
        DecoderRows.Normalise(Autoencoder.Decoder.Value, 0);
        _resampling?.Run(Autoencoder, Moments, _input!, step);
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.SaveMore(state);
        state.Counters["since_fired"] = _dead.Since.ToArray();
        _resampling?.Save(state);
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        base.RestoreMore(state);
        _dead.Restore(state.Counter("since_fired", Model.Features));
        _resampling?.Restore(state);
    }
}
