using Sim.Numerics;

namespace Sim.Geometry;

/// <summary>A position and heading on the ground plane: local metres, radians counter-clockwise from +x. Immutable.</summary>
/// <param name="X">Local x, m.</param>
/// <param name="Y">Local y, m.</param>
/// <param name="HeadingRad">Heading, rad, any real number (not normalised, so that logs stay lossless).</param>
public readonly record struct Pose2d(double X, double Y, double HeadingRad)
{
    /// <summary>A pose at a point.</summary>
    /// <param name="position">Local position, m.</param>
    /// <param name="headingRad">Heading, rad.</param>
    public Pose2d(Vector2d position, double headingRad)
        : this(position.X, position.Y, headingRad)
    {
    }

    /// <summary>The position.</summary>
    public Vector2d Position => new(X, Y);

    /// <summary>Unit vector of the heading.</summary>
    public Vector2d ToDirection() => Vector2d.FromHeading(HeadingRad);

    /// <summary>A point given in this pose's frame (x forward, y left) in the world frame.</summary>
    public Vector2d PointToWorld(Vector2d body) => Position + body.FromAxis(ToDirection());

    /// <summary>A point given in the world frame in this pose's frame (x forward, y left).</summary>
    public Vector2d PointToBody(Vector2d world) => (world - Position).ToAxis(ToDirection());

    /// <summary>A pose given in this pose's frame in the world frame; headings add without normalisation.</summary>
    public Pose2d PoseToWorld(Pose2d body) => new(PointToWorld(body.Position), HeadingRad + body.HeadingRad);

    /// <summary>A pose given in the world frame in this pose's frame; its heading is the turn in (-pi, pi].</summary>
    public Pose2d PoseToBody(Pose2d world) => new(PointToBody(world.Position), Pinned.AngleDifference(world.HeadingRad, HeadingRad));

    /// <summary>This pose moved in its own frame, same heading.</summary>
    /// <param name="forwardM">Along the heading, m.</param>
    /// <param name="leftM">To the left, m.</param>
    public Pose2d Moved(double forwardM, double leftM = 0) => new(PointToWorld(new(forwardM, leftM)), HeadingRad);

    /// <summary>From a rear-axle pose to the pose of the box's centre (DESIGN law 2).</summary>
    /// <param name="rearAxleToCentreM"><see cref="BodyBox.RearAxleToCentreM"/>, m.</param>
    public Pose2d RearAxleToCentre(double rearAxleToCentreM) => Moved(rearAxleToCentreM);

    /// <summary>From the pose of the box's centre to the rear-axle pose (DESIGN law 2).</summary>
    /// <param name="rearAxleToCentreM"><see cref="BodyBox.RearAxleToCentreM"/>, m.</param>
    public Pose2d CentreToRearAxle(double rearAxleToCentreM) => Moved(-rearAxleToCentreM);
}
