using System.Collections.ObjectModel;

namespace Sim.Plugins.Sdk;

/// <summary>Who an assessor may ask.</summary>
/// <param name="Driver">The driver under test, or null.</param>
/// <param name="DriverOptions">Its options.</param>
/// <param name="Simulator">The case's simulator, or null.</param>
public sealed record AssessPeers(IDriver? Driver, Setting DriverOptions, ISimulator? Simulator)
{
    /// <summary>Every sensor that is installed, by name; ask with <see cref="Sensor"/>, which knows addresses too. For assessors that show a driver frames. Empty where there is none.</summary>
    public IReadOnlyDictionary<string, ISensor> Sensors { get; init; } = ReadOnlyDictionary<string, ISensor>.Empty;

    /// <summary>The sensor that answers to a name, or to an address ("grpc://host:50061") when one of <see cref="Sensors"/> stands for its scheme.</summary>
    /// <param name="name">Name or address.</param>
    /// <exception cref="InputException">Nobody answers to it: says the nearest known ones. Or the address is wrong.</exception>
    public ISensor Sensor(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Sensors.TryGetValue(name, out var sensor))
        {
            return sensor;
        }

        int colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Sensors.TryGetValue(name[..colon], out var scheme) && scheme is IAddressed<ISensor> addressed)
        {
            return addressed.At(name);
        }

        throw new InputException(Sensors.Count == 0
            ? $"unknown sensor '{name}': no sensor is installed (sim plugins list)"
            : $"unknown sensor '{name}'; {Nearest.Hint(name, Sensors.Keys)}");
    }

    /// <summary>Nobody.</summary>
    public static AssessPeers None { get; } = new(null, Setting.Empty, null);
}
