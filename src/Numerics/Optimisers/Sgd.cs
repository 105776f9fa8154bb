using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Optimisers;

/// <summary>Gradient descent with momentum, as torch 1.13's SGD: the first step takes the gradient for the momentum's average, without damping.</summary>
/// <remarks>g ← g + decay·p; b ← g at the first step, else momentum·b + (1 − damping)·g; p ← p − rate·b, or p − rate·(g + momentum·b) with Nesterov's look ahead.</remarks>
public sealed class Sgd : Optimiser
{
    private readonly SgdOptions _options;

    /// <summary>An optimiser that has taken no step.</summary>
    /// <param name="parameters">What it changes; their names differ.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="options">Constants; null for plain descent.</param>
    /// <exception cref="ArgumentException">A parameter is none, two have one name, or Nesterov's step is asked for without momentum or with damping.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public Sgd(IEnumerable<Variable> parameters, double rate, SgdOptions? options = null)
        : base(parameters, rate, (options ?? new SgdOptions()).Momentum == 0 ? [] : ["momentum_buffer"])
    {
        _options = options ?? new SgdOptions();
        _options.Check();
    }

    private protected override void Update(Tensor parameter, Tensor gradient, Tensor[] buffers, long step)
    {
        var constants = new SgdKernel.Constants((float)-Rate, (float)_options.Momentum, (float)(1 - _options.Damping), (float)_options.Decay, _options.IsNesterov, step == 1);
        Workers.For(parameter.Count, SgdKernel.Grain, new SgdKernel(parameter.Memory, gradient.Memory, buffers.Length == 0 ? default : buffers[0].Memory, constants));
    }
}
