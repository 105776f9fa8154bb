using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// Feature Choice (arXiv 2411.02124; interp §1.10). Features are ranked by their running frequency; the Zipf curve gives each its number of tokens of the batch. aux_zipf_loss, whose formula was not found, is ours: features that
/// fire less than a share of what their rank lets expect reconstruct the residual, as dead ones do in AuxK. Mutual Choice is BatchTopK's selection: train it as that.
/// </summary>
public sealed class FeatureChoiceTrainer : PaperTrainer
{
    private readonly FeatureChoiceAutoencoder _model;
    private readonly FeatureChoiceOptions _options;
    private readonly double[] _frequencies;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="options">Budgets and what the paper leaves open.</param>
    public FeatureChoiceTrainer(FeatureChoiceAutoencoder model, FeatureChoiceOptions options)
        : base(model, model?.Decoder!, options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.K);
        (_model, _options, _frequencies) = (model!, options, new double[model!.Features]);
    }

    /// <summary>Running share of tokens in which each feature is positive before the selection.</summary>
    public ReadOnlySpan<double> Frequencies => _frequencies;

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        Variable positive = _model.Positive(Tape, input);
        int rows = positive.Value.Rows, features = _model.Features;
        Follow(positive.Value, step);
        int[] order = FeatureChoice.Order(_frequencies), byRank = FeatureChoice.Budgets(features, rows, (long)(_options.K * rows), _options.Alpha, _options.Beta), budgets = new int[features];
        for (int rank = 0; rank < features; rank++)
        {
            budgets[order[rank]] = byRank[rank];
        }

        Variable codes = FeatureChoice.Keep(Tape, positive, budgets);
        Learn(codes.Value);
        Variable reconstruction = _model.Decode(Tape, codes);
        Tensor among = Tape.New(features);
        int starved = 0;
        for (int feature = 0; feature < features; feature++)
        {
            bool below = _frequencies[feature] < _options.AuxiliaryShare * budgets[feature] / rows;
            among.Values[feature] = below ? 0 : float.NegativeInfinity;
            starved += below ? 1 : 0;
        }

        Variable? auxiliary = null;
        if (starved > 0 && _options.AuxiliaryWeight > 0)
        {
            // Before the rectifier: what never fires has nothing behind it.
            Variable all = Tape.Add(Tape.Add(_model.Products(Tape, input), _model.EncoderBias, Broadcast.Row), Variable.Constant(among), Broadcast.Row);
            int count = Math.Min(_options.AuxiliaryK, starved);
            Variable values = Tape.TopK(all, count, out int[] columns);
            Variable residual = Tape.Detach(Tape.Subtract(target, reconstruction));
            Variable left = Tape.Subtract(residual, Tape.Decode(SparseRows.Even(features, count, columns, values), _model.Decoder, null));
            auxiliary = Tape.Scale(Losses.SumThenMean(Tape, left), (float)_options.AuxiliaryWeight);
        }

        return Result(new Codes(codes), reconstruction, target, ("aux_zipf", auxiliary));
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.SaveMore(state);
        state.Numbers["frequencies"] = [.. _frequencies];
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.RestoreMore(state);
        state.Number("frequencies", _frequencies.Length).CopyTo(_frequencies, 0);
    }

    private void Follow(Tensor positive, long step)
    {
        double kept = step == 0 ? 0 : _options.Kept;
        for (int feature = 0; feature < _frequencies.Length; feature++)
        {
            int count = 0;
            for (int row = 0; row < positive.Rows; row++)
            {
                count += positive[row, feature] > 0 ? 1 : 0;
            }

            _frequencies[feature] = (kept * _frequencies[feature]) + ((1 - kept) * count / positive.Rows);
        }
    }

    // The smallest code that a feature kept, as a running mean: a trained model cannot ask for a batch.
    private void Learn(Tensor codes)
    {
        for (int feature = 0; feature < _frequencies.Length; feature++)
        {
            float smallest = float.PositiveInfinity;
            for (int row = 0; row < codes.Rows; row++)
            {
                float code = codes[row, feature];
                smallest = code > 0 ? Math.Min(smallest, code) : smallest;
            }

            ref float threshold = ref _model.Thresholds.Values[feature];
            threshold = float.IsPositiveInfinity(smallest) ? threshold : threshold == 0 ? smallest : (float)((_options.Kept * threshold) + ((1 - _options.Kept) * smallest));
        }
    }
}
