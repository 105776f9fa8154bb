namespace Sim.Storyboards;

/// <summary>Limits of a vehicle's motion; null means unlimited.</summary>
/// <param name="MaxSpeedMps">m/s, not negative.</param>
/// <param name="MaxAccelMps2">m/s², not negative.</param>
/// <param name="MaxDecelMps2">m/s², not negative.</param>
/// <param name="MaxAccelRateMps3">m/s³, not negative.</param>
/// <param name="MaxDecelRateMps3">m/s³, not negative.</param>
public sealed record EntityPerformance(
    double? MaxSpeedMps = null, double? MaxAccelMps2 = null, double? MaxDecelMps2 = null, double? MaxAccelRateMps3 = null, double? MaxDecelRateMps3 = null);
