using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>
/// A simulator behind the contract. Every failure is an exception whose message is the same whenever the same thing happens: no ports, addresses, times.
/// Thread-safe; the channel stays its owner's.
/// </summary>
public sealed class RemoteSimulator : ISimulator, IDisposable
{
    private readonly HeartbeatLoop _heartbeat;
    private readonly SessionNames _names = new();
    private bool _playUnserved;

    private RemoteSimulator(Messages.Simulator.SimulatorClient client, RemoteSimulatorOptions options, Messages.HandshakeReply handshake, Messages.ModuleInfo module)
    {
        (Client, Options, Handshake) = (client, options, handshake);
        Info = new SimulatorInfo(module.Name, module.Version, ReproducibilityMessages.From(module.Reproducibility), [.. module.Capabilities]);
        _heartbeat = new HeartbeatLoop(client.Heartbeat, options.Deadlines.Lease);
    }

    /// <inheritdoc/>
    public string Name => Options.Name;

    /// <inheritdoc/>
    public string Description => $"Simulator '{Info.Name}' in another process.";

    /// <inheritdoc/>
    public SimulatorInfo Info { get; }

    /// <summary>How it is treated.</summary>
    public RemoteSimulatorOptions Options { get; }

    /// <summary>What it said in the handshake.</summary>
    public Messages.HandshakeReply Handshake { get; }

    internal Messages.Simulator.SimulatorClient Client { get; }

    /// <summary>True when it runs whole cases in one call.</summary>
    internal bool Plays => Info.Capabilities.Contains(SimulatorWords.Play) && !Volatile.Read(ref _playUnserved);

    internal string Who => $"simulator '{Name}'";

    /// <summary>Shakes hands with a simulator.</summary>
    /// <param name="invoker">A channel's invoker.</param>
    /// <param name="options">How to treat it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It does not fit: another version of the contract, a missing capability, no such module, another token.</exception>
    /// <exception cref="PeerFailedException">It is not there or does not answer in time.</exception>
    public static RemoteSimulator Connect(CallInvoker invoker, RemoteSimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new Messages.Simulator.SimulatorClient(invoker);
        string who = $"simulator '{options.Name}'";
        Messages.HandshakeReply reply;
        try
        {
            reply = Handshakes.Ask(client.HandshakeAsync, who, [SimulatorWords.LoadSim, .. options.Required], options.Deadlines.Connect, cancellationToken);
        }
        catch (DriverFailedException e)
        {
            throw new PeerFailedException(e.Message, e);
        }

        var module = RemoteModules.Find(reply, who, options.Name, options.Module);
        foreach (string word in (IEnumerable<string>)[SimulatorWords.LoadSim, .. options.Required])
        {
            if (!module.Capabilities.Contains(word))
            {
                throw new InputException($"{who} lacks the capability '{word}'");
            }
        }

        return new RemoteSimulator(client, options, reply, module);
    }

    /// <inheritdoc/>
    /// <remarks>The peer is asked when a scenario is loaded; it may refuse its options then.</remarks>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        if (use.Traffic is { } traffic)
        {
            Simulation.TrafficOverride.Require(traffic);
        }

        return new RemoteSimulatorSession(this, use, new Messages.SessionHeader
        {
            SessionId = _names.Begin("case"),
            OwnerToken = _names.OwnerToken,
            LeaseUs = (long)(Options.Deadlines.IsNone ? TimeSpan.FromDays(1) : Options.Deadlines.Lease).TotalMicroseconds,
            Module = Options.Module,
            OptionsJson = OptionsJson.Of(use.Options, Options.Secrets),
        });
    }

    /// <summary>Stops the signs of life. Sessions that are still open end with their leases.</summary>
    public void Dispose() => _heartbeat.Dispose();

    /// <summary>A call that may be made twice: a lost connection is worth a second try.</summary>
    /// <exception cref="InputException">The peer refuses.</exception>
    /// <exception cref="ModuleFailedException">It failed, or was lost.</exception>
    internal TReply Ask<TRequest, TReply>(
        string id, Func<TRequest, CallOptions, AsyncUnaryCall<TReply>> call, TRequest request, TimeSpan deadline, string what, CancellationToken cancellationToken) =>
        Try(id, left => Calls.Unary(call, request, left, cancellationToken), deadline, what);

    /// <summary>The same for any call; it is told how much time is left.</summary>
    /// <exception cref="InputException">The peer refuses.</exception>
    /// <exception cref="ModuleFailedException">It failed, or was lost.</exception>
    internal TReply Try<TReply>(string id, Func<TimeSpan, TReply> call, TimeSpan deadline, string what)
    {
        long begin = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return call(Waiting.Left(deadline, begin));
            }
            catch (TimeoutException e)
            {
                throw new ModuleFailedException($"it missed its deadline of {Waiting.Text(deadline)} for {what}", e) { IsLost = true };
            }
            catch (RpcException e)
            {
                var fault = PeerFault.Of(e);
                if (!fault.IsLost || attempt > 0)
                {
                    string text = fault.Text.Replace(id, "…", StringComparison.Ordinal);
                    throw fault.IsRefusal && fault.Reason != Messages.ErrorReason.SessionUnknown
                        ? new InputException($"{Who} refuses {what}: {text}", inner: e)
                        : Failed(fault, text, e);
                }
            }
        }
    }

    internal static ModuleFailedException Failed(PeerFault fault, string text, Exception inner) =>
        new(text, inner) { IsLost = fault.IsLost || fault.Reason == Messages.ErrorReason.SessionUnknown };

    /// <summary>It says that it can, but does not.</summary>
    internal void PlaysNot() => Volatile.Write(ref _playUnserved, true);

    internal void Began(string id) => _heartbeat.Add(id);

    internal void Ended(string id)
    {
        _heartbeat.Remove(id);
        _names.End(id);
    }
}
