using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Rpc.Services;

/// <summary>
/// A model of traffic behind the contract. Every failure is an exception whose message is the same whenever the same thing happens: no ports, addresses, times.
/// Thread-safe; the channel stays its owner's.
/// </summary>
public sealed class RemoteTraffic : IDisposable
{
    private readonly HeartbeatLoop _heartbeat;
    private readonly SessionNames _names = new();

    private RemoteTraffic(Messages.Traffic.TrafficClient client, RemoteDriverOptions options, Messages.HandshakeReply handshake, Messages.ModuleInfo module)
    {
        (Client, Options, Handshake) = (client, options, handshake);
        Info = new SimulatorInfo(module.Name, module.Version, ReproducibilityMessages.From(module.Reproducibility), [.. module.Capabilities]);
        _heartbeat = new HeartbeatLoop(client.Heartbeat, options.Deadlines.Lease);
    }

    /// <summary>Who it is and what it promises.</summary>
    public SimulatorInfo Info { get; }

    /// <summary>How it is treated.</summary>
    public RemoteDriverOptions Options { get; }

    /// <summary>What it said in the handshake.</summary>
    public Messages.HandshakeReply Handshake { get; }

    internal Messages.Traffic.TrafficClient Client { get; }

    private string Who => $"the traffic model '{Options.Name}'";

    /// <summary>Shakes hands with a model of traffic.</summary>
    /// <param name="invoker">A channel's invoker.</param>
    /// <param name="options">How to treat it, as a driver.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It does not fit: another version of the contract, no such module, another token.</exception>
    /// <exception cref="PeerFailedException">It is not there or does not answer in time.</exception>
    public static RemoteTraffic Connect(CallInvoker invoker, RemoteDriverOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new Messages.Traffic.TrafficClient(invoker);
        string who = $"traffic model '{options.Name}'";
        try
        {
            var reply = Handshakes.Ask(client.HandshakeAsync, who, [], options.Deadlines.Connect, cancellationToken);
            return new RemoteTraffic(client, options, reply, RemoteModules.Find(reply, who, options.Name, options.Module));
        }
        catch (DriverFailedException e)
        {
            throw new PeerFailedException(e.Message, e);
        }
    }

    /// <summary>The model beside the embedded engine, for one session of it.</summary>
    /// <param name="options">The model's own options; they are sent as JSON.</param>
    public IOutsideTraffic Open(Setting options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RemoteTrafficSession(this, OptionsJson.Of(options, Options.Secrets));
    }

    /// <summary>Stops the signs of life. Sessions that are still open end with their leases.</summary>
    public void Dispose() => _heartbeat.Dispose();

    /// <summary>Opens a session.</summary>
    /// <exception cref="InputException">It refuses its options or the case.</exception>
    /// <exception cref="ModuleFailedException">It failed, or was lost.</exception>
    internal string Begin(DriverTask task, IEnumerable<int> controlled, string optionsJson, CancellationToken cancellationToken)
    {
        string id = _names.Begin(task.Scenario);
        var request = new Messages.OpenTrafficRequest
        {
            Header = new Messages.SessionHeader
            {
                SessionId = id,
                OwnerToken = _names.OwnerToken,
                LeaseUs = (long)(Options.Deadlines.IsNone ? TimeSpan.FromDays(1) : Options.Deadlines.Lease).TotalMicroseconds,
                Module = Options.Module,
                OptionsJson = optionsJson,
            },
            Task = DriverTaskMessages.Of(task),
            Controlled = { controlled.Select(i => (uint)i) },
            Seed = task.Seed,
        };
        try
        {
            Fits(request);
            Ask(id, Client.OpenSessionAsync, request, Options.Deadlines.Open, "the start of a case", cancellationToken);
            _heartbeat.Add(id);
            return id;
        }
        catch
        {
            End(id, failed: true);
            throw;
        }
    }

    /// <summary>A call that may be made twice: a lost connection is worth a second try.</summary>
    /// <exception cref="InputException">The peer refuses.</exception>
    /// <exception cref="ModuleFailedException">It failed, or was lost.</exception>
    internal TReply Ask<TRequest, TReply>(
        string id, Func<TRequest, CallOptions, AsyncUnaryCall<TReply>> call, TRequest request, TimeSpan deadline, string what, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return Calls.Unary(call, request, Waiting.Left(deadline, begin), cancellationToken);
            }
            catch (TimeoutException e)
            {
                throw new ModuleFailedException($"{Who} missed its deadline of {Waiting.Text(deadline)} for {what}", e) { IsLost = true };
            }
            catch (RpcException e)
            {
                var fault = PeerFault.Of(e);
                if (!fault.IsLost || attempt > 0)
                {
                    string text = fault.Text.Replace(id, "…", StringComparison.Ordinal);
                    throw fault.IsRefusal && fault.Reason != Messages.ErrorReason.SessionUnknown
                        ? new InputException($"{Who} refuses {what}: {text}", inner: e)
                        : new ModuleFailedException($"{Who} failed: {text}", e) { IsLost = fault.IsLost || fault.Reason == Messages.ErrorReason.SessionUnknown };
                }
            }
        }
    }

    /// <summary>Its answer is not what it should be.</summary>
    internal ModuleFailedException Wrong(string text, Exception? inner = null) => new($"{Who} {text}", inner);

    /// <summary>Ends a session. Whoever cannot be told learns it from the end of its lease.</summary>
    internal void End(string id, bool failed)
    {
        _heartbeat.Remove(id);
        _names.End(id);
        _ = CloseAsync(id, failed ? "failed" : "finished");
    }

    private void Fits(Messages.OpenTrafficRequest request)
    {
        ulong size = (ulong)request.CalculateSize();
        if (Handshake.Limits is { MaxMessageBytes: > 0 and var most } && size > most)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the task with its map takes {size} bytes, but {Who} takes messages of at most {most}; raise its limit or use a smaller map"));
        }
    }

    private async Task CloseAsync(string id, string reason)
    {
        try
        {
            using var call = Client.CloseSessionAsync(new Messages.CloseSessionRequest { SessionId = id, Reason = reason }, new CallOptions(deadline: DateTime.UtcNow + Options.Deadlines.Close));
            await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // As said above.
        }
    }
}
