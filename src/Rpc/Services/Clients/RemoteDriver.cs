using System.Globalization;
using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>
/// A driver behind the contract. Every failure is an exception whose message is the same whenever the same thing happens: no ports, addresses,
/// times. Thread-safe; the channel stays its owner's.
/// </summary>
public sealed class RemoteDriver : IDriver, IDisposable
{
    private readonly Messages.Driver.DriverClient _client;
    private readonly HeartbeatLoop _heartbeat;
    private readonly SessionNames _names = new();

    private RemoteDriver(Messages.Driver.DriverClient client, RemoteDriverOptions options, Messages.HandshakeReply handshake, DriverInfo info)
    {
        (_client, Options, Handshake, Info) = (client, options, handshake, info);
        _heartbeat = new HeartbeatLoop(client.Heartbeat, options.Deadlines.Lease);
    }

    /// <inheritdoc/>
    public string Name => Options.Name;

    /// <inheritdoc/>
    public string Description => $"Driver '{Info.Name}' in another process.";

    /// <inheritdoc/>
    public DriverInfo Info { get; }

    /// <summary>How it is treated.</summary>
    public RemoteDriverOptions Options { get; }

    /// <summary>What it said in the handshake.</summary>
    public Messages.HandshakeReply Handshake { get; }

    /// <summary>True once the connection broke while a case was ended: a driver in a process of its own is then about to end too.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Shakes hands with a driver.</summary>
    /// <param name="invoker">A channel's invoker.</param>
    /// <param name="options">How to treat it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It does not fit: another version of the contract, no such module, another token.</exception>
    /// <exception cref="DriverFailedException">It is not there or does not answer in time.</exception>
    public static RemoteDriver Connect(CallInvoker invoker, RemoteDriverOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new Messages.Driver.DriverClient(invoker);
        var reply = Handshakes.Ask(client.HandshakeAsync, $"driver '{options.Name}'", [], options.Deadlines.Connect, cancellationToken);
        return new RemoteDriver(client, options, reply, InfoOf(reply, options));
    }

    /// <inheritdoc/>
    /// <param name="task">What it is told.</param>
    /// <param name="options">The driver's own options; they are sent as JSON.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InputException">The driver refuses its options or the case.</exception>
    /// <exception cref="DriverFailedException">It failed.</exception>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => Start(task, options, "", null, cancellationToken);

    /// <summary>Begins one case and tells its id.</summary>
    /// <param name="task">What the driver is told.</param>
    /// <param name="options">The driver's own options; they are sent as JSON.</param>
    /// <param name="caseId">Id of the case, for the driver's logs; may be empty.</param>
    /// <param name="deadlines">How long this case's calls may take; null for those of <see cref="Options"/>.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InputException">The driver refuses its options or the case.</exception>
    /// <exception cref="DriverFailedException">It failed.</exception>
    public IDriverSession Start(DriverTask task, Setting options, string caseId, Deadlines? deadlines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(caseId);
        deadlines ??= Options.Deadlines;
        string id = _names.Begin(caseId.Length > 0 ? caseId : task.Scenario);
        var request = new Messages.OpenDriverRequest
        {
            Header = new Messages.SessionHeader
            {
                SessionId = id,
                OwnerToken = _names.OwnerToken,
                LeaseUs = (long)(deadlines.IsNone ? TimeSpan.FromDays(1) : deadlines.Lease).TotalMicroseconds,
                Module = Options.Module,
                OptionsJson = OptionsJson.Of(options, Options.Secrets),
                CaseId = caseId,
            },
            Task = DriverTaskMessages.Of(task),
        };
        try
        {
            Fits(request, task);
            var reply = Open(request, deadlines.Open, cancellationToken);
            if (reply.PerfectTracking != Info.PerfectTracking)
            {
                throw new InputException(reply.PerfectTracking
                    ? $"driver '{Name}' wants perfect tracking for this case, but its handshake lacks the capability 'perfect-tracking'"
                    : $"driver '{Name}' has the capability 'perfect-tracking', but does not want it for this case; leave the capability out");
            }

            _heartbeat.Add(id);
            return new RemoteDriverSession(_client, id, task, deadlines, (ended, lost) =>
            {
                End(ended);
                if (lost)
                {
                    IsLost = true;
                }
            });
        }
        catch
        {
            End(id);
            _ = CloseAsync(id);
            throw;
        }
    }

    /// <summary>Stops the signs of life. Sessions that are still open end with their leases.</summary>
    public void Dispose() => _heartbeat.Dispose();

    private static DriverInfo InfoOf(Messages.HandshakeReply reply, RemoteDriverOptions options)
    {
        var module = RemoteModules.Find(reply, $"driver '{options.Name}'", options.Name, options.Module);
        return new DriverInfo(module.Name, module.Version, ReproducibilityMessages.From(module.Reproducibility), module.Capabilities.Contains(DriverWords.PerfectTracking));
    }

    private void Fits(Messages.OpenDriverRequest request, DriverTask task)
    {
        var limits = Handshake.Limits;
        if (limits is { MaxActors: > 0 } && task.Actors.Count > limits.MaxActors)
        {
            throw new InputException($"the scenario has {task.Actors.Count} actors, but driver '{Name}' takes at most {limits.MaxActors}");
        }

        ulong size = (ulong)request.CalculateSize();
        if (limits is { MaxMessageBytes: > 0 } && size > limits.MaxMessageBytes)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture, $"the task with its map takes {size} bytes, but driver '{Name}' takes messages of at most {limits.MaxMessageBytes}; raise the driver's limit or use a smaller map"));
        }
    }

    // Opening is idempotent for the owner, so a lost connection is worth a second try.
    private Messages.OpenDriverReply Open(Messages.OpenDriverRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        long begin = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return Calls.Unary<Messages.OpenDriverRequest, Messages.OpenDriverReply>(_client.OpenSessionAsync, request, Waiting.Left(deadline, begin), cancellationToken);
            }
            catch (TimeoutException e)
            {
                throw new DriverFailedException($"it missed its deadline of {Waiting.Text(deadline)} for the start of a case", e);
            }
            catch (RpcException e)
            {
                var fault = PeerFault.Of(e);
                if (!fault.IsLost || attempt > 0)
                {
                    // The id differs from run to run.
                    string text = fault.Text.Replace(request.Header.SessionId, "…", StringComparison.Ordinal);
                    throw fault.IsRefusal ? new InputException($"driver '{Name}' refuses the case: {text}", inner: e) : new DriverFailedException(text, e);
                }
            }
        }
    }

    // What was not opened as it should be may be open all the same. Nobody waits: the lease would end it too.
    private async Task CloseAsync(string id)
    {
        try
        {
            using var call = _client.CloseSessionAsync(new Messages.CloseSessionRequest { SessionId = id, Reason = "failed" }, new CallOptions(deadline: DateTime.UtcNow + Options.Deadlines.Close));
            await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // As said above.
        }
    }

    private void End(string id)
    {
        _heartbeat.Remove(id);
        _names.End(id);
    }
}
