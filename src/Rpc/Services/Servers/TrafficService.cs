using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Serves drivers as models of traffic under the contract: each actor that a client hands over is driven by a session of its own. Thread-safe.</summary>
public sealed class TrafficService : Messages.Traffic.TrafficBase, IDisposable
{
    private readonly ModuleList<IDriver> _drivers;
    private readonly ServerOptions _options;
    private readonly SessionTable<TrafficSeat> _sessions;

    /// <summary>A service over one or several drivers.</summary>
    /// <param name="drivers">The drivers; a client names one of several by <see cref="IModule.Name"/>.</param>
    /// <param name="options">What it says of itself and allows; null for the usual.</param>
    public TrafficService(IEnumerable<IDriver> drivers, ServerOptions? options = null)
    {
        _options = options ?? new ServerOptions();
        _drivers = new ModuleList<IDriver>(drivers, Describe);
        _sessions = new SessionTable<TrafficSeat>(_options.MaxSessions, _options.Clock);
    }

    /// <summary>Sessions that are open.</summary>
    public int OpenSessions => _sessions.Count;

    /// <inheritdoc/>
    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(HandshakeAnswer.Of(request, _options, _drivers.Infos));
    }

    /// <inheritdoc/>
    public override async Task<Messages.OpenTrafficReply> OpenSession(Messages.OpenTrafficRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var driver = _drivers.Find(request.Header?.Module ?? "");
        await _sessions.OpenAsync(request.Header, _ => TrafficSeat.Open(driver, request), context.CancellationToken).ConfigureAwait(false);
        return new Messages.OpenTrafficReply();
    }

    /// <inheritdoc/>
    public override Task<Messages.AdvanceReply> Advance(Messages.AdvanceRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var use = _sessions.Take(request.SessionId);
        return Task.FromResult(use.Content.Advance(request, use.Ended));
    }

    /// <inheritdoc/>
    public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        _sessions.Close(request.SessionId);
        return Task.FromResult(new Messages.CloseSessionReply());
    }

    /// <inheritdoc/>
    public override Task Heartbeat(IAsyncStreamReader<Messages.Ping> requestStream, IServerStreamWriter<Messages.Pong> responseStream, ServerCallContext context) =>
        Heartbeats.AnswerAsync(_sessions, requestStream, responseStream, context);

    /// <summary>Ends all sessions.</summary>
    public void Dispose() => _sessions.Dispose();

    private static Messages.ModuleInfo Describe(IDriver driver) => new()
    {
        Name = driver.Name,
        Description = $"Traffic in which everybody is driven by '{driver.Name}': {driver.Description}",
        Version = driver.Info.Version,
        Reproducibility = ReproducibilityMessages.Of(driver.Info.Reproducibility),
    };
}
