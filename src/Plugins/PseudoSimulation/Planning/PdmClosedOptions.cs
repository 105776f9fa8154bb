namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>Settings of PDM-Closed; the defaults are NAVSIM's (specs/pseudo-simulation.md §7).</summary>
public sealed record PdmClosedOptions
{
    /// <summary>Target speeds as shares of the limit, one proposal for each and each path; positive.</summary>
    public IReadOnlyList<double> SpeedFractions { get; init; } = [0.2, 0.4, 0.6, 0.8, 1.0];

    /// <summary>Paths beside the centre line, m to the left; the centre line itself always comes first.</summary>
    public IReadOnlyList<double> OffsetsM { get; init; } = [-1.0, 1.0];

    /// <summary>Limit where the starting lane has none, m/s, positive.</summary>
    public double FallbackSpeedMps { get; init; } = 15;

    /// <summary>Limit that replaces that of the starting lane, m/s, positive; null: the lane's.</summary>
    public double? SpeedLimitMps { get; init; }

    /// <summary>Standstill gap, m, positive.</summary>
    public double MinGapM { get; init; } = 1;

    /// <summary>Time headway, s, not negative.</summary>
    public double HeadwayS { get; init; } = 1.5;

    /// <summary>Greatest acceleration, m/s², positive.</summary>
    public double AccelMps2 { get; init; } = 1.5;

    /// <summary>Greatest and comfortable deceleration, m/s², positive.</summary>
    public double DecelMps2 { get; init; } = 3;

    /// <summary>Exponent of the free-road term, positive.</summary>
    public double Exponent { get; init; } = 10;

    /// <summary>Greatest lateral acceleration for which bends ahead lower the target speed, m/s², positive; null: they do not, as in NAVSIM.</summary>
    public double? BendAccelMps2 { get; init; }

    /// <summary>
    /// How much larger on each side others are taken than they are, m, not negative; never more than half of what lies between them and the ego now.
    /// NAVSIM takes 0.
    /// </summary>
    public double MarginM { get; init; }

    /// <summary>Objects farther than this from the ego are not seen, m.</summary>
    public double RadiusM { get; init; } = 100;
}
