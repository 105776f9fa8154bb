using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Sim.Formats.Mcap;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>
/// A sensor behind the contract. The last few scenes stay open as sessions, so that a map is sent once. Thread-safe; the channel stays its owner's.
/// </summary>
public sealed class RemoteSensor : ISensor, IDisposable
{
    private const int MaxScenes = 4;
    private readonly Messages.Sensor.SensorClient _client;
    private readonly RemoteModuleOptions _options;
    private readonly Messages.ModuleInfo _info;
    private readonly HeartbeatLoop _heartbeat;
    private readonly Lock _gate = new();
    private readonly List<OpenScene> _scenes = [];
    private readonly string _ownerToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly string _client8 = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private int _opened;

    private RemoteSensor(Messages.Sensor.SensorClient client, RemoteModuleOptions options, Messages.ModuleInfo info)
    {
        (_client, _options, _info) = (client, options, info);
        _heartbeat = new HeartbeatLoop(client.Heartbeat, Deadlines.Usual.Lease);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public string Description => _info.Description.Length > 0 ? _info.Description : $"Sensor '{_info.Name}' in another process.";

    private string Who => $"sensor '{Name}'";

    /// <summary>Shakes hands with a sensor.</summary>
    /// <param name="invoker">A channel's invoker.</param>
    /// <param name="options">How to treat it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    /// <exception cref="PeerFailedException">It is not there or does not answer in time.</exception>
    public static RemoteSensor Connect(CallInvoker invoker, RemoteModuleOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new Messages.Sensor.SensorClient(invoker);
        return new RemoteSensor(client, options, RemoteModules.Connect(client.HandshakeAsync, "sensor", options, cancellationToken));
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The sensor refuses the request, or answers what is no frame.</exception>
    /// <exception cref="PeerFailedException">It failed.</exception>
    public Frame Capture(CaptureRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var scene = Take(request, cancellationToken);
        try
        {
            return Capture(request, scene.Id, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                scene.Users--;
            }
        }
    }

    /// <summary>Closes the sessions.</summary>
    public void Dispose()
    {
        _heartbeat.Dispose();
        lock (_gate)
        {
            _scenes.ForEach(s => Close(s.Id));
            _scenes.Clear();
        }
    }

    private Frame Capture(CaptureRequest request, string session, CancellationToken cancellationToken)
    {
        var message = new Messages.CaptureRequest
        {
            SessionId = session,
            Sensor = request.Sensor,
            StartUs = request.StartUs,
            EndUs = request.EndUs,
            Seed = request.Seed,
        };
        message.World.AddRange(SensorScene.Frames(request.World));
        return FrameMessages.From(RemoteModules.Result(o => CollectAsync(message, o), Who, _options.CallDeadline, cancellationToken));
    }

    private OpenScene Take(CaptureRequest request, CancellationToken cancellationToken)
    {
        string json = OptionsJson.Of(request.Options);
        lock (_gate)
        {
            if (_scenes.Find(s => s.Options == json && s.Scene.Fits(request.World)) is { } known)
            {
                // The last one used is the last in the list.
                _scenes.Remove(known);
                _scenes.Add(known);
                known.Users++;
                return known;
            }

            string id = string.Create(CultureInfo.InvariantCulture, $"sensor:{_client8}:{++_opened}");
            var made = SensorScene.Of(request.World);
            var open = new Messages.OpenSensorRequest
            {
                Header = new() { SessionId = id, OwnerToken = _ownerToken, LeaseUs = (long)Deadlines.Usual.Lease.TotalMicroseconds, Module = _options.Module, OptionsJson = json },
                Task = made.ToMessage(),
            };
            RemoteModules.Result(o => OpenAsync(open, o), Who, _options.CallDeadline, cancellationToken);
            _heartbeat.Add(id);
            if (_scenes.Count >= MaxScenes && _scenes.Find(s => s.Users == 0) is { } oldest)
            {
                _scenes.Remove(oldest);
                Close(oldest.Id);
            }

            var scene = new OpenScene(id, made, json) { Users = 1 };
            _scenes.Add(scene);
            return scene;
        }
    }

    private void Close(string id)
    {
        _heartbeat.Remove(id);
        // Whoever does not hear of it learns it from the end of the lease.
        _ = CloseAsync(id);
    }

    private async Task CloseAsync(string id)
    {
        try
        {
            using var call = _client.CloseSessionAsync(new Messages.CloseSessionRequest { SessionId = id, Reason = "finished" }, new CallOptions(deadline: DateTime.UtcNow + Deadlines.Usual.Close));
            await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // As said above.
        }
    }

    private async Task<Messages.OpenSensorReply> OpenAsync(Messages.OpenSensorRequest request, CallOptions options)
    {
        using var call = _client.OpenSessionAsync(request, options);
        return await call.ResponseAsync.ConfigureAwait(false);
    }

    private async Task<Messages.SensorFrame> CollectAsync(Messages.CaptureRequest request, CallOptions options)
    {
        Messages.SensorFrame? frame = null;
        using var data = new MemoryStream();
        using var call = _client.CaptureStream(request, options);
        for (uint sequence = 0; await call.ResponseStream.MoveNext(options.CancellationToken).ConfigureAwait(false); sequence++)
        {
            var chunk = call.ResponseStream.Current;
            frame ??= chunk.Header ?? throw Field.Error("chunk", "header", "is missing");
            if (chunk.Sequence != sequence)
            {
                throw Field.Error("chunk", "sequence", $"is {chunk.Sequence}, but must be {sequence}");
            }

            if (chunk.TotalBytes > ContractLimits.StreamBytes || (ulong)data.Length + (ulong)chunk.Data.Length > chunk.TotalBytes)
            {
                throw Field.Error("chunk", "total_bytes", $"is {chunk.TotalBytes}, but the pieces hold more, or it is over {ContractLimits.StreamBytes}");
            }

            if (Crc32.Append(0, chunk.Data.Span) != chunk.Crc32)
            {
                throw Field.Error("chunk", "crc32", "does not fit the data");
            }

            data.Write(chunk.Data.Span);
            frame.Data = (ulong)data.Length == chunk.TotalBytes ? UnsafeByteOperations.UnsafeWrap(data.GetBuffer().AsMemory(0, (int)data.Length)) : ByteString.Empty;
            if ((ulong)data.Length == chunk.TotalBytes)
            {
                return frame;
            }
        }

        throw Field.Error("chunk", "", "is missing: the stream ended early");
    }

    private sealed class OpenScene(string id, SensorScene scene, string options)
    {
        public string Id => id;

        public SensorScene Scene => scene;

        public string Options => options;

        // Guarded by the gate; one in use is not closed.
        public int Users { get; set; }
    }
}
