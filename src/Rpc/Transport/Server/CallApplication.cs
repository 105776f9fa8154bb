using System.Collections.Frozen;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Sim.Rpc.Hosting;

namespace Sim.Rpc.Server;

/// <summary>What Kestrel hands each request to.</summary>
internal sealed class CallApplication : IHttpApplication<ServerCall>
{
    private int _active;

    public CallApplication(RpcServerOptions options, FrozenDictionary<string, ServerMethod> methods, CancellationToken stopping)
    {
        Options = options;
        Methods = methods;
        Stopping = stopping;
        Tokens = options.Tokens.Count == 0 ? null : new TokenCheck(options.Tokens);
        Services = [.. methods.Keys.Select(m => m[1..m.IndexOf('/', 1)]).Distinct(StringComparer.Ordinal)];
        Logger = options.LoggerFactory.CreateLogger("Sim.Rpc.RpcServer");
    }

    public RpcServerOptions Options { get; }

    public FrozenDictionary<string, ServerMethod> Methods { get; }

    public HashSet<string> Services { get; }

    public TokenCheck? Tokens { get; }

    public CancellationToken Stopping { get; }

    public ILogger Logger { get; }

    public ServerCall CreateContext(IFeatureCollection contextFeatures) => new(this, contextFeatures);

    public Task ProcessRequestAsync(ServerCall context) => context.RunAsync();

    public void DisposeContext(ServerCall context, Exception? exception) => context.Dispose();

    /// <summary>Takes one of the places for calls.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _active) <= Options.MaxConcurrentCalls) return true;
        Interlocked.Decrement(ref _active);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _active);
}
