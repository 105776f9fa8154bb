namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>How the IDM planner plans.</summary>
internal sealed record IdmPlanOptions
{
    /// <summary>Car following.</summary>
    public IdmParameters Idm { get; init; } = new() { MinGapM = 1.5, HeadwayS = 1.3, MaxAccelMps2 = 1.5, ComfortDecelMps2 = 2.5, MaxDecelMps2 = 6 };

    /// <summary>Desired speed as a share of the limit.</summary>
    public double LimitShare { get; init; } = 1;

    /// <summary>Offset from the centre line, m to the left.</summary>
    public double OffsetM { get; init; }

    /// <summary>How many seconds ahead those who move across are expected in the way, at constant velocity; 0: only who stands in it now.</summary>
    public double ForesightS { get; init; }

    /// <summary>False: red lights are not seen.</summary>
    public bool ObeysLights { get; init; } = true;

    /// <summary>False: bends are taken at the limit.</summary>
    public bool SlowsForBends { get; init; } = true;

    /// <summary>Speed that a leader is credited with beyond its own, m/s: a driver who trusts that it gets out of the way.</summary>
    public double TrustMps { get; init; }
}
