using Sim.Geometry;

namespace Sim;

/// <summary>Kinematic state of an actor at one instant, at its box's centre on the ground, world frame. Plain value.</summary>
/// <param name="X">Local x of the box's centre, m.</param>
/// <param name="Y">Local y of the box's centre, m.</param>
/// <param name="HeadingRad">Heading, rad, counter-clockwise from +x, not normalised.</param>
/// <param name="SpeedMps">Velocity along the heading, m/s, negative when reversing.</param>
/// <param name="LateralMps">Velocity across the heading, m/s, positive to the left.</param>
/// <param name="AccelMps2">Acceleration along the heading, m/s².</param>
/// <param name="YawRateRps">Yaw rate, rad/s.</param>
/// <param name="SteerRad">Front wheel angle, rad, positive to the left; 0 where unknown or meaningless.</param>
public readonly record struct ActorState(
    double X,
    double Y,
    double HeadingRad,
    double SpeedMps,
    double LateralMps = 0,
    double AccelMps2 = 0,
    double YawRateRps = 0,
    double SteerRad = 0)
{
    /// <summary>Pose of the box's centre.</summary>
    public Pose2d Pose => new(X, Y, HeadingRad);
}
