namespace Sim.Simulation.Models;

/// <summary>The classic fourth-order Runge-Kutta step with the input held over the step. Pure, allocates nothing, any thread.</summary>
public static class Rk4
{
    /// <summary>Largest number of state variables.</summary>
    public const int MaxStateCount = 16;

    /// <summary>Advances a state in place.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="state">State, the model's count of entries.</param>
    /// <param name="input">Input, constant over the step.</param>
    /// <param name="parameters">Vehicle parameters.</param>
    /// <param name="dtSeconds">Step length, s.</param>
    /// <exception cref="ArgumentException">The span's length is not the model's.</exception>
    public static void Step<TModel>(Span<double> state, ModelInput input, VehicleParameterSet parameters, double dtSeconds)
        where TModel : struct, IStateModel
    {
        int n = TModel.StateCount;
        if (state.Length != n)
            throw new ArgumentException($"The model has {n} state variables, found {state.Length}.", nameof(state));

        Span<double> work = stackalloc double[5 * MaxStateCount];
        var k1 = work[..n];
        var k2 = work.Slice(MaxStateCount, n);
        var k3 = work.Slice(2 * MaxStateCount, n);
        var k4 = work.Slice(3 * MaxStateCount, n);
        var x = work.Slice(4 * MaxStateCount, n);

        TModel.Derivative(state, input, parameters, k1);
        double half = 0.5 * dtSeconds;
        for (int i = 0; i < n; i++)
            x[i] = state[i] + half * k1[i];
        TModel.Derivative(x, input, parameters, k2);
        for (int i = 0; i < n; i++)
            x[i] = state[i] + half * k2[i];
        TModel.Derivative(x, input, parameters, k3);
        for (int i = 0; i < n; i++)
            x[i] = state[i] + dtSeconds * k3[i];
        TModel.Derivative(x, input, parameters, k4);
        double sixth = dtSeconds / 6.0;
        for (int i = 0; i < n; i++)
            state[i] += sixth * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    }
}
