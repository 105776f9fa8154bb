using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// g-SAE (arXiv 2411.10397; interp §1.9): the k features with the largest <c>z (1 + β |W_dec g|)</c> are kept with their codes z = ReLU(pre), where g is the gradient of the model's loss at the activation. The rule and β are
/// from a summary, not from the paper's body. A trained model selects by codes alone.
/// </summary>
public sealed class GradientSaeTrainer : PaperTrainer
{
    private readonly TopKAutoencoder _model;
    private readonly double _beta;
    private readonly Func<Tensor, Tensor> _gradients;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that rectifies; changed.</param>
    /// <param name="beta">How much the gradient counts; 0 for a plain TopK.</param>
    /// <param name="gradients">Gradients of the model's loss at the activations of a batch: B × d, of the same scale for every batch.</param>
    /// <param name="options">What the paper leaves open.</param>
    public GradientSaeTrainer(TopKAutoencoder model, double beta, Func<Tensor, Tensor> gradients, PaperOptions options)
        : base(model, model?.Decoder!, options)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        (_model, _beta, _gradients) = (model!, beta, gradients);
    }

    /// <summary>Codes of features that are selected with the help of gradients.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="model">The model.</param>
    /// <param name="x">B × d.</param>
    /// <param name="gradient">B × d.</param>
    /// <param name="beta">How much the gradient counts.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable Select(Tape tape, TopKAutoencoder model, Variable x, Tensor gradient, double beta)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(gradient);
        if (!gradient.HasShape(x.Value.Shape))
        {
            throw new ArgumentException($"gradients are a {gradient}, activations a {x.Value}", nameof(gradient));
        }

        Variable centred = model.Options.CentreInput ? tape.Subtract(x, model.DecoderBias, Broadcast.Row) : x;
        Variable codes = tape.Relu(model.Weights(tape).Preactivations(tape, centred));
        Tensor scores = Products.MatMul(gradient, model.Decoder.Value, transposeB: true), mask = tape.Zeros(scores.Shape);
        for (int i = 0; i < scores.Count; i++)
        {
            scores.Values[i] = codes.Value.Values[i] * (1 + ((float)beta * MathF.Abs(scores.Values[i])));
        }

        tape.TopK(Variable.Constant(scores), model.K, out int[] columns);
        for (int i = 0; i < scores.Rows * model.K; i++)
        {
            mask.Row(i / model.K)[columns[i]] = 1;
        }

        return tape.Mask(codes, mask);
    }

    /// <inheritdoc/>
    protected override void Changed() => _model.Changed();

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        ArgumentNullException.ThrowIfNull(input);
        Variable codes = Select(Tape, _model, input, _gradients(input.Value), _beta);
        return Result(new Codes(codes), Tape.Add(Tape.MatMul(codes, _model.Decoder), _model.DecoderBias, Broadcast.Row), target);
    }
}
