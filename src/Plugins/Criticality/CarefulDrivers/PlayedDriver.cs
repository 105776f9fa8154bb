namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>Somebody at the wheel during a counterfactual. One per run; not thread-safe.</summary>
internal abstract class PlayedDriver
{
    /// <summary>True when the position advances with the speed at the step's end, as the models' reference has it; else with the mean of both ends.</summary>
    public virtual bool AdvancesWithNewSpeed => false;

    /// <summary>Sets the speed and the offset of the next step, and notes alarm and reaction.</summary>
    /// <param name="scene">What it meets.</param>
    /// <param name="step">The step now.</param>
    /// <param name="motion">Its vehicle now; on return speed and offset at the next step.</param>
    public abstract void Decide(PlayedScene scene, int step, ref EgoMotion motion);
}
