namespace Grpc.Core;

/// <summary>A remote method with the marshallers of its messages. Immutable.</summary>
/// <typeparam name="TRequest">Request message.</typeparam>
/// <typeparam name="TResponse">Response message.</typeparam>
public class Method<TRequest, TResponse> : IMethod
{
    /// <summary>Describes a method.</summary>
    /// <param name="type">How many messages each side sends.</param>
    /// <param name="serviceName">Full name of the service.</param>
    /// <param name="name">Name of the method.</param>
    /// <param name="requestMarshaller">Byte form of requests.</param>
    /// <param name="responseMarshaller">Byte form of responses.</param>
    public Method(MethodType type, string serviceName, string name, Marshaller<TRequest> requestMarshaller, Marshaller<TResponse> responseMarshaller)
    {
        ArgumentNullException.ThrowIfNull(serviceName);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(requestMarshaller);
        ArgumentNullException.ThrowIfNull(responseMarshaller);
        Type = type;
        ServiceName = serviceName;
        Name = name;
        RequestMarshaller = requestMarshaller;
        ResponseMarshaller = responseMarshaller;
        FullName = "/" + serviceName + "/" + name;
    }

    /// <inheritdoc/>
    public MethodType Type { get; }

    /// <inheritdoc/>
    public string ServiceName { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string FullName { get; }

    /// <summary>Byte form of requests.</summary>
    public Marshaller<TRequest> RequestMarshaller { get; }

    /// <summary>Byte form of responses.</summary>
    public Marshaller<TResponse> ResponseMarshaller { get; }
}
