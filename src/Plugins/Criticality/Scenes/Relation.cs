using Sim.Geometry;

namespace Sim.Plugins.Criticality.Scenes;

/// <summary>
/// Another actor as the ego's path sees it at one step: longitudinal quantities along the path at the actor's place, lateral ones across it, positive
/// to the left. Plain value; meaningless unless <see cref="Present"/>.
/// </summary>
internal readonly struct Relation
{
    /// <summary>True when both the ego and the actor are in the scene.</summary>
    public bool Present { get; init; }

    /// <summary>The actor's box.</summary>
    public OrientedBox Box { get; init; }

    /// <summary>Velocity of its centre, m/s, world.</summary>
    public Vector2d Velocity { get; init; }

    /// <summary>Unit tangent of the ego's path at the actor's place.</summary>
    public Vector2d Tangent { get; init; }

    /// <summary>Arc length on the ego's path, m.</summary>
    public double S { get; init; }

    /// <summary>Centre's offset from the ego's path, m.</summary>
    public double LateralM { get; init; }

    /// <summary>Half of the box's extent along the path, m.</summary>
    public double ReachAlongM { get; init; }

    /// <summary>Half of the box's extent across the path, m.</summary>
    public double ReachAcrossM { get; init; }

    /// <summary>Arc length from the ego's centre to the actor's, m, positive ahead.</summary>
    public double AlongM { get; init; }

    /// <summary>Distance between the facing bumpers along the path, m; negative by how much the two overlap along it.</summary>
    public double GapM { get; init; }

    /// <summary>Distance between the facing sides across the path, m; negative by how much the two overlap across it.</summary>
    public double LateralGapM { get; init; }

    /// <summary>Speed along the path, m/s; negative against the ego's direction.</summary>
    public double SpeedMps { get; init; }

    /// <summary>Speed across the path, m/s.</summary>
    public double SpeedAcrossMps { get; init; }

    /// <summary>Acceleration along the path, m/s².</summary>
    public double AccelMps2 { get; init; }

    /// <summary>Acceleration across the path, m/s².</summary>
    public double AccelAcrossMps2 { get; init; }

    /// <summary>Speed at which the lateral gap shrinks, m/s; the ego keeps to its path.</summary>
    public double LateralClosingMps => LateralM < 0 ? SpeedAcrossMps : -SpeedAcrossMps;

    /// <summary>True when the box reaches into the strip that the ego's width sweeps.</summary>
    public bool OnPath => LateralGapM <= 0;

    /// <summary>True when the actor's centre is further along the path than the ego's.</summary>
    public bool Ahead => AlongM > 0;
}
