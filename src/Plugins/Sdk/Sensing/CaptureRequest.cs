namespace Sim.Plugins.Sdk;

/// <summary>What a sensor is asked for. Plain data.</summary>
public sealed record CaptureRequest
{
    /// <summary>Id of the sensor in the user's rig.</summary>
    public required string Sensor { get; init; }

    /// <summary>The world around the exposure: a slice of a recording that covers it.</summary>
    public required Recording World { get; init; }

    /// <summary>Start of the exposure in the slice's time, µs.</summary>
    public required long StartUs { get; init; }

    /// <summary>End of the exposure in the slice's time, µs.</summary>
    public required long EndUs { get; init; }

    /// <summary>Options.</summary>
    public Setting Options { get; init; } = Setting.Empty;

    /// <summary>Seed for noise.</summary>
    public ulong Seed { get; init; }
}
