namespace Sim.Simulation.Engine;

/// <summary>How far ahead a car follower looks for a leader: far enough to stop comfortably behind a standing one.</summary>
internal static class LookAhead
{
    /// <summary>Least distance, m.</summary>
    public const double LeastM = 60;

    /// <summary>Braking part, s²/m: twice the comfortable stopping distance per squared speed.</summary>
    public static double Factor(IdmParameters idm) => 1 / Math.Sqrt(idm.MaxAccelMps2 * idm.ComfortDecelMps2);

    /// <summary>Distance at a speed, m.</summary>
    public static double Distance(double speed, double factor) => LeastM + speed * (2 + speed * factor);
}
