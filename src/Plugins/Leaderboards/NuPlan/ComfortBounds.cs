namespace Sim.Plugins.Leaderboards;

/// <summary>nuPlan's six bounds of comfort. SI; a value at a bound violates it.</summary>
public sealed record ComfortBounds
{
    /// <summary>Least longitudinal acceleration, m/s².</summary>
    public double MinLongitudinalMps2 { get; init; } = -4.05;

    /// <summary>Largest longitudinal acceleration, m/s².</summary>
    public double MaxLongitudinalMps2 { get; init; } = 2.40;

    /// <summary>Largest lateral acceleration to either side, m/s².</summary>
    public double MaxLateralMps2 { get; init; } = 4.89;

    /// <summary>Largest longitudinal jerk, m/s³.</summary>
    public double MaxLongitudinalJerkMps3 { get; init; } = 4.13;

    /// <summary>Largest rate of change of the acceleration's magnitude, m/s³.</summary>
    public double MaxJerkMps3 { get; init; } = 8.37;

    /// <summary>Largest yaw rate, rad/s.</summary>
    public double MaxYawRateRps { get; init; } = 0.95;

    /// <summary>Largest yaw acceleration, rad/s².</summary>
    public double MaxYawAccelRps2 { get; init; } = 1.93;
}
