using Sim.Plugins.Sdk;

namespace Sim.Plugins.Bridge;

/// <summary>The simulator "grpc", "grpcs" or "unix": whoever serves the simulator contract at an address of that scheme. Thread-safe.</summary>
internal sealed class AddressedSimulators(string scheme, Func<string, string?> secrets)
    : SchemeModules<AddressSimulator>(scheme, "simulator", address => new AddressSimulator(address, secrets)), ISimulator, IAddressed<ISimulator>
{
    /// <inheritdoc/>
    public SimulatorInfo Info => AddressSimulator.Unknown(Name);

    /// <inheritdoc/>
    public ISimulator At(string address) => Find(address);

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => throw NoAddress(use.Options);
}
