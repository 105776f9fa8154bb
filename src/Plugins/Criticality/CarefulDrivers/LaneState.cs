namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>A vehicle in the frame of a lane or path: its box's centre.</summary>
/// <param name="AlongM">Position along the lane, m.</param>
/// <param name="LateralM">Offset, m; the other vehicle comes from the positive side.</param>
/// <param name="SpeedMps">Speed along the lane, m/s.</param>
/// <param name="LateralMps">Lateral speed, m/s; negative is towards the ego.</param>
public readonly record struct LaneState(double AlongM, double LateralM, double SpeedMps, double LateralMps);
