using Sim.Numerics;

namespace Sim.Simulation.Models;

/// <summary>
/// CommonRoad's kinematic single-track model KS. State: 0 x, 1 y of the rear axle (m), 2 front wheel angle (rad), 3 speed (m/s), 4 heading (rad).
/// </summary>
public readonly struct KsModel : IStateModel
{
    /// <inheritdoc/>
    public static int StateCount => 5;

    /// <inheritdoc/>
    public static void Derivative(ReadOnlySpan<double> state, ModelInput input, VehicleParameterSet parameters, Span<double> derivative)
    {
        double steer = state[2], v = state[3];
        var u = input.Limited(steer, v, parameters);
        var (sin, cos) = Pinned.SinCos(state[4]);
        derivative[0] = v * cos;
        derivative[1] = v * sin;
        derivative[2] = u.SteerRateRps;
        derivative[3] = u.AccelMps2;
        derivative[4] = v / parameters.WheelbaseM * Pinned.Tan(steer);
    }
}
