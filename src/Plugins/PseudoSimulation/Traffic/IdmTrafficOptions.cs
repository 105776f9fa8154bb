namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>Settings of the reactive traffic; the defaults are NAVSIM's (specs/pseudo-simulation.md §6).</summary>
/// <param name="TargetSpeedMps">Desired speed on lanes without a limit, m/s, positive.</param>
/// <param name="MinGapM">Standstill gap, m, positive.</param>
/// <param name="HeadwayS">Time headway, s, not negative.</param>
/// <param name="AccelMps2">Greatest acceleration, m/s², positive.</param>
/// <param name="DecelMps2">Comfortable deceleration, m/s², positive.</param>
/// <param name="Exponent">Exponent of the free-road term, positive.</param>
/// <param name="RadiusM">Agents farther than this from the ego are not driven, m.</param>
/// <param name="SnapM">Vehicles farther than this from their lane's centre line are not driven, m.</param>
public sealed record IdmTrafficOptions(
    double TargetSpeedMps = 10,
    double MinGapM = 1,
    double HeadwayS = 1.5,
    double AccelMps2 = 1,
    double DecelMps2 = 2,
    double Exponent = 4,
    double RadiusM = 100,
    double SnapM = 3);
