using Sim.Geometry;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>An actor at one step of a counterfactual. Plain value; meaningless unless <see cref="Present"/>.</summary>
internal readonly struct PlayedState
{
    /// <summary>True when it is there.</summary>
    public bool Present { get; init; }

    /// <summary>Its box.</summary>
    public OrientedBox Box { get; init; }

    /// <summary>Velocity, m/s, world.</summary>
    public Vector2d Velocity { get; init; }

    /// <summary>Unit tangent of the ego's path at its place.</summary>
    public Vector2d Tangent { get; init; }

    /// <summary>Arc length on the ego's path, m.</summary>
    public double S { get; init; }

    /// <summary>Offset from the ego's path, m, positive to the left.</summary>
    public double D { get; init; }

    /// <summary>Speed along the path, m/s.</summary>
    public double AlongMps { get; init; }

    /// <summary>Speed across the path, m/s, positive to the left.</summary>
    public double AcrossMps { get; init; }

    /// <summary>Half of the box's extent along the path, m.</summary>
    public double AlongReachM { get; init; }

    /// <summary>Half of the box's extent across the path, m.</summary>
    public double AcrossReachM { get; init; }

    /// <summary>A box with a velocity at its place beside the path.</summary>
    public static PlayedState Of(in OrientedBox box, Vector2d velocity, in FrenetPoint place)
    {
        double cos = Math.Abs(box.Axis.Dot(place.Tangent));
        double sin = Math.Abs(box.Axis.Cross(place.Tangent));
        return new PlayedState
        {
            Present = true,
            Box = box,
            Velocity = velocity,
            Tangent = place.Tangent,
            S = place.S,
            D = place.D,
            AlongMps = velocity.Dot(place.Tangent),
            AcrossMps = place.Tangent.Cross(velocity),
            AlongReachM = box.HalfLengthM * cos + box.HalfWidthM * sin,
            AcrossReachM = box.HalfLengthM * sin + box.HalfWidthM * cos,
        };
    }
}
