namespace Sim.Plugins.Criticality.Evasion;

/// <summary>What an evading ego can do. SI units, all positive.</summary>
internal sealed record EvasionLimits
{
    /// <summary>Deceleration demanded when braking, m/s².</summary>
    public required double BrakeMps2 { get; init; }

    /// <summary>Acceleration demanded by a kickdown, m/s².</summary>
    public required double KickdownMps2 { get; init; }

    /// <summary>Lateral acceleration demanded when swerving, m/s².</summary>
    public required double LateralMps2 { get; init; }

    /// <summary>Above this speed, m/s, kickdown and swerve demand proportionally less; infinite for never.</summary>
    public double SwitchSpeedMps { get; init; } = double.PositiveInfinity;

    /// <summary>No component of the acceleration exceeds this, m/s².</summary>
    public required double ClipMps2 { get; init; }

    /// <summary>No component of the acceleration changes faster, m/s³.</summary>
    public double JerkMps3 { get; init; } = 25;

    /// <summary>How far a swerve goes to the side, m.</summary>
    public required double SteerWidthM { get; init; }

    /// <summary>Below this speed, m/s, a braking ego stands.</summary>
    public double StandMps { get; init; } = 0.2;

    /// <summary>Greatest speed of a kickdown, m/s.</summary>
    public double MaxSpeedMps { get; init; } = 60;
}
