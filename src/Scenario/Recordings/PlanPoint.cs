using Sim.Geometry;

namespace Sim;

/// <summary>A point of a plan: rear-axle pose at a time.</summary>
/// <param name="TimeUs">Time since the scenario's start, µs.</param>
/// <param name="X">Local x of the rear axle, m.</param>
/// <param name="Y">Local y of the rear axle, m.</param>
/// <param name="HeadingRad">Heading, rad.</param>
/// <param name="SpeedMps">Speed along the heading, m/s.</param>
public readonly record struct PlanPoint(long TimeUs, double X, double Y, double HeadingRad, double SpeedMps)
{
    /// <summary>Rear-axle pose.</summary>
    public Pose2d Pose => new(X, Y, HeadingRad);
}
