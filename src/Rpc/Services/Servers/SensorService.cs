using Google.Protobuf;
using Grpc.Core;
using Sim.Formats.Mcap;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Serves sensors under the contract. Thread-safe.</summary>
public sealed class SensorService : Messages.Sensor.SensorBase, IDisposable
{
    private readonly ModuleList<ISensor> _sensors;
    private readonly ServerOptions _options;
    private readonly SessionTable<Seat> _sessions;

    /// <summary>A service over one or several sensors.</summary>
    /// <param name="sensors">The sensors; a client names one of several by <see cref="IModule.Name"/>.</param>
    /// <param name="options">What it says of itself and allows; null for the usual.</param>
    public SensorService(IEnumerable<ISensor> sensors, ServerOptions? options = null)
    {
        _options = options ?? new ServerOptions();
        _sensors = new ModuleList<ISensor>(sensors, s => new Messages.ModuleInfo { Name = s.Name, Description = s.Description });
        _sessions = new SessionTable<Seat>(_options.MaxSessions, _options.Clock);
    }

    /// <summary>Sessions that are open.</summary>
    public int OpenSessions => _sessions.Count;

    /// <inheritdoc/>
    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(HandshakeAnswer.Of(request, _options, _sensors.Infos));
    }

    /// <inheritdoc/>
    public override async Task<Messages.OpenSensorReply> OpenSession(Messages.OpenSensorRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var sensor = _sensors.Find(request.Header?.Module ?? "");
        await _sessions.OpenAsync(
            request.Header,
            _ => Refusing(() => new Seat(sensor, SensorScene.From(request.Task), OptionsJson.Parse(request.Header!.OptionsJson, "header.options_json"))),
            context.CancellationToken).ConfigureAwait(false);
        return new Messages.OpenSensorReply();
    }

    /// <inheritdoc/>
    public override Task<Messages.SensorFrame> Capture(Messages.CaptureRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(Frame(request, context.CancellationToken));
    }

    /// <inheritdoc/>
    public override async Task CaptureStream(Messages.CaptureRequest request, IServerStreamWriter<Messages.SensorChunk> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        var frame = Frame(request, context.CancellationToken);
        var data = frame.Data.Memory;
        frame.Data = ByteString.Empty;
        uint sequence = 0;
        ulong total = (ulong)data.Length;
        do
        {
            var piece = data[..Math.Min(data.Length, ContractLimits.PieceBytes)];
            data = data[piece.Length..];
            await responseStream.WriteAsync(new Messages.SensorChunk
            {
                Header = sequence == 0 ? frame : null,
                Sequence = sequence++,
                TotalBytes = total,
                Crc32 = Crc32.Append(0, piece.Span),
                Data = UnsafeByteOperations.UnsafeWrap(piece),
            }).ConfigureAwait(false);
        }
        while (data.Length > 0);
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

    private static T Refusing<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw ContractErrors.Of(e, Messages.ErrorReason.BadOptions);
        }
    }

    private Messages.SensorFrame Frame(Messages.CaptureRequest request, CancellationToken cancellationToken)
    {
        using var use = _sessions.Take(request.SessionId);
        var seat = use.Content;
        return Refusing(() =>
        {
            var world = seat.Scene.Recording(request.World);
            if (request.EndUs < request.StartUs)
            {
                throw Field.Error("", "end_us", "is before start_us");
            }

            // The recording begins at its first frame.
            long begin = request.World[0].TimeUs;
            var frame = seat.Sensor.Capture(
                new CaptureRequest
                {
                    Sensor = Field.Id(request.Sensor, "", "sensor"),
                    World = world,
                    StartUs = request.StartUs - begin,
                    EndUs = request.EndUs - begin,
                    Options = seat.Options,
                    Seed = request.Seed,
                },
                cancellationToken);
            return FrameMessages.Of(frame with { StartUs = frame.StartUs + begin, EndUs = frame.EndUs + begin }, (int)Math.Clamp(request.EndUs / seat.Scene.StepUs, 0, int.MaxValue));
        });
    }

    private sealed class Seat(ISensor sensor, SensorScene scene, Setting options) : IDisposable
    {
        public ISensor Sensor => sensor;

        public SensorScene Scene => scene;

        public Setting Options => options;

        public void Dispose()
        {
        }
    }
}
