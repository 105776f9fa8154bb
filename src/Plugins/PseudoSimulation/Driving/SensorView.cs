using System.Globalization;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation.Driving;

/// <summary>Shows drivers what a sensor sees: one frame of an instant. As thread-safe as the sensor, so thread-safe.</summary>
internal sealed class SensorView(DriverDesk desk, ISensor sensor, Setting options)
{
    /// <summary>Captures a frame. Its times are those of the observation.</summary>
    /// <param name="moment">The instant.</param>
    /// <param name="seen">What the driver sees of it without sensors.</param>
    /// <param name="seed">Seed for noise.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SensorFailedException">The sensor threw, or gave what is no frame.</exception>
    public Frame Capture(DriverMoment moment, Observation seen, ulong seed, CancellationToken cancellationToken)
    {
        var world = desk.World(moment, seen, out long atUs);
        Frame frame;
        try
        {
            frame = sensor.Capture(
                new CaptureRequest { Sensor = sensor.Name, World = world, StartUs = atUs, EndUs = atUs, Options = options, Seed = seed }, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            throw Failed(moment, e is InputException or ModuleFailedException ? e.Message : $"{e.GetType().Name}: {e.Message}", e);
        }

        string? fault = frame is null ? "it gave no frame"
            : frame.EndUs < frame.StartUs ? "its frame ends before it starts"
            : frame.PoseWorld.Count != 7 ? string.Create(CultureInfo.InvariantCulture, $"the pose of its frame has {frame.PoseWorld.Count} numbers, not 7")
            : null;
        return fault is not null
            ? throw Failed(moment, fault)
            : frame! with { StartUs = frame.StartUs - atUs + moment.TimeUs, EndUs = frame.EndUs - atUs + moment.TimeUs };
    }

    private SensorFailedException Failed(DriverMoment moment, string why, Exception? inner = null) =>
        new($"sensor '{sensor.Name}' failed at {StartTime.Text(moment.TimeUs)}: {why}", inner);
}
