using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;

namespace Sim.Host.Drivers;

/// <summary>The driver "grpc", "grpcs" or "unix": whoever serves the driver contract at an address of that scheme. Thread-safe.</summary>
/// <param name="scheme">The scheme.</param>
/// <param name="secrets">Finds a secret by name.</param>
internal sealed class AddressedDrivers(string scheme, Func<string, string?> secrets) : IDriver, IAddressed<IDriver>, IHoldsPeers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AddressDriver> _drivers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => scheme;

    /// <inheritdoc/>
    public string Description => scheme switch
    {
        "unix" => "Your own driver at a Unix socket: driver: \"unix:/path/to/driver.sock\".",
        "grpcs" => "Your own driver, reached with TLS: driver: \"grpcs://host:50051\".",
        _ => "Your own driver, already running: driver: \"grpc://localhost:50051\".",
    };

    /// <inheritdoc/>
    public DriverInfo Info => new(Name, "", Reproducibility.FromRecording);

    /// <inheritdoc/>
    public IDriver At(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var parsed = PeerAddress.Parse(address);
        lock (_gate)
        {
            if (!_drivers.TryGetValue(parsed.Text, out var driver))
            {
                _drivers.Add(parsed.Text, driver = new AddressDriver(parsed, secrets));
            }

            return driver;
        }
    }

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => throw NoAddress(options);

    /// <inheritdoc/>
    IReadOnlyDictionary<string, string> IDriver.Inputs(Setting options, FileRoots files) => throw NoAddress(options);

    /// <inheritdoc/>
    public void Release()
    {
        List<AddressDriver> drivers;
        lock (_gate)
        {
            drivers = [.. _drivers.Values];
        }

        drivers.ForEach(d => d.Release());
    }

    private InputException NoAddress(Setting options) =>
        options.Error($"'{scheme}' alone is no address of a driver; write driver: \"{PeerAddress.Example(scheme, "driver")}\"");
}
