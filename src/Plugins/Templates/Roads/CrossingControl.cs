namespace Sim.Plugins.Templates.Roads;

/// <summary>How a crossing is regulated.</summary>
internal enum CrossingControl
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>Lights: green for the ego and its oncoming traffic, red across.</summary>
    Lights,
    /// <summary>Stop signs across the ego's road.</summary>
    StopSigns,
}
