namespace Sim.Plugins.PseudoSimulation;

/// <summary>Around whose pose after four seconds the starts of stage two lie.</summary>
public enum Expert
{
    /// <summary>PDM-Closed.</summary>
    PdmClosed,
    /// <summary>The recorded ego.</summary>
    Recorded,
}
