namespace Sim;

/// <summary>Parameters of the MOBIL lane-change model (Kesting et al. 2007; specs/criticality-and-reports §13).</summary>
public sealed record MobilParameters
{
    /// <summary>Politeness p, 0 (selfish) to 1.</summary>
    public double Politeness { get; init; }

    /// <summary>Least gain to change, m/s².</summary>
    public double MinGainMps2 { get; init; } = 0.2;

    /// <summary>Hardest braking imposed on the new follower, m/s², positive.</summary>
    public double MaxImposedDecelMps2 { get; init; } = 2.0;

    /// <summary>Time between two decisions, s, positive.</summary>
    public double PeriodS { get; init; } = 1.0;

    /// <summary>Duration of a lane change, s, positive.</summary>
    public double DurationS { get; init; } = 4.0;
}
