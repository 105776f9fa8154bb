namespace Grpc.Core;

/// <summary>A call that did not end with <see cref="StatusCode.OK"/>. Thrown by a handler, it decides status and trailers.</summary>
public class RpcException : Exception
{
    /// <summary>A failure with a status.</summary>
    /// <param name="status">How the call ended.</param>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>A failure with a message of its own.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="message">Text of the exception; stays here.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>A failure with trailers.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Metadata that came, or is to go, with the status.</param>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>A failure with trailers and a message of its own.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Metadata that came, or is to go, with the status.</param>
    /// <param name="message">Text of the exception; stays here.</param>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Metadata that came with the status; empty if none.</summary>
    public Metadata Trailers { get; }
}
