using Sim.Numerics;

namespace Sim.Simulation.Models;

/// <summary>
/// State of a vehicle at its rear axle, world frame: what the vehicle models step and what driver plans speak of. The stored
/// <see cref="ActorState"/> is the same motion seen from the box's centre (DESIGN law 2). Plain value.
/// </summary>
/// <param name="X">Local x of the rear axle, m.</param>
/// <param name="Y">Local y of the rear axle, m.</param>
/// <param name="HeadingRad">Heading, rad, not normalised.</param>
/// <param name="SpeedMps">Velocity along the heading, m/s, negative when reversing.</param>
/// <param name="SteerRad">Front wheel angle, rad, positive to the left.</param>
/// <param name="AccelMps2">Acceleration along the heading over the last step, m/s².</param>
/// <param name="YawRateRps">Yaw rate, rad/s.</param>
/// <param name="LateralMps">Velocity of the rear axle across the heading, m/s, positive to the left; 0 in kinematic models.</param>
public readonly record struct RearAxleState(
    double X,
    double Y,
    double HeadingRad,
    double SpeedMps,
    double SteerRad = 0,
    double AccelMps2 = 0,
    double YawRateRps = 0,
    double LateralMps = 0)
{
    /// <summary>The motion of the box's centre, which lies ahead of the rear axle on the heading.</summary>
    /// <param name="rearAxleToCentreM">Distance from the rear axle forward to the box's centre, m.</param>
    public ActorState ToCentre(double rearAxleToCentreM)
    {
        var (sin, cos) = Pinned.SinCos(HeadingRad);
        return new ActorState(
            X + rearAxleToCentreM * cos,
            Y + rearAxleToCentreM * sin,
            HeadingRad,
            SpeedMps,
            LateralMps + rearAxleToCentreM * YawRateRps,
            AccelMps2,
            YawRateRps,
            SteerRad);
    }

    /// <summary>The motion of the rear axle, from that of the box's centre.</summary>
    /// <param name="centre">State at the box's centre.</param>
    /// <param name="rearAxleToCentreM">Distance from the rear axle forward to the box's centre, m.</param>
    public static RearAxleState FromCentre(in ActorState centre, double rearAxleToCentreM)
    {
        var (sin, cos) = Pinned.SinCos(centre.HeadingRad);
        return new RearAxleState(
            centre.X - rearAxleToCentreM * cos,
            centre.Y - rearAxleToCentreM * sin,
            centre.HeadingRad,
            centre.SpeedMps,
            centre.SteerRad,
            centre.AccelMps2,
            centre.YawRateRps,
            centre.LateralMps - rearAxleToCentreM * centre.YawRateRps);
    }
}
