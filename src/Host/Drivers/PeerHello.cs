using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>What a driver in another process says about itself. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Contract">Version of the contract that it speaks.</param>
/// <param name="Reproducibility">What it promises.</param>
/// <param name="PerfectTracking">True when the ego is to be put exactly on its plans.</param>
/// <param name="MaxSessions">Cases that it takes at the same time; 0 when it did not say.</param>
internal sealed record PeerHello(string Name, string Version, string Contract, Reproducibility Reproducibility, bool PerfectTracking, int MaxSessions)
{
    private const string TrackingWord = ", perfect tracking";

    /// <summary>For whoever asks a driver who it is.</summary>
    public DriverInfo ToInfo() => new(Name, Version, Reproducibility, PerfectTracking);

    /// <summary>A driver that has not been asked yet.</summary>
    public static DriverInfo Unknown(string name) => new(name, "", Reproducibility.FromRecording);

    /// <summary>What run.json holds of it.</summary>
    public string ToText() =>
        $"{Name} {Version}, contract {Contract}, {JsonNamingPolicy.SnakeCaseLower.ConvertName(Reproducibility.ToString())}{(PerfectTracking ? TrackingWord : "")}";

    /// <summary>True when a text of <see cref="ToText"/> says that the driver is tracked perfectly.</summary>
    public static bool SaysPerfectTracking(string text) => text.EndsWith(TrackingWord, StringComparison.Ordinal);
}
