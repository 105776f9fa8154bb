using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Sim.Rpc.Hosting;
using Sim.Rpc.Server;

namespace Sim.Rpc;

/// <summary>
/// Serves generated services over HTTP/2. Add services, start, stop; it starts once. Calls run on pool threads, several at once. Safe for use by several threads after
/// the start.
/// </summary>
/// <example>
/// <code>
/// var options = new RpcServerOptions { Addresses = { "http://127.0.0.1:0" } };
/// await using var server = new RpcServer(options);
/// server.AddService(Greeter.BindService(new GreeterService()));
/// await server.StartAsync();
/// using var channel = RpcChannel.ForAddress(server.Addresses[0]);
/// </code>
/// </example>
public sealed class RpcServer : IAsyncDisposable
{
    /// <summary>How long calls may take to see that they are cancelled before their connections are cut.</summary>
    private static readonly TimeSpan WindUp = TimeSpan.FromSeconds(2);

    private readonly RpcServerOptions _options;
    private readonly MethodTable _methods = new();
    private readonly List<FileDescriptor> _files = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private KestrelServer? _kestrel;
    private Listeners? _listeners;
    private bool _stopped;

    /// <summary>A server that does not listen yet.</summary>
    /// <param name="options">Where and how to serve; read at start.</param>
    public RpcServer(RpcServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>
    /// The addresses that the server listens on, in the order of the options, with the ports that it got, in the form that <see cref="RpcChannel.ForAddress"/> takes. Empty
    /// before the start.
    /// </summary>
    public IReadOnlyList<string> Addresses => _listeners?.Addresses ?? [];

    /// <summary>The same as other gRPC implementations name them: <c>127.0.0.1:50051</c> or <c>unix:/path</c>.</summary>
    public IReadOnlyList<string> Targets => _listeners?.Targets ?? [];

    /// <summary>The health that the server tells.</summary>
    public HealthService Health { get; } = new();

    /// <summary>Adds a service before the start.</summary>
    /// <param name="service">What the generated <c>BindService</c> gives.</param>
    /// <param name="descriptor">What the generated <c>Descriptor</c> gives, for reflection; null: the service is only listed by name.</param>
    /// <exception cref="InvalidOperationException">The server runs, or has a method of that name.</exception>
    public void AddService(ServerServiceDefinition service, ServiceDescriptor? descriptor = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (_kestrel is not null || _stopped) throw new InvalidOperationException("Add services before the server starts.");
        service.BindService(_methods);
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
            if (_kestrel is not null || _stopped) throw new InvalidOperationException("The server was started already.");
            var listeners = Listeners.Parse(_options);
            AddOwnServices();
            var application = new CallApplication(_options, _methods.Freeze(), _stopping.Token);
            var transport = new SocketTransportOptions();
            Listeners.Apply(transport);
            var kestrel = new KestrelServer(
                Options.Create(listeners.Configure(_options)),
                new SocketTransportFactory(Options.Create(transport), _options.LoggerFactory),
                _options.LoggerFactory);
            try
            {
                await listeners.PrepareAsync(cancellationToken).ConfigureAwait(false);
                await kestrel.StartAsync(application, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                kestrel.Dispose();
                listeners.RemoveSockets();
                throw;
            }

            listeners.Resolve();
            _listeners = listeners;
            _kestrel = kestrel;
            Health.SetAll(true);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Stops listening, gives running calls some time, cancels the rest (they end with UNAVAILABLE) and cuts the connections of those that do not heed it. Socket files are
    /// removed. Stopping twice does nothing.
    /// </summary>
    /// <param name="grace">How long running calls may go on; default: not at all.</param>
    public async Task StopAsync(TimeSpan grace = default)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_stopped) return;
            _stopped = true;
            Health.SetAll(false);
            if (grace <= TimeSpan.Zero)
                await _stopping.CancelAsync().ConfigureAwait(false);
            else
                _stopping.CancelAfter(grace);
            if (_kestrel is not null)
            {
                using var cut = new CancellationTokenSource(grace + WindUp);
                await _kestrel.StopAsync(cut.Token).ConfigureAwait(false);
                _kestrel.Dispose();
            }

            _listeners?.RemoveSockets();
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void AddOwnServices()
    {
        foreach (var service in _methods.Services) Health.Set(service, false);
        if (_options.ServeHealth) AddService(HealthV1.Health.BindService(Health), HealthV1.Health.Descriptor);
        if (!_options.ServeReflection) return;
        _files.Add(ReflectionV1.ReflectionReflection.Descriptor);
        _files.Add(ReflectionV1Alpha.ReflectionReflection.Descriptor);
        var reflection = new ReflectionService([.. _methods.Services, ReflectionV1.ServerReflection.Descriptor.FullName, ReflectionService.AlphaName], _files);
        AddService(ReflectionV1.ServerReflection.BindService(reflection));
        AddService(reflection.BindAlpha());
    }

    /// <summary>Stops at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }
}
