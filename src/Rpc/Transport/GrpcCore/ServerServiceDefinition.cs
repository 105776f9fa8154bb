namespace Grpc.Core;

/// <summary>The handlers of one service. Immutable; made by generated code.</summary>
public class ServerServiceDefinition
{
    private readonly IReadOnlyList<Action<ServiceBinderBase>> _methods;

    private ServerServiceDefinition(IReadOnlyList<Action<ServiceBinderBase>> methods) => _methods = methods;

    /// <summary>Starts an empty definition.</summary>
    public static Builder CreateBuilder() => new();

    internal void BindService(ServiceBinderBase binder)
    {
        foreach (var add in _methods) add(binder);
    }

    /// <summary>Collects handlers.</summary>
    public class Builder
    {
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
        private readonly List<Action<ServiceBinderBase>> _methods = [];

        internal Builder()
        {
        }

        /// <summary>Adds a method of one request and one response.</summary>
        /// <typeparam name="TRequest">Request message.</typeparam>
        /// <typeparam name="TResponse">Response message.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">Its handler.</param>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method of many requests and one response.</summary>
        /// <typeparam name="TRequest">Request message.</typeparam>
        /// <typeparam name="TResponse">Response message.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">Its handler.</param>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method of one request and many responses.</summary>
        /// <typeparam name="TRequest">Request message.</typeparam>
        /// <typeparam name="TResponse">Response message.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">Its handler.</param>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method of many requests and many responses.</summary>
        /// <typeparam name="TRequest">Request message.</typeparam>
        /// <typeparam name="TResponse">Response message.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">Its handler.</param>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>The definition with all methods added so far.</summary>
        public ServerServiceDefinition Build() => new([.. _methods]);

        private Builder Add(IMethod method, Action<ServiceBinderBase> add)
        {
            ArgumentNullException.ThrowIfNull(method);
            if (!_names.TryAdd(method.FullName, method.Name)) throw new InvalidOperationException($"Method {method.FullName} is already there.");
            _methods.Add(add);
            return this;
        }
    }
}
