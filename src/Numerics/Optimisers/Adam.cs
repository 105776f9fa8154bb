using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Optimisers;

/// <summary>Adam (Kingma and Ba 2015), or AdamW (Loshchilov and Hutter 2019) where the decay is decoupled, as torch 1.13 computes them without AMSGrad.</summary>
/// <remarks>
/// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; p ← p − rate/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). A decay w adds w·p to the gradient first, or, decoupled, multiplies p by 1 − rate·w first.
/// </remarks>
public sealed class Adam : Optimiser
{
    private readonly AdamOptions _options;

    /// <summary>An optimiser that has taken no step.</summary>
    /// <param name="parameters">What it changes; their names differ.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="options">Constants; null for torch's defaults of Adam.</param>
    /// <exception cref="ArgumentException">A parameter is none, or two have one name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public Adam(IEnumerable<Variable> parameters, double rate, AdamOptions? options = null)
        : base(parameters, rate, "exp_avg", "exp_avg_sq")
    {
        _options = options ?? new AdamOptions();
        _options.Check();
    }

    private protected override void Update(Tensor parameter, Tensor gradient, Tensor[] buffers, long step)
    {
        double correction1 = 1 - Math.Pow(_options.Beta1, step), correction2 = 1 - Math.Pow(_options.Beta2, step);
        var constants = new AdamKernel.Constants(
            (float)_options.Beta1,
            (float)(1 - _options.Beta1),
            (float)_options.Beta2,
            (float)(1 - _options.Beta2),
            (float)Math.Sqrt(correction2),
            (float)_options.Epsilon,
            (float)-(Rate / correction1),
            _options.IsDecoupled ? 0 : (float)_options.Decay,
            _options.IsDecoupled ? (float)(1 - (Rate * _options.Decay)) : 1);
        Workers.For(parameter.Count, AdamKernel.Grain, new AdamKernel(parameter.Memory, gradient.Memory, buffers[0].Memory, buffers[1].Memory, constants));
    }
}
