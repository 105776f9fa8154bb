using Sim.Numerics;

namespace Sim.Simulation.Models;

/// <summary>
/// CommonRoad's dynamic single-track model ST with linear tyres and longitudinal load transfer. State: 0 x, 1 y of the centre of mass (m), 2 front
/// wheel angle (rad), 3 speed (m/s), 4 heading (rad), 5 yaw rate (rad/s), 6 slip angle (rad). Below 0.1 m/s in size it is kinematic, as published.
/// Parameter sets 1 to 3; the truck has no tyre data.
/// </summary>
public readonly struct StModel : IStateModel
{
    /// <summary>Speed below which the kinematic equations hold, m/s.</summary>
    public const double SwitchSpeedMps = 0.1;

    /// <inheritdoc/>
    public static int StateCount => 7;

    /// <inheritdoc/>
    public static void Derivative(ReadOnlySpan<double> state, ModelInput input, VehicleParameterSet parameters, Span<double> derivative)
    {
        double steer = state[2], v = state[3], heading = state[4], yawRate = state[5], slip = state[6];
        var u = input.Limited(steer, v, parameters);
        double front = parameters.FrontAxleM, rear = parameters.RearAxleM, wheelbase = parameters.WheelbaseM;
        derivative[2] = u.SteerRateRps;
        derivative[3] = u.AccelMps2;

        if (Math.Abs(v) < SwitchSpeedMps)
        {
            double tan = Pinned.Tan(steer), cos = Pinned.Cos(steer);
            double perCos2 = 1.0 / (cos * cos);
            double kinematicSlip = Pinned.Atan(tan * rear / wheelbase);
            var (sinWay, cosWay) = Pinned.SinCos(kinematicSlip + heading);
            derivative[0] = v * cosWay;
            derivative[1] = v * sinWay;
            derivative[4] = v * Pinned.Cos(kinematicSlip) * tan / wheelbase;
            // The square of tan² is as published; an exact derivative of atan would have tan here.
            double share = tan * tan * rear / wheelbase;
            double slipRate = rear * u.SteerRateRps * perCos2 / (wheelbase * (1.0 + share * share));
            var (sinSlip, cosSlip) = Pinned.SinCos(slip);
            derivative[5] = (u.AccelMps2 * cosSlip * tan - v * sinSlip * slipRate * tan + v * cosSlip * u.SteerRateRps * perCos2) / wheelbase;
            derivative[6] = slipRate;
            return;
        }

        // Tyre forces per unit of load: stiffness times axle load over g, both axles; acceleration moves load to the rear.
        double mu = parameters.TyreFriction;
        double frontLoad = parameters.TyreStiffness * (BicycleLimits.GravityMps2 * rear - u.AccelMps2 * parameters.SprungHeightM);
        double rearLoad = parameters.TyreStiffness * (BicycleLimits.GravityMps2 * front + u.AccelMps2 * parameters.SprungHeightM);
        double turn = mu * parameters.MassKg / (parameters.YawInertiaKgM2 * wheelbase);
        double side = mu / (v * wheelbase);
        var (sin, cosine) = Pinned.SinCos(slip + heading);
        derivative[0] = v * cosine;
        derivative[1] = v * sin;
        derivative[4] = yawRate;
        derivative[5] = turn * (-(front * front * frontLoad + rear * rear * rearLoad) / v * yawRate
            + (rear * rearLoad - front * frontLoad) * slip
            + front * frontLoad * steer);
        derivative[6] = (side / v * (rearLoad * rear - frontLoad * front) - 1.0) * yawRate
            - side * (rearLoad + frontLoad) * slip
            + side * frontLoad * steer;
    }

    /// <summary>
    /// Bound on the model's fastest decay at a speed, 1/s: an explicit step must stay below about 2.7 over it. It grows with 1/v, which is why a fixed
    /// step fails at walking pace.
    /// </summary>
    /// <param name="speedMps">Speed, m/s; anything below the switch counts as the switch.</param>
    /// <param name="parameters">Vehicle parameters with tyre data.</param>
    public static double FastestDecayPerSecond(double speedMps, VehicleParameterSet parameters)
    {
        double v = Math.Max(Math.Abs(speedMps), SwitchSpeedMps);
        double a = parameters.FrontAxleM, b = parameters.RearAxleM;
        double grip = parameters.TyreFriction * parameters.TyreStiffness * BicycleLimits.GravityMps2 / v;
        double yaw = grip * parameters.MassKg * a * b / parameters.YawInertiaKgM2;
        return grip + yaw;
    }
}
