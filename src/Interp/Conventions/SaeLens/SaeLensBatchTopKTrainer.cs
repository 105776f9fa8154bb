using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// BatchTopK and Matryoshka as SAELens trains them (batchtopk_sae.py, matryoshka_batchtopk_sae.py). A Matryoshka's loss has, beside the terms of BatchTopK, the squared error of what the first groups alone
/// reconstruct, once for each number of groups but all; nothing is weighted.
/// </summary>
public sealed class SaeLensBatchTopKTrainer : SaeLensSelectingTrainer
{
    private readonly BatchTopKAutoencoder _model;
    private readonly double _thresholdRate;
    private CodeWeights? _weights;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed. Its threshold begins at 0.</param>
    /// <param name="options">Options of the library.</param>
    public SaeLensBatchTopKTrainer(BatchTopKAutoencoder model, SaeLensTopKOptions options)
        : base(model, options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        (_model, _thresholdRate, Threshold) = (model, options.ThresholdRate, Math.Max(model.Threshold, 0));
    }

    /// <summary>Running mean of the smallest positive code of batches, in double precision.</summary>
    public double Threshold { get; private set; }

    /// <inheritdoc/>
    protected override SparseRows Select(Variable input)
    {
        _weights = _model.Weights(Tape);
        SparseRows codes = _model.Encode(Tape, _weights, input);
        Threshold = Learned(Threshold, codes, _thresholdRate);
        _model.Threshold = (float)Threshold;
        return codes;
    }

    /// <inheritdoc/>
    protected override SparseRows SelectAmong(Variable input, int count, Tensor among) => _model.EncodeTop(Tape, _weights!, input, count, among, rectify: false);

    /// <inheritdoc/>
    protected override Variable Decode(Variable input, SparseRows codes) => _model.Decode(Tape, _weights!, codes);

    /// <inheritdoc/>
    private protected override IEnumerable<(string Name, Variable Term)> MoreTerms(Variable target, SparseRows codes)
    {
        int width = 0;
        for (int group = 0; group < _model.Groups.Count - 1; group++)
        {
            width += _model.Groups[group];
            Variable inner = Undo(_model.Decode(Tape, _weights!, Tape.KeepColumns(codes, 0, width)));
            yield return ($"inner_mse_loss_{width}", Losses.SumThenMean(Tape, Tape.Subtract(inner, target)));
        }
    }

    /// <inheritdoc/>
    protected override void ShapeParameters() => _model.Changed();

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        base.SaveMore(state);
        state.Numbers["threshold"] = [Threshold];
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        base.RestoreMore(state);
        Threshold = state.Number("threshold", 1)[0];
        _model.Changed();
    }
}
