namespace Sim;

/// <summary>Part of a speed script: after waiting, change to a speed at a constant rate.</summary>
/// <param name="AfterUs">Time since the script's start (its trigger), µs, not decreasing along the script.</param>
/// <param name="SpeedMps">Speed to reach, m/s.</param>
/// <param name="RateMps2">Absolute acceleration or deceleration, m/s²; 0 changes at once.</param>
public sealed record SpeedStep(long AfterUs, double SpeedMps, double RateMps2);
