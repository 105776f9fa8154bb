using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A sensor in another process.</summary>
internal sealed class IsolatedSensor(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), ISensor
{
    /// <inheritdoc/>
    public Frame Capture(CaptureRequest request, CancellationToken cancellationToken) => ByteForm.Read<Frame>(Ask(nameof(Capture), cancellationToken, ByteForm.Of(request))[0]);

    /// <summary>Answers for a sensor.</summary>
    public static Target Answer(ISensor module) => call => call.Method switch
    {
        nameof(Capture) => [ByteForm.Of(At(module, call).Capture(call.Get<CaptureRequest>(0), call.CancellationToken))],
        _ => throw call.Unknown(),
    };

    // A second argument is the address that a module for a whole scheme is asked for.
    private static ISensor At(ISensor module, Call call) => call.Arguments.Count < 2 ? module
        : module is IAddressed<ISensor> addressed ? addressed.At(call.Get<string>(1)) : throw call.Unknown();

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedSensor(Description, other);
}
