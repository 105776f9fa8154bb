using System.Threading.Channels;
using Grpc.Core;
using Sim.Rpc.HealthV1;
using ServingStatus = Sim.Rpc.HealthV1.HealthCheckResponse.Types.ServingStatus;

namespace Sim.Rpc;

/// <summary>
/// The health of a server and its services: <c>grpc.health.v1.Health</c>. A server sets itself and all its services to serving when it starts and to not serving when it
/// stops; its owner may set them in between. Safe for use by several threads.
/// </summary>
public sealed class HealthService : Health.HealthBase
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServingStatus> _states = new(StringComparer.Ordinal) { [""] = ServingStatus.NotServing };
    private readonly List<Watcher> _watchers = [];

    /// <summary>Sets the health of a service and tells all who watch it.</summary>
    /// <param name="service">Full name; empty: the server as a whole.</param>
    /// <param name="serving">Whether it takes calls.</param>
    public void Set(string service, bool serving)
    {
        ArgumentNullException.ThrowIfNull(service);
        var state = serving ? ServingStatus.Serving : ServingStatus.NotServing;
        lock (_gate)
        {
            _states[service] = state;
            foreach (var watcher in _watchers)
                if (watcher.Service == service)
                    watcher.States.Writer.TryWrite(state);
        }
    }

    /// <summary>Sets the health of the server and of all services that were set before.</summary>
    /// <param name="serving">Whether they take calls.</param>
    public void SetAll(bool serving)
    {
        string[] all;
        lock (_gate) all = [.. _states.Keys];
        foreach (var service in all) Set(service, serving);
    }

    /// <inheritdoc/>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            return _states.TryGetValue(request.Service, out var state)
                ? Task.FromResult(new HealthCheckResponse { Status = state })
                : throw new RpcException(new Status(StatusCode.NotFound, $"There is no service '{request.Service}'."));
        }
    }

    /// <inheritdoc/>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        // A slow watcher gets the newest state, not a queue of old ones.
        var watcher = new Watcher(request.Service, Channel.CreateBounded<ServingStatus>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }));
        lock (_gate)
        {
            watcher.States.Writer.TryWrite(_states.TryGetValue(request.Service, out var state) ? state : ServingStatus.ServiceUnknown);
            _watchers.Add(watcher);
        }

        try
        {
            ServingStatus? last = null;
            await foreach (var state in watcher.States.Reader.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
            {
                if (state == last) continue;
                last = state;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = state }).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_gate) _watchers.Remove(watcher);
        }
    }

    private sealed record Watcher(string Service, Channel<ServingStatus> States);
}
