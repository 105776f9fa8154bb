namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>What happens in front of the ego; each model has its own trigger for it.</summary>
public enum CarefulSituation
{
    /// <summary>Another vehicle enters the ego's lane.</summary>
    CutIn,
    /// <summary>The vehicle ahead decelerates.</summary>
    Deceleration,
    /// <summary>The vehicle ahead leaves the lane and reveals a slower one.</summary>
    CutOut,
}
