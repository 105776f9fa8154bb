using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>The sensors of a scheme of addresses, in another process. Thread-safe.</summary>
internal sealed class IsolatedSensors(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), ISensor, IAddressed<ISensor>
{
    /// <inheritdoc/>
    public ISensor At(string address) => new There(this, address);

    /// <inheritdoc/>
    public Frame Capture(CaptureRequest request, CancellationToken cancellationToken) => Capture([ByteForm.Of(request)], cancellationToken);

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedSensors(Description, other);

    private Frame Capture(byte[][] arguments, CancellationToken cancellationToken) => ByteForm.Read<Frame>(Ask(nameof(Capture), cancellationToken, arguments)[0]);

    private sealed class There(IsolatedSensors scheme, string address) : ISensor
    {
        public string Name => address;

        public string Description => scheme.Description.Description;

        public Frame Capture(CaptureRequest request, CancellationToken cancellationToken) => scheme.Capture([ByteForm.Of(request), ByteForm.Of(address)], cancellationToken);
    }
}
