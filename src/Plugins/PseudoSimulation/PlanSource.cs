namespace Sim.Plugins.PseudoSimulation;

/// <summary>Whose plan is judged in stage one.</summary>
public enum PlanSource
{
    /// <summary>The recorded motion of the ego itself, as if it had been a plan.</summary>
    Recorded,
    /// <summary>What the driver answers when it is asked at t0.</summary>
    Driver,
}
