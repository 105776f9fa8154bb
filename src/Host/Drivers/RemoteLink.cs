using System.Globalization;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Host.Drivers;

/// <summary>A connection to a driver that has answered a handshake. Thread-safe.</summary>
internal sealed class RemoteLink : IDisposable
{
    // Maps of whole towns and camera frames pass.
    private const int MaxMessageBytes = 64 << 20;

    private readonly RpcChannel _channel;
    private readonly RemoteDriver _driver;

    private RemoteLink(RpcChannel channel, RemoteDriver driver, PeerHello hello) => (_channel, _driver, Hello) = (channel, driver, hello);

    /// <summary>What it said.</summary>
    public PeerHello Hello { get; }

    /// <summary>Connects and shakes hands; asks again while nobody answers, until the deadline.</summary>
    /// <param name="address">Where.</param>
    /// <param name="channelOptions">Token and certificates.</param>
    /// <param name="name">How messages name the driver.</param>
    /// <param name="module">Which of the server's modules; empty for the only one.</param>
    /// <param name="deadlines">How long it may take.</param>
    /// <param name="secrets">Finds secrets that its own options refer to.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    /// <exception cref="DriverFailedException">It is not there or does not answer in time.</exception>
    public static RemoteLink Connect(
        string address, RpcChannelOptions channelOptions, string name, string module, Deadlines deadlines, Func<string, string?> secrets, CancellationToken cancellationToken)
    {
        channelOptions.MaxReceiveMessageSize = MaxMessageBytes;
        RpcChannel channel;
        try
        {
            channel = RpcChannel.ForAddress(address, channelOptions);
        }
        catch (ArgumentException e)
        {
            throw new InputException(e.Message, inner: e);
        }

        try
        {
            var driver = RemoteDriver.Connect(channel.CreateCallInvoker(), new RemoteDriverOptions { Name = name, Module = module, Deadlines = deadlines, Secrets = secrets }, cancellationToken);
            var contract = driver.Handshake.Contract;
            return new RemoteLink(channel, driver, new PeerHello(
                driver.Info.Name,
                driver.Info.Version,
                string.Create(CultureInfo.InvariantCulture, $"{contract.Major}.{contract.Minor}.{contract.Patch}"),
                driver.Info.Reproducibility,
                driver.Info.PerfectTracking,
                (int)Math.Min(driver.Handshake.Limits?.MaxSessions ?? 0, int.MaxValue)));
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <summary>True once the connection broke while a case was ended.</summary>
    public bool IsLost => _driver.IsLost;

    /// <summary>Begins a case.</summary>
    /// <param name="task">What it is told.</param>
    /// <param name="options">Deadlines and the driver's own options.</param>
    /// <param name="caseId">The case, for its logs.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It refuses its options or the case.</exception>
    /// <exception cref="DriverFailedException">It failed.</exception>
    public IDriverSession Start(DriverTask task, PeerOptions options, string caseId, CancellationToken cancellationToken) =>
        _driver.Start(task, options.Module, caseId, options.Deadlines, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _driver.Dispose();
        _channel.Dispose();
    }
}
