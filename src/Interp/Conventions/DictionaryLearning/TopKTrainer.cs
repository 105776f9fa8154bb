using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>TopK as dictionary_learning trains it (trainers/top_k.py; interp §1.1).</summary>
public sealed class TopKTrainer : DictionaryLearningTrainer
{
    private readonly TopKAutoencoder _model;
    private readonly TopKTrainerOptions _options;
    private readonly DeadFeatures _dead;
    private double _threshold = -1;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that centres its input and rectifies; changed.</param>
    /// <param name="options">Options of the library.</param>
    public TopKTrainer(TopKAutoencoder model, TopKTrainerOptions options)
        : base(model, options?.LearningRate ?? ScaledRate(model?.Features ?? 1), options!)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        (_model, _options, _dead) = (model, options, new DeadFeatures(model.Features));
    }

    /// <summary>Running mean of the smallest positive selected code; negative until it is learned. Inference may keep what exceeds it instead of the k largest.</summary>
    public double Threshold => _threshold;

    /// <inheritdoc/>
    public override int DeadFeatures => _dead.CountDead(_options.DeadAfterTokens);

    /// <summary>Tokens since each feature fired.</summary>
    public ReadOnlySpan<long> TokensSinceFired => _dead.Since;

    /// <inheritdoc/>
    protected override void Prepare(Tensor input, Tensor target, long step)
    {
        if (step == 0)
        {
            GeometricMedian.Of(input).CopyTo(_model.DecoderBias.Value.Values);
        }
    }

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        SparseRows codes = _model.Encode(Tape, input, _model.K);
        if (step > _options.ThresholdStartStep)
        {
            LearnThreshold(codes);
        }

        Variable reconstruction = _model.Decode(Tape, codes, input);
        var pass = new Codes(codes);
        _dead.Count(pass, input.Value.Rows, selectedCounts: true);
        Variable error = Tape.Subtract(target, reconstruction);
        Variable squares = Losses.SumThenMean(Tape, error);
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["l2_loss"] = squares.Value.Values[0], ["auxk_loss"] = 0 };
        Variable loss = squares;
        if (_options.AuxiliaryWeight > 0 && AuxiliaryLoss(input, error, terms) is { } auxiliary)
        {
            loss = Tape.Add(squares, Tape.Scale(auxiliary, (float)_options.AuxiliaryWeight));
        }

        terms["loss"] = loss.Value.Values[0];
        return new Pass(pass, reconstruction, loss, terms);
    }

    /// <inheritdoc/>
    protected override void ShapeGradients()
    {
        DecoderRows.Project(_model.Decoder.Gradient!, _model.Decoder.Value, 1e-6f);
        Clipping.ByGlobalNorm(_model.Parameters, 1);
    }

    /// <inheritdoc/>
    protected override void ShapeParameters(long step)
    {
        if (_options.AnnealSteps is { } steps)
        {
            double ratio = (double)Math.Min(step, steps) / steps;
            _model.K = (int)((_model.Width * (1 - ratio)) + (_model.Options.K * ratio));
        }

        DecoderRows.Normalise(_model.Decoder.Value);
        _model.Changed();
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.SaveMore(state);
        state.Counters["since_fired"] = _dead.Since.ToArray();
        state.Counters["k"] = [_model.K];
        state.Numbers["threshold"] = [_threshold];
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        base.RestoreMore(state);
        _dead.Restore(state.Counter("since_fired", _model.Features));
        _model.K = (int)state.Counter("k", 1)[0];
        _threshold = state.Number("threshold", 1)[0];
        _model.Changed();
    }

    // The residual is a target here: no gradient flows back through it. The decoder's bias is not added, and the loss is a share of the residual's variance.
    private Variable? AuxiliaryLoss(Variable input, Variable error, SortedDictionary<string, double> terms)
    {
        int dead = DeadFeatures;
        if (dead == 0)
        {
            return null;
        }

        int count = Math.Min(_options.AuxiliaryK ?? (_model.Width / 2), dead);
        SparseRows codes = _model.Encode(Tape, input, count, _dead.Among(_options.DeadAfterTokens, Tape.New(_model.Features)));
        Variable residual = Tape.Detach(error);
        Variable loss = Losses.SumThenMean(Tape, Tape.Subtract(residual, Tape.Decode(codes, _model.Decoder, null)));
        double variance = Losses.Variance(residual.Value);
        terms["pre_norm_auxk_loss"] = loss.Value.Values[0];
        double share = loss.Value.Values[0] / variance;
        if (double.IsNaN(share))
        {
            return null;
        }

        terms["auxk_loss"] = share;
        return Tape.Scale(loss, (float)(1 / variance));
    }

    private void LearnThreshold(SparseRows codes)
    {
        double sum = 0;
        for (int row = 0; row < codes.RowCount; row++)
        {
            double smallest = double.PositiveInfinity;
            for (int i = codes.Starts[row]; i < codes.Starts[row + 1]; i++)
            {
                float value = codes.Values.Value.Values[i];
                smallest = value > 0 ? Math.Min(smallest, value) : smallest;
            }

            sum += smallest;
        }

        // A token without any positive code would make the mean infinite, and the threshold for good.
        double mean = sum / codes.RowCount;
        if (double.IsFinite(mean))
        {
            _threshold = _threshold < 0 ? mean : (_options.ThresholdKept * _threshold) + ((1 - _options.ThresholdKept) * mean);
        }
    }
}
