using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Simulation.Contacts;

/// <summary>
/// How a box moves over one step: the centre on a straight line, the heading at an even rate along the shortest arc. Plain value, allocates nothing.
/// </summary>
public readonly struct BoxMotion
{
    /// <summary>A motion between two states at the box's centre.</summary>
    /// <param name="from">State at the step's start.</param>
    /// <param name="to">State at its end.</param>
    /// <param name="body">The box.</param>
    public BoxMotion(in ActorState from, in ActorState to, BodyBox body)
        : this(from.Pose, to.Pose, (body ?? throw new ArgumentNullException(nameof(body))).LengthM, body.WidthM)
    {
    }

    /// <summary>A motion between two poses of the box's centre.</summary>
    /// <param name="from">Pose at the step's start.</param>
    /// <param name="to">Pose at its end.</param>
    /// <param name="lengthM">Length, m, positive.</param>
    /// <param name="widthM">Width, m, positive.</param>
    public BoxMotion(Pose2d from, Pose2d to, double lengthM, double widthM)
    {
        From = from;
        Way = to.Position - from.Position;
        TurnRad = from.HeadingRad == to.HeadingRad ? 0.0 : Pinned.AngleDifference(to.HeadingRad, from.HeadingRad);
        LengthM = lengthM;
        WidthM = widthM;
        RadiusM = 0.5 * Math.Sqrt(lengthM * lengthM + widthM * widthM);
    }

    /// <summary>Pose at the start.</summary>
    public Pose2d From { get; }

    /// <summary>Displacement of the centre, m.</summary>
    public Vector2d Way { get; }

    /// <summary>Turn, rad, in (-pi, pi].</summary>
    public double TurnRad { get; }

    /// <summary>Length, m.</summary>
    public double LengthM { get; }

    /// <summary>Width, m.</summary>
    public double WidthM { get; }

    /// <summary>Radius of the circle around the box, m.</summary>
    public double RadiusM { get; }

    /// <summary>Pose at a fraction of the step, 0 to 1.</summary>
    public Pose2d PoseAt(double fraction) =>
        new(From.X + Way.X * fraction, From.Y + Way.Y * fraction, From.HeadingRad + TurnRad * fraction);

    /// <summary>The box at a fraction of the step, 0 to 1.</summary>
    public OrientedBox BoxAt(double fraction) => new(PoseAt(fraction), LengthM, WidthM);
}
