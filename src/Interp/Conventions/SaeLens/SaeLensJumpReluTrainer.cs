using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>JumpReLU as SAELens trains it (jumprelu_sae.py): the squared error, and either the number of codes of a token (their gradient goes to thresholds alone) or a smooth stand-in for it.</summary>
public sealed class SaeLensJumpReluTrainer : SaeLensTrainer
{
    private readonly JumpReluAutoencoder _model;
    private readonly SaeLensJumpReluOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model whose thresholds are held as logarithms; changed. The library begins with thresholds of 0.01 and a bandwidth of 0.05.</param>
    /// <param name="options">Options of the library.</param>
    /// <exception cref="ArgumentException">The model's thresholds have another form.</exception>
    public SaeLensJumpReluTrainer(JumpReluAutoencoder model, SaeLensJumpReluOptions options)
        : base(model, options)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Options.Form != ThresholdForm.Logarithm || model.Options.RectifyFirst)
        {
            throw new ArgumentException("SAELens trains logarithms of thresholds and does not rectify first; make the model with ThresholdForm.Logarithm", nameof(model));
        }

        (_model, _options) = (model, options);
    }

    /// <inheritdoc/>
    private protected override SaeLensPass Run(Variable input, Variable target, long step)
    {
        Variable thresholds = _model.Thresholds(Tape), codes = _model.Encode(Tape, input, thresholds, out Variable preactivations);
        double weight = _options.SparsityWeight * WarmUp(step, _options.SparsityWarmUpSteps);
        bool needsNorms = _options.Tanh || (_options.PreactivationWeight is not null && DeadFeatures > 0);
        Variable? norms = needsNorms ? Tape.NormOfRows(_model.Decoder) : null;
        Variable sparsity = _options.Tanh
            ? Tape.Scale(Tape.Sum(Tape.Tanh(Tape.Scale(Tape.Multiply(codes, norms!, Broadcast.Row), (float)_options.TanhScale))), (float)(weight / input.Value.Rows))
            : Tape.Scale(Jump.MeanActive(Tape, preactivations, thresholds, (float)_model.Options.Bandwidth), (float)weight);
        var terms = new List<(string, Variable?)> { ("l0_loss", sparsity) };
        if (_options.PreactivationWeight is { } preactivationWeight)
        {
            terms.Add(("pre_act_loss", DeadFeatures > 0 ? Lack(preactivations, thresholds, norms!, preactivationWeight) : null));
        }

        return new SaeLensPass(new Codes(codes), Undo(_model.Decode(Tape, codes)), terms) { Preactivations = preactivations };
    }

    private Variable Lack(Variable preactivations, Variable thresholds, Variable norms, double weight)
    {
        Tensor dead = AmongDead();
        foreach (ref float value in dead.Values)
        {
            value = value == 0 ? 1 : 0;
        }

        Variable lacking = Tape.Relu(Tape.Negate(Tape.Subtract(preactivations, thresholds, Broadcast.Row)));
        Variable weighted = Tape.Multiply(lacking, Tape.Multiply(norms, Variable.Constant(dead)), Broadcast.Row);
        return Tape.Scale(Tape.Sum(weighted), (float)(weight / preactivations.Value.Rows));
    }
}
