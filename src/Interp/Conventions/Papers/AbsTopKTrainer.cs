using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>AbsTopK (arXiv 2510.00404; interp §1.8): the k codes of the largest magnitude are kept with their sign. The paper takes nothing off the input and halves the squares; both are options.</summary>
public sealed class AbsTopKTrainer : PaperTrainer
{
    private readonly TopKAutoencoder _model;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that ranks by magnitude and does not rectify; changed.</param>
    /// <param name="options">What the paper leaves open.</param>
    /// <exception cref="ArgumentException">The model selects otherwise.</exception>
    public AbsTopKTrainer(TopKAutoencoder model, PaperOptions options)
        : base(model, model?.Decoder!, options) =>
        _model = model!.Options.Order == RankBy.Magnitude && !model.Options.Rectify ? model : throw new ArgumentException("AbsTopK ranks by magnitude and keeps signs", nameof(model));

    /// <inheritdoc/>
    protected override void Changed() => _model.Changed();

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        SparseRows codes = _model.Encode(Tape, input, _model.K);
        return Result(new Codes(codes), _model.Decode(Tape, codes, input), target);
    }
}
