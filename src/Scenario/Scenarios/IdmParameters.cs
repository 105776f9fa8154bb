namespace Sim;

/// <summary>
/// Parameters of the Intelligent Driver Model, bumper to bumper: a = a0 [1 - (v/v0)^delta - (s*/s)^2],
/// s* = s0 + max(0, v T + v dv / (2 sqrt(a0 b))) (Treiber et al. 2000; specs/criticality-and-reports §13).
/// </summary>
public sealed record IdmParameters
{
    /// <summary>Desired speed v0, m/s, not negative; null means the lane's limit, or 13.9 m/s where there is none.</summary>
    public double? DesiredSpeedMps { get; init; }

    /// <summary>Maximum acceleration a0, m/s², positive.</summary>
    public double MaxAccelMps2 { get; init; } = 1.5;

    /// <summary>Comfortable deceleration b, m/s², positive.</summary>
    public double ComfortDecelMps2 { get; init; } = 2.0;

    /// <summary>Standstill gap s0, m, positive.</summary>
    public double MinGapM { get; init; } = 2.0;

    /// <summary>Time headway T, s, not negative.</summary>
    public double HeadwayS { get; init; } = 1.5;

    /// <summary>Exponent delta, positive.</summary>
    public double Exponent { get; init; } = 4.0;

    /// <summary>Hardest braking, m/s², positive; also the answer when boxes overlap along the lane.</summary>
    public double MaxDecelMps2 { get; init; } = 8.0;
}
