using Sim.Geometry;

namespace Sim.Simulation.Contacts;

/// <summary>One side of a contact. Plain value.</summary>
/// <param name="Id">Actor id.</param>
/// <param name="Class">Kind of actor.</param>
/// <param name="Body">Its box.</param>
/// <param name="State">Its state at the contact, box centre.</param>
public readonly record struct ContactParty(string Id, ActorClass Class, BodyBox Body, ActorState State)
{
    /// <summary>The box.</summary>
    public OrientedBox Box => new(State.Pose, Body.LengthM, Body.WidthM);

    /// <summary>Speed over ground of the box's centre, m/s.</summary>
    public double GroundSpeedMps => Math.Sqrt(State.SpeedMps * State.SpeedMps + State.LateralMps * State.LateralMps);

    /// <summary>True for actors that stand by their kind.</summary>
    public bool IsStatic => Class is ActorClass.ParkedVehicle or ActorClass.StaticObject;

    /// <summary>Velocity of a point fixed to the body, world, m/s.</summary>
    /// <param name="point">The point, world, m.</param>
    public Vector2d VelocityAt(Vector2d point)
    {
        var axis = Vector2d.FromHeading(State.HeadingRad);
        return new Vector2d(State.SpeedMps, State.LateralMps).FromAxis(axis) + State.YawRateRps * (point - State.Pose.Position).Left;
    }
}
