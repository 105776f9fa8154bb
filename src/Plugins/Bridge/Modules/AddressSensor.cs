using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>A sensor at an address. Thread-safe.</summary>
internal sealed class AddressSensor(PeerAddress address, Func<string, string?> secrets)
    : AddressModule<RemoteSensor>(address, "sensor", secrets, RemoteSensor.Connect, c => c.Description), ISensor
{
    /// <inheritdoc/>
    public Frame Capture(CaptureRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return With(request.Options, (client, options) => client.Capture(request with { Options = options }, cancellationToken), cancellationToken);
    }
}
