namespace Sim.Simulation.Models;

/// <summary>What a kinematic bicycle needs of a vehicle. All values positive. Plain value.</summary>
/// <param name="WheelbaseM">Distance between the axles, m.</param>
/// <param name="MaxSteerRad">Largest angle of the front wheels, rad, below pi/2.</param>
/// <param name="MaxSteerRateRps">Largest rate of that angle, rad/s.</param>
/// <param name="MaxAccelMps2">Largest acceleration, m/s².</param>
/// <param name="MaxDecelMps2">Largest deceleration, m/s².</param>
/// <param name="MaxSpeedMps">Largest speed, m/s, in either direction.</param>
/// <param name="MaxTotalAccelMps2">Cap on sqrt(ax² + ay²), m/s²; infinity for none.</param>
public readonly record struct BicycleLimits(
    double WheelbaseM,
    double MaxSteerRad,
    double MaxSteerRateRps,
    double MaxAccelMps2,
    double MaxDecelMps2,
    double MaxSpeedMps,
    double MaxTotalAccelMps2)
{
    /// <summary>Standard gravity as CommonRoad rounds it, m/s².</summary>
    public const double GravityMps2 = 9.81;

    /// <summary>The limits of a vehicle.</summary>
    /// <param name="vehicle">Vehicle data, already validated.</param>
    public static BicycleLimits Of(VehicleSpec vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        return new BicycleLimits(
            vehicle.WheelbaseM,
            vehicle.MaxSteerRad,
            vehicle.MaxSteerRateRps,
            vehicle.MaxAccelMps2,
            vehicle.MaxDecelMps2,
            vehicle.MaxSpeedMps,
            vehicle.FrictionCap is { } cap ? cap * GravityMps2 : double.PositiveInfinity);
    }
}
