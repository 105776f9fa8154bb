using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;

namespace Sim.Host.Drivers;

/// <summary>The drivers that run in other processes.</summary>
internal static class DriverModules
{
    /// <summary>Adds them.</summary>
    /// <param name="registry">Where.</param>
    /// <param name="secrets">Finds a secret by name.</param>
    public static void Register(IModuleRegistry registry, Func<string, string?> secrets)
    {
        registry.Add<IDriver>(new CommandDriver(secrets));
        foreach (string scheme in PeerAddress.Schemes)
        {
            registry.Add<IDriver>(new AddressedDrivers(scheme, secrets));
        }
    }
}
