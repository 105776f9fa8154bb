namespace Sim.Storyboards;

/// <summary>Limits of an action's motion; null means the entity's performance.</summary>
/// <param name="MaxSpeedMps">m/s, not negative.</param>
/// <param name="MaxAccelMps2">m/s², not negative.</param>
/// <param name="MaxDecelMps2">m/s², not negative.</param>
/// <param name="MaxAccelRateMps3">m/s³, not negative (1.2).</param>
/// <param name="MaxDecelRateMps3">m/s³, not negative (1.2).</param>
public sealed record DynamicConstraints(
    double? MaxSpeedMps = null, double? MaxAccelMps2 = null, double? MaxDecelMps2 = null, double? MaxAccelRateMps3 = null, double? MaxDecelRateMps3 = null);
