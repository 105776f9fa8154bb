using System.Collections.ObjectModel;

namespace Sim.Plugins.Sdk;

/// <summary>Who an assessor may ask.</summary>
/// <param name="Driver">The driver under test, or null.</param>
/// <param name="DriverOptions">Its options.</param>
/// <param name="Simulator">The case's simulator, or null.</param>
public sealed record AssessPeers(IDriver? Driver, Setting DriverOptions, ISimulator? Simulator)
{
    /// <summary>Every sensor that is installed, by name; for assessors that show a driver frames. Empty where there is none.</summary>
    public IReadOnlyDictionary<string, ISensor> Sensors { get; init; } = ReadOnlyDictionary<string, ISensor>.Empty;

    /// <summary>Nobody.</summary>
    public static AssessPeers None { get; } = new(null, Setting.Empty, null);
}
