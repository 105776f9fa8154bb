namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>The six comfort tests, each true when every sample is strictly within its bounds (specs/pseudo-simulation.md §8, HC).</summary>
/// <param name="LongitudinalAccel">Acceleration of the box's centre, forward: -4.05 to 2.40 m/s².</param>
/// <param name="LateralAccel">The same, to the left: ±4.89 m/s².</param>
/// <param name="Jerk">Rate of the acceleration's magnitude at the rear axle: ±8.37 m/s³.</param>
/// <param name="LongitudinalJerk">Rate of the centre's forward acceleration: ±4.13 m/s³.</param>
/// <param name="YawAccel">Yaw acceleration: ±1.93 rad/s².</param>
/// <param name="YawRate">Yaw rate: ±0.95 rad/s.</param>
public readonly record struct ComfortFlags(
    bool LongitudinalAccel,
    bool LateralAccel,
    bool Jerk,
    bool LongitudinalJerk,
    bool YawAccel,
    bool YawRate)
{
    /// <summary>Every test passed.</summary>
    public static ComfortFlags Comfortable { get; } = new(true, true, true, true, true, true);

    /// <summary>Whether every test passed: comfort of the score.</summary>
    public bool All => LongitudinalAccel && LateralAccel && Jerk && LongitudinalJerk && YawAccel && YawRate;
}
