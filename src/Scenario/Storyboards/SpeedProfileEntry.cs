namespace Sim.Storyboards;

/// <summary>A target of a speed profile.</summary>
/// <param name="SpeedMps">m/s.</param>
/// <param name="TimeS">Time since the entry before, s; null: as fast as the constraints allow.</param>
public sealed record SpeedProfileEntry(double SpeedMps, double? TimeS = null);
