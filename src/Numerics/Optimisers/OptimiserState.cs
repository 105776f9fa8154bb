using Sim.Numerics.Tensors;

namespace Sim.Numerics.Optimisers;

/// <summary>What an optimiser remembers between steps.</summary>
/// <param name="Steps">How many steps each parameter has taken, by its name.</param>
/// <param name="Tensors">Moments by the parameter's name, a dot and torch's name of the moment, such as <c>W_enc.exp_avg</c>; none for a parameter that took no step.</param>
public sealed record OptimiserState(IReadOnlyDictionary<string, long> Steps, IReadOnlyDictionary<string, Tensor> Tensors);
