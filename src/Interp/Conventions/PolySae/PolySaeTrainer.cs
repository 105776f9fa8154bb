using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>PolySAE as its authors train it, in a fork of SAELens (sae_lens/saes/polysae.py): the loss of TopK or BatchTopK, and after each step the directions are made orthonormal again.</summary>
public sealed class PolySaeTrainer : SaeLensSelectingTrainer
{
    private readonly PolyAutoencoder _model;
    private readonly double _thresholdRate;
    private PolyWeights? _weights;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="options">Options of the library.</param>
    public PolySaeTrainer(PolyAutoencoder model, SaeLensTopKOptions options)
        : base(model, options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_model, _thresholdRate) = (model, options.ThresholdRate);
    }

    /// <inheritdoc/>
    protected override SparseRows Select(Variable input)
    {
        _weights = _model.Weights(Tape);
        SparseRows codes = _model.Encode(Tape, _weights, input);
        if (_model.Options.Batch)
        {
            _model.Threshold = Learned(_model.Threshold, codes, _thresholdRate);
        }

        return codes;
    }

    /// <inheritdoc/>
    protected override SparseRows SelectAmong(Variable input, int count, Tensor among) => _model.EncodeTop(Tape, _weights!, input, count, among);

    /// <inheritdoc/>
    protected override Variable Decode(Variable input, SparseRows codes) => _model.Decode(Tape, _weights!, codes);

    /// <inheritdoc/>
    protected override void ShapeParameters()
    {
        _model.Decoder.Retract();
        _model.Changed();
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        base.SaveMore(state);
        state.Numbers["threshold"] = [_model.Threshold];
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        base.RestoreMore(state);
        _model.Threshold = state.Number("threshold", 1)[0];
        _model.Changed();
    }
}
