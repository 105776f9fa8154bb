namespace Sim;

/// <summary>Direct command for the ego's vehicle model.</summary>
/// <param name="AccelMps2">Desired acceleration along the heading, m/s².</param>
/// <param name="SteerRad">Desired front wheel angle, rad, positive to the left.</param>
public readonly record struct Controls(double AccelMps2, double SteerRad);
