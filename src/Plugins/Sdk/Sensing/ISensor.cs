namespace Sim.Plugins.Sdk;

/// <summary>Turns the world over an exposure into a frame. Thread-safe.</summary>
public interface ISensor : IModule
{
    /// <summary>Captures one frame.</summary>
    /// <exception cref="InputException">The request does not fit the sensor.</exception>
    Frame Capture(CaptureRequest request, CancellationToken cancellationToken);
}
