using Sim.Plugins.Sdk;

namespace Sim.Plugins.Bridge;

/// <summary>The guard "grpc", "grpcs" or "unix". Thread-safe.</summary>
internal sealed class AddressedGuards(string scheme, Func<string, string?> secrets)
    : SchemeModules<AddressGuard>(scheme, "guard", address => new AddressGuard(address, secrets)), IGuard, IAddressed<IGuard>
{
    /// <inheritdoc/>
    public IGuard At(string address) => Find(address);

    /// <inheritdoc/>
    public GuardDecision Check(GuardInput input, CancellationToken cancellationToken) => throw NoAddress(input.Options);
}
