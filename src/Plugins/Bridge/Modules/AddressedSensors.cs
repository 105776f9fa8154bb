using Sim.Plugins.Sdk;

namespace Sim.Plugins.Bridge;

/// <summary>The sensor "grpc", "grpcs" or "unix". Thread-safe.</summary>
internal sealed class AddressedSensors(string scheme, Func<string, string?> secrets)
    : SchemeModules<AddressSensor>(scheme, "sensor", address => new AddressSensor(address, secrets)), ISensor, IAddressed<ISensor>
{
    /// <inheritdoc/>
    public ISensor At(string address) => Find(address);

    /// <inheritdoc/>
    public Frame Capture(CaptureRequest request, CancellationToken cancellationToken) => throw NoAddress(request.Options);
}
