using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Serves drivers under the contract. Thread-safe.</summary>
public sealed class DriverService : Messages.Driver.DriverBase, IDisposable
{
    private readonly ModuleList<IDriver> _drivers;
    private readonly ServerOptions _options;
    private readonly SessionTable<DriverSeat> _sessions;

    /// <summary>A service over one or several drivers.</summary>
    /// <param name="drivers">The drivers; a client names one of several by <see cref="IModule.Name"/>.</param>
    /// <param name="options">What it says of itself and allows; null for the usual.</param>
    public DriverService(IEnumerable<IDriver> drivers, ServerOptions? options = null)
    {
        _options = options ?? new ServerOptions();
        _drivers = new ModuleList<IDriver>(drivers, Describe);
        _sessions = new SessionTable<DriverSeat>(_options.MaxSessions, _options.Clock);
    }

    /// <summary>Its sessions.</summary>
    internal SessionTable<DriverSeat> Sessions => _sessions;

    /// <inheritdoc/>
    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(HandshakeAnswer.Of(request, _options, _drivers.Infos));
    }

    /// <inheritdoc/>
    public override async Task<Messages.OpenDriverReply> OpenSession(Messages.OpenDriverRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var driver = _drivers.Find(request.Header?.Module ?? "");
        var seat = await _sessions.OpenAsync(request.Header, ended => Start(driver, request, ended), context.CancellationToken).ConfigureAwait(false);
        return new Messages.OpenDriverReply { PerfectTracking = seat.PerfectTracking };
    }

    /// <inheritdoc/>
    public override async Task Drive(IAsyncStreamReader<Messages.DriveRequest> requestStream, IServerStreamWriter<Messages.DriveReply> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(Answer(requestStream.Current, context.CancellationToken)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override Task<Messages.DriveReply> Decide(Messages.DriveRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(Answer(request, context.CancellationToken));
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

    private static DriverSeat Start(IDriver driver, Messages.OpenDriverRequest request, CancellationToken ended)
    {
        try
        {
            var options = OptionsJson.Parse(request.Header.OptionsJson, "header.options_json");
            var task = DriverTaskMessages.From(request.Task);
            return new DriverSeat(driver.Start(task, options, ended), task, driver.Info.PerfectTracking);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw ContractErrors.Of(e, Messages.ErrorReason.BadOptions);
        }
    }

    private static Messages.ModuleInfo Describe(IDriver driver) => new()
    {
        Name = driver.Name,
        Description = driver.Description,
        Version = driver.Info.Version,
        Capabilities = { driver.Info.PerfectTracking ? [DriverWords.Controls, DriverWords.PerfectTracking, DriverWords.Plan] : [DriverWords.Controls, DriverWords.Plan] },
        Reproducibility = ReproducibilityMessages.Of(driver.Info.Reproducibility),
    };

    private Messages.DriveReply Answer(Messages.DriveRequest request, CancellationToken cancellationToken)
    {
        using var use = _sessions.Take(request.SessionId);
        return use.Content.Answer(request, cancellationToken, use.Ended);
    }
}
