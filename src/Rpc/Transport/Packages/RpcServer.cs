using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Sim.Rpc.Hosting;
using Sim.Rpc.Wire;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Sim.Rpc;

/// <summary>Serves generated services over HTTP/2, over Grpc.AspNetCore. Add services, start, stop; it starts once. Safe for use by several threads after the start.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly RpcServerOptions _options;
    private readonly List<ServerServiceDefinition> _services = [];
    private readonly List<FileDescriptor> _files = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private WebApplication? _app;
    private Listeners? _listeners;
    private bool _stopped;

    /// <summary>A server that does not listen yet.</summary>
    /// <param name="options">Where and how to serve; read at start.</param>
    public RpcServer(RpcServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>The addresses that the server listens on, with the ports that it got, in the form that <see cref="RpcChannel.ForAddress"/> takes. Empty before the start.</summary>
    public IReadOnlyList<string> Addresses => _listeners?.Addresses ?? [];

    /// <summary>The same as other gRPC implementations name them: <c>127.0.0.1:50051</c> or <c>unix:/path</c>.</summary>
    public IReadOnlyList<string> Targets => _listeners?.Targets ?? [];

    /// <summary>The health that the server tells.</summary>
    public HealthService Health { get; } = new();

    /// <summary>Adds a service before the start.</summary>
    /// <param name="service">What the generated <c>BindService</c> gives.</param>
    /// <param name="descriptor">What the generated <c>Descriptor</c> gives, for reflection; null: the service is only listed by name.</param>
    /// <exception cref="InvalidOperationException">The server runs.</exception>
    public void AddService(ServerServiceDefinition service, ServiceDescriptor? descriptor = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (_app is not null || _stopped) throw new InvalidOperationException("Add services before the server starts.");
        _services.Add(service);
        if (descriptor is not null) _files.Add(descriptor.File);
    }

    /// <summary>Binds the addresses and begins to serve.</summary>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="InvalidOperationException">The options are wrong or not safe; the text says what to do.</exception>
    /// <exception cref="IOException">An address is taken or cannot be bound.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_app is not null || _stopped) throw new InvalidOperationException("The server was started already.");
            var listeners = Listeners.Parse(_options);
            var app = Build(listeners);
            try
            {
                await listeners.PrepareAsync(cancellationToken).ConfigureAwait(false);
                await app.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await app.DisposeAsync().ConfigureAwait(false);
                listeners.RemoveSockets();
                throw;
            }

            listeners.Resolve();
            _listeners = listeners;
            _app = app;
            Health.SetAll(true);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops listening, gives running calls some time and cuts the connections of the rest. Socket files are removed. Stopping twice does nothing.</summary>
    /// <param name="grace">How long running calls may go on; default: not at all.</param>
    public async Task StopAsync(TimeSpan grace = default)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_stopped) return;
            _stopped = true;
            Health.SetAll(false);
            if (_app is not null)
            {
                using var cut = new CancellationTokenSource(grace);
                await _app.StopAsync(cut.Token).ConfigureAwait(false);
                await _app.DisposeAsync().ConfigureAwait(false);
            }

            _listeners?.RemoveSockets();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops at once.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private WebApplication Build(Listeners listeners)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => listeners.Apply(kestrel, _options));
        builder.Services.Configure<SocketTransportOptions>(Listeners.Apply);
        builder.Services.AddSingleton(_options.LoggerFactory);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = _options.MaxReceiveMessageSize;
            grpc.MaxSendMessageSize = _options.MaxSendMessageSize;
            grpc.EnableDetailedErrors = _options.DetailedErrors;
            if (_options.Compression) grpc.ResponseCompressionAlgorithm = WireNames.Gzip;
        });
        var gate = new CallGate(_options);
        var app = builder.Build();
        app.Use(next => context => gate.InvokeAsync(context, next));
        app.UseRouting();
        foreach (var service in _services) app.MapGrpcService(service);
        AddOwnServices(app);
        return app;
    }

    private void AddOwnServices(WebApplication app)
    {
        string[] names = [.. Names(app)];
        foreach (var name in names) Health.Set(name, false);
        if (_options.ServeHealth)
        {
            app.MapGrpcService(HealthV1.Health.BindService(Health));
            _files.Add(HealthV1.HealthReflection.Descriptor);
            names = [.. names, HealthV1.Health.Descriptor.FullName];
        }

        if (!_options.ServeReflection) return;
        _files.Add(ReflectionV1.ReflectionReflection.Descriptor);
        _files.Add(ReflectionV1Alpha.ReflectionReflection.Descriptor);
        var reflection = new ReflectionService([.. names, ReflectionV1.ServerReflection.Descriptor.FullName, ReflectionService.AlphaName], _files);
        app.MapGrpcService(ReflectionV1.ServerReflection.BindService(reflection));
        app.MapGrpcService(reflection.BindAlpha());
    }

    /// <summary>Names of the mapped services; a definition does not tell them itself.</summary>
    private static IEnumerable<string> Names(IEndpointRouteBuilder app) => app.DataSources
        .SelectMany(source => source.Endpoints)
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);
}
