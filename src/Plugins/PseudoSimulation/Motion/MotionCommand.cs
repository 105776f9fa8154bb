namespace Sim.Plugins.PseudoSimulation.Motion;

/// <summary>What the tracker asks of the vehicle for one step, before actuator delays.</summary>
/// <param name="AccelMps2">Acceleration, m/s².</param>
/// <param name="SteerRateRps">Rate of the front wheel angle, rad/s.</param>
public readonly record struct MotionCommand(double AccelMps2, double SteerRateRps);
