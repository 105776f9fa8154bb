using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Serves simulators under the contract: the embedded engine, or any other of this process. Thread-safe.</summary>
public sealed class SimulatorService : Messages.Simulator.SimulatorBase, IDisposable
{
    private readonly ModuleList<ISimulator> _simulators;
    private readonly ServerOptions _options;
    private readonly SessionTable<SimulatorSeat> _sessions;

    /// <summary>A service over one or several simulators.</summary>
    /// <param name="simulators">The simulators; a client names one of several by <see cref="IModule.Name"/>.</param>
    /// <param name="options">What it says of itself and allows; null for the usual.</param>
    public SimulatorService(IEnumerable<ISimulator> simulators, ServerOptions? options = null)
    {
        _options = options ?? new ServerOptions();
        _simulators = new ModuleList<ISimulator>(simulators, Describe);
        _sessions = new SessionTable<SimulatorSeat>(_options.MaxSessions, _options.Clock);
    }

    /// <summary>Sessions that are open.</summary>
    public int OpenSessions => _sessions.Count;

    /// <inheritdoc/>
    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(HandshakeAnswer.Of(request, _options, _simulators.Infos));
    }

    /// <inheritdoc/>
    public override async Task<Messages.OpenSimulatorReply> OpenSession(Messages.OpenSimulatorRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var simulator = _simulators.Find(request.Header?.Module ?? "");
        await _sessions.OpenAsync(request.Header, ended => SimulatorSeat.Open(simulator, request.Header!.OptionsJson, ended), context.CancellationToken).ConfigureAwait(false);
        return new Messages.OpenSimulatorReply();
    }

    /// <inheritdoc/>
    public override async Task<Messages.LoadReply> Load(IAsyncStreamReader<Messages.LoadRequest> requestStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(context);
        SessionTable<SimulatorSeat>.Use? use = null;
        try
        {
            // The session is asked first: what nobody wants is not read.
            using var content = await ScenarioContent.ReadAsync(
                requestStream,
                header =>
                {
                    use = _sessions.Take(header.SessionId);
                    use.Content.Require(SimulatorCall.Load);
                },
                context.CancellationToken).ConfigureAwait(false);
            return use!.Content.Load(content, use.Ended);
        }
        finally
        {
            use?.Dispose();
        }
    }

    /// <inheritdoc/>
    public override Task<Messages.ResetReply> Reset(Messages.ResetRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var use = _sessions.Take(request.SessionId);
        return Task.FromResult(use.Content.Reset(request, use.Ended));
    }

    /// <inheritdoc/>
    public override Task<Messages.StepReply> Step(Messages.StepRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(Answer(request));
    }

    /// <inheritdoc/>
    public override async Task Run(IAsyncStreamReader<Messages.StepRequest> requestStream, IServerStreamWriter<Messages.StepReply> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(Answer(requestStream.Current)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override async Task Play(Messages.PlayRequest request, IServerStreamWriter<Messages.PlayReply> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        var simulator = _simulators.Find(request.Header?.Module ?? "");
        var use = _sessions.Open(request.Header, ended => SimulatorSeat.Open(simulator, request.Header!.OptionsJson, ended));
        var seat = use.Content;
        // A client that has gone away ends its session, which stops the simulator.
        var gone = context.CancellationToken.UnsafeRegister(static state => ((SessionTable<SimulatorSeat>.Use)state!).End(), use);
        try
        {
            var reply = new Messages.PlayReply();
            using (var content = ScenarioContent.Of(request.Load, request.Content.Memory))
            {
                reply.Loaded = seat.Load(content, use.Ended);
            }

            reply.Begun = seat.Reset(request.Reset ?? new Messages.ResetRequest(), use.Ended);
            while (true)
            {
                try
                {
                    reply.Steps = seat.Play(use.Ended);
                }
                catch (RpcException) when (reply.Loaded is not null)
                {
                    // What was answered before a step failed is told all the same.
                    await responseStream.WriteAsync(reply).ConfigureAwait(false);
                    throw;
                }

                if (reply.Steps.IsOver)
                {
                    // Leaves together with the status.
                    responseStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
                    await responseStream.WriteAsync(reply).ConfigureAwait(false);
                    return;
                }

                // While the client does not read, its lease counts.
                use.Dispose();
                await responseStream.WriteAsync(reply, use.Ended).ConfigureAwait(false);
                use.Resume();
                reply = new Messages.PlayReply();
            }
        }
        finally
        {
            use.End();
            use.Dispose();
            await gone.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override Task<Formats.Messages.WorldFrame> Observe(Messages.ObserveRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var use = _sessions.Take(request.SessionId);
        return Task.FromResult(use.Content.Observe());
    }

    /// <inheritdoc/>
    public override Task<Messages.InjectReply> Inject(Messages.InjectRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var use = _sessions.Take(request.SessionId);
        return Task.FromResult(use.Content.Inject(request));
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

    private static Messages.ModuleInfo Describe(ISimulator simulator) => new()
    {
        Name = simulator.Name,
        Description = simulator.Description,
        Version = simulator.Info.Version,
        Capabilities =
        {
            simulator.Info.Capabilities
                .Concat([SimulatorWords.LoadSim, SimulatorWords.Steps, SimulatorWords.Play, SimulatorWords.Contacts, SimulatorWords.Endings])
                .Concat(simulator is Simulation.EmbeddedSimulator ? [SimulatorWords.External] : Array.Empty<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        },
        Reproducibility = ReproducibilityMessages.Of(simulator.Info.Reproducibility),
    };

    private Messages.StepReply Answer(Messages.StepRequest request)
    {
        using var use = _sessions.Take(request.SessionId);
        return use.Content.Step(request, use.Ended);
    }
}
