namespace Sim.Simulation.Models;

/// <summary>How a car-following model's gaps are meant and guarded.</summary>
public enum IdmForm
{
    /// <summary>
    /// Gaps run from front bumper to rear bumper; s* is not below s0; a gap of 0 or less (or NaN) answers with the hardest braking; a desired speed of 0
    /// means standing.
    /// </summary>
    BumperToBumper,

    /// <summary>highway-env: gaps run from centre to centre, s* may fall below s0, gaps and desired speeds nearer to 0 than 0.01 become 0.01 in size.</summary>
    HighwayEnv,
}
