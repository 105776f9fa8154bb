using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>
/// The ego at one sample, at its rear axle; position and heading in the world frame, velocities and accelerations in the vehicle's frame (the
/// eleven columns of the reference's state vector, in its order; specs/pseudo-simulation.md §2). Plain value.
/// </summary>
/// <param name="X">World x, m.</param>
/// <param name="Y">World y, m.</param>
/// <param name="HeadingRad">Heading, rad.</param>
/// <param name="Vx">Velocity forward, m/s.</param>
/// <param name="Vy">Velocity to the left, m/s.</param>
/// <param name="Ax">Acceleration forward, m/s².</param>
/// <param name="Ay">Acceleration to the left, m/s².</param>
/// <param name="SteerRad">Front wheel angle, rad.</param>
/// <param name="SteerRateRps">Its rate, rad/s.</param>
/// <param name="YawRateRps">Yaw rate, rad/s.</param>
/// <param name="YawAccelRps2">Yaw acceleration, rad/s².</param>
public readonly record struct EgoState(
    double X,
    double Y,
    double HeadingRad,
    double Vx,
    double Vy = 0,
    double Ax = 0,
    double Ay = 0,
    double SteerRad = 0,
    double SteerRateRps = 0,
    double YawRateRps = 0,
    double YawAccelRps2 = 0)
{
    /// <summary>Rear-axle pose.</summary>
    public Pose2d Pose => new(X, Y, HeadingRad);
}
