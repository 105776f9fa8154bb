using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>Variational autoencoder with a fixed variance of 1 (arXiv 2509.22994; interp §1.16): <c>μ = ReLU(pre)</c>, of which k may be kept, <c>z = μ</c> or a sample around it, and ½‖μ‖² is penalised. A trained model uses μ.</summary>
public sealed class VariationalTrainer : PaperTrainer
{
    private readonly StandardAutoencoder _model;
    private readonly VariationalOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed. It keeps all positive codes: with k select among them.</param>
    /// <param name="options">What the paper leaves open.</param>
    public VariationalTrainer(StandardAutoencoder model, VariationalOptions options)
        : base(model, model?.Decoder!, options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_model, _options) = (model!, options);
    }

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        Variable mean = _model.Encode(Tape, input);
        mean = _options.K is { } k ? Tape.KeepTopK(mean, k) : mean;
        Variable codes = _options.Sample ? VariationalPenalty.Sample(Tape, mean, Variable.Constant(Tape.Zeros(mean.Value.Shape)), Variable.Constant(Noise(mean.Value, step))) : mean;
        double weight = _options.DivergenceWeight * (step >= _options.RiseSteps ? 1 : (double)step / _options.RiseSteps);
        return Result(new Codes(mean), _model.Decode(Tape, codes), target, ("divergence", Tape.Scale(VariationalPenalty.Fixed(Tape, mean), (float)weight)));
    }

    private Tensor Noise(Tensor like, long step)
    {
        var random = new RandomStream(Seed.Derive(_options.Seed, "variational", (int)(step % int.MaxValue), "training"));
        Tensor noise = Tape.New(like.Shape);
        foreach (ref float value in noise.Values)
        {
            value = (float)random.NextNormal();
        }

        return noise;
    }
}
