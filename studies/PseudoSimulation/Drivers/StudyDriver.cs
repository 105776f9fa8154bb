using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>A driver of the study and its group.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Driver">The driver; its name is unique within the study.</param>
/// <param name="Options">Its options.</param>
internal sealed record StudyDriver(DriverGroup Group, IDriver Driver, Setting Options)
{
    /// <summary>Name in tables.</summary>
    public string Name => Driver.Name;
}
