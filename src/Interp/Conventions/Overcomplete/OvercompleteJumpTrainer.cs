using Sim.Numerics.Gradients;

namespace Sim.Interp.Conventions;

/// <summary>JumpReLU as overcomplete trains it (sae/jump_sae.py): thresholds are exponentials of what is trained, a kernel of choice pulls at them, and the penalty is the mean absolute code, not L0.</summary>
public sealed class OvercompleteJumpTrainer : OvercompleteTrainer
{
    private readonly JumpReluAutoencoder _model;
    private readonly OvercompleteOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model with logarithmic thresholds that does not centre its input; its decoder's bias stays as it is, zero in the library.</param>
    /// <param name="options">Options of the library.</param>
    /// <exception cref="ArgumentException">Thresholds are not logarithms.</exception>
    public OvercompleteJumpTrainer(JumpReluAutoencoder model, OvercompleteOptions options)
        : base(model, model?.Decoder!, options)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Options.Form != ThresholdForm.Logarithm || model.CentresInput)
        {
            throw new ArgumentException("overcomplete trains logarithms of thresholds, and takes nothing off activations", nameof(model));
        }

        (_model, _options) = (model, options);
    }

    /// <inheritdoc/>
    protected override void Changed()
    {
    }

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        Variable preactivations = Tape.Add(_model.Products(Tape, input), _model.EncoderBias, Broadcast.Row);
        Variable codes = JumpKernels.Rectify(Tape, Tape.Relu(preactivations), _model.Thresholds(Tape), _options.Kernel, (float)_model.Options.Bandwidth);
        Variable reconstruction = Tape.MatMul(codes, Dictionary);
        Variable absolute = Tape.Scale(Tape.Mean(Tape.Abs(codes)), (float)_options.AbsoluteWeight);
        return Result(new Codes(codes), reconstruction, target, ("absolute", absolute)) with { Preactivations = preactivations };
    }
}
