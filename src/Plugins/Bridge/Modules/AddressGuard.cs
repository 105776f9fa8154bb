using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>A guard at an address. One that cannot be asked blocks: its failure is an exception, never a pass. Thread-safe.</summary>
internal sealed class AddressGuard(PeerAddress address, Func<string, string?> secrets)
    : AddressModule<RemoteGuard>(address, "guard", secrets, RemoteGuard.Connect, c => c.Description), IGuard
{
    /// <inheritdoc/>
    public GuardDecision Check(GuardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return With(input.Options, (client, options) => client.Check(input with { Options = options }, cancellationToken), cancellationToken);
    }
}
