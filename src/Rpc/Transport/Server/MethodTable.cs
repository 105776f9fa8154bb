using System.Collections.Frozen;
using Grpc.Core;

namespace Sim.Rpc.Server;

/// <summary>The methods of all services by path.</summary>
internal sealed class MethodTable : ServiceBinderBase
{
    private readonly Dictionary<string, ServerMethod> _methods = new(StringComparer.Ordinal);

    /// <summary>Full names of the services that have methods.</summary>
    public IEnumerable<string> Services => _methods.Keys.Select(m => m[1..m.IndexOf('/', 1)]).Distinct(StringComparer.Ordinal);

    public FrozenDictionary<string, ServerMethod> Freeze() => _methods.ToFrozenDictionary(StringComparer.Ordinal);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler is null ? null : new UnaryMethod<TRequest, TResponse>(method, handler));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler is null ? null : new ClientStreamingMethod<TRequest, TResponse>(method, handler));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler is null ? null : new ServerStreamingMethod<TRequest, TResponse>(method, handler));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler is null ? null : new DuplexStreamingMethod<TRequest, TResponse>(method, handler));

    private void Add(IMethod method, ServerMethod? served)
    {
        if (served is null) return;
        if (!_methods.TryAdd(method.FullName, served)) throw new InvalidOperationException($"The server has a method {method.FullName} already.");
    }
}
