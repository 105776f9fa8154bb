namespace Sim.Simulation.Models;

/// <summary>
/// Right-hand side of a vehicle model as static maths, so that <see cref="Rk4"/> is compiled for each model without virtual calls.
/// Implementations are pure and allocate nothing.
/// </summary>
public interface IStateModel
{
    /// <summary>Number of state variables, at most <see cref="Rk4.MaxStateCount"/>.</summary>
    static abstract int StateCount { get; }

    /// <summary>Writes dx/dt.</summary>
    /// <param name="state">State x, <see cref="StateCount"/> entries in the model's order.</param>
    /// <param name="input">Input before the model's limits.</param>
    /// <param name="parameters">Vehicle parameters.</param>
    /// <param name="derivative">Receives dx/dt, <see cref="StateCount"/> entries; must not overlap <paramref name="state"/>.</param>
    static abstract void Derivative(ReadOnlySpan<double> state, ModelInput input, VehicleParameterSet parameters, Span<double> derivative);
}
