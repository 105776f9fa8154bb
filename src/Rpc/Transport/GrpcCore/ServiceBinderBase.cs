namespace Grpc.Core;

/// <summary>Takes the methods of a service; generated code calls it once for each.</summary>
public abstract class ServiceBinderBase
{
    /// <summary>Takes a method of one request and one response.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when only names are bound.</param>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
        => throw new NotSupportedException("This binder takes no methods of this kind.");

    /// <summary>Takes a method of many requests and one response.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when only names are bound.</param>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
        => throw new NotSupportedException("This binder takes no methods of this kind.");

    /// <summary>Takes a method of one request and many responses.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when only names are bound.</param>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
        => throw new NotSupportedException("This binder takes no methods of this kind.");

    /// <summary>Takes a method of many requests and many responses.</summary>
    /// <typeparam name="TRequest">Request message.</typeparam>
    /// <typeparam name="TResponse">Response message.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when only names are bound.</param>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
        => throw new NotSupportedException("This binder takes no methods of this kind.");
}
