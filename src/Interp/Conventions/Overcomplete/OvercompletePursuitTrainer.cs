using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>MP-SAE and OMP-SAE as overcomplete trains them (sae/mp_sae.py, sae/omp_sae.py; interp §1.5): the loss is the mean squared error. With a bias the model is the paper's (arXiv 2506.03093).</summary>
public sealed class OvercompletePursuitTrainer : OvercompleteTrainer
{
    private readonly PursuitAutoencoder _model;
    private readonly OvercompleteOptions _options;
    private readonly Tensor? _dropped;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="options">Options of the library.</param>
    /// <exception cref="ArgumentOutOfRangeException">The chance of a dropped atom is not in 0 to below 1.</exception>
    public OvercompletePursuitTrainer(PursuitAutoencoder model, OvercompleteOptions options)
        : base(model, model?.Dictionary!, options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (options.AtomDropout is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.AtomDropout, "the chance of a dropped atom is at least 0 and below 1");
        }

        (_model, _options, _dropped) = (model, options, options.AtomDropout > 0 ? new Tensor(model.Features) : null);
    }

    /// <summary>What the codes of the last pass leave of the activations. Valid until the next pass.</summary>
    public Tensor? Residual { get; private set; }

    /// <inheritdoc/>
    protected override void Changed() => _model.Changed();

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        PursuitCodes codes = _model.Pursue(Tape, input, _model.K, Dropped(step));
        Residual = codes.Residual;
        return Result(new Codes(codes.Codes), _model.Decode(Tape, codes.Codes), target);
    }

    private Tensor? Dropped(long step)
    {
        if (_dropped is null)
        {
            return null;
        }

        var random = new RandomStream(Seed.Derive(_options.Seed, "atom-dropout", (int)(step % int.MaxValue), "training"));
        bool any = false;
        foreach (ref float atom in _dropped.Values)
        {
            atom = random.NextUniform(0, 1) < _options.AtomDropout ? float.NegativeInfinity : 0;
            any |= atom != 0;
        }

        return any ? _dropped : null;
    }
}
