using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>Who an assessor in a worker may ask: objects of the host. Plain data.</summary>
/// <param name="Driver">The driver, or null.</param>
/// <param name="DriverOptions">Its options.</param>
/// <param name="Simulator">The simulator, or null.</param>
/// <param name="Sensors">The sensors.</param>
internal sealed record LentPeers(ModuleDescription? Driver, Setting DriverOptions, ModuleDescription? Simulator, IReadOnlyList<ModuleDescription> Sensors)
{
    /// <summary>The same as an assessor takes it.</summary>
    public AssessPeers Reach(Conversation conversation)
    {
        var host = new LentObjects(conversation);
        return new AssessPeers(Driver is null ? null : new IsolatedDriver(Driver, host), DriverOptions, Simulator is null ? null : new IsolatedSimulator(Simulator, host))
        {
            Sensors = Sensors.ToDictionary(s => s.Name, ISensor (s) => s.Addressed ? new IsolatedSensors(s, host) : new IsolatedSensor(s, host), StringComparer.Ordinal),
        };
    }
}
