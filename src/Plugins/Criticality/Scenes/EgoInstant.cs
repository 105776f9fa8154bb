using Sim.Geometry;

namespace Sim.Plugins.Criticality.Scenes;

/// <summary>The ego at one step. Plain value; meaningless unless <see cref="Present"/>.</summary>
internal readonly struct EgoInstant
{
    /// <summary>True when the ego is in the scene.</summary>
    public bool Present { get; init; }

    /// <summary>Its box.</summary>
    public OrientedBox Box { get; init; }

    /// <summary>Velocity of the box's centre, m/s, world.</summary>
    public Vector2d Velocity { get; init; }

    /// <summary>Speed along the heading, m/s.</summary>
    public double SpeedMps { get; init; }

    /// <summary>Acceleration along the heading, m/s², derived from the recorded speeds.</summary>
    public double AccelMps2 { get; init; }

    /// <summary>Acceleration across the heading, m/s², positive to the left.</summary>
    public double AccelAcrossMps2 { get; init; }

    /// <summary>Arc length on the ego's path, m.</summary>
    public double S { get; init; }

    /// <summary>Unit tangent of the path there.</summary>
    public Vector2d Tangent { get; init; }
}
