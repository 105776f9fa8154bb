namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>The ego's box and axles.</summary>
/// <param name="LengthM">Length, m.</param>
/// <param name="WidthM">Width, m.</param>
/// <param name="WheelbaseM">Wheelbase, m.</param>
/// <param name="RearAxleToCentreM">From the rear axle forward to the box's centre, m.</param>
public sealed record EgoShape(double LengthM, double WidthM, double WheelbaseM, double RearAxleToCentreM)
{
    /// <summary>The vehicle of nuPlan and NAVSIM, "pacifica".</summary>
    public static EgoShape Pacifica { get; } = new(5.176, 2.297, 3.089, (5.176 / 2) - 1.127);

    /// <summary>The shape of a vehicle.</summary>
    public static EgoShape From(VehicleSpec vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        return new EgoShape(vehicle.LengthM, vehicle.WidthM, vehicle.WheelbaseM, vehicle.RearAxleToCentreM);
    }
}
