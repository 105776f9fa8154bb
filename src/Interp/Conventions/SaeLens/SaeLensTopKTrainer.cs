using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>TopK as SAELens trains it (topk_sae.py). The library's default model rescales codes by the decoder's norms.</summary>
public sealed class SaeLensTopKTrainer : SaeLensSelectingTrainer
{
    private readonly TopKAutoencoder _model;
    private CodeWeights? _weights;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="options">Options of the library.</param>
    /// <exception cref="ArgumentException">The model has a linear way past the codes, which the library does not train.</exception>
    public SaeLensTopKTrainer(TopKAutoencoder model, SaeLensTopKOptions options)
        : base(model, options)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model.Skip is null ? model : throw new ArgumentException("SAELens trains no linear way past the codes; sparsify does", nameof(model));
    }

    /// <inheritdoc/>
    protected override SparseRows Select(Variable input)
    {
        _weights = _model.Weights(Tape);
        return _model.Encode(Tape, _weights, input, _model.K, _model.Options.Rectify);
    }

    /// <inheritdoc/>
    protected override SparseRows SelectAmong(Variable input, int count, Tensor among) => _model.Encode(Tape, _weights!, input, count, rectify: false, among);

    /// <inheritdoc/>
    protected override Variable Decode(Variable input, SparseRows codes) => _model.Decode(Tape, _weights!, codes, input);

    /// <inheritdoc/>
    protected override void ShapeParameters() => _model.Changed();

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        base.RestoreMore(state);
        _model.Changed();
    }
}
