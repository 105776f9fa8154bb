namespace Sim.Geometry;

/// <summary>A position and heading on the ground plane: local metres, radians counter-clockwise from +x. Immutable.</summary>
/// <param name="X">Local x, m.</param>
/// <param name="Y">Local y, m.</param>
/// <param name="HeadingRad">Heading, rad, any real number (not normalised, so that logs stay lossless).</param>
public readonly record struct Pose2d(double X, double Y, double HeadingRad)
{
    /// <summary>The position.</summary>
    public Vector2d Position => new(X, Y);
}
