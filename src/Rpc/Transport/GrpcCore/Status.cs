namespace Grpc.Core;

/// <summary>How a call ended: a code and a text for people.</summary>
public struct Status : IEquatable<Status>
{
    /// <summary>Success without a text.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancelled without a text.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>A status.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">Text for people; travels to the peer.</param>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>A status with the local cause.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">Text for people; travels to the peer.</param>
    /// <param name="debugException">Local cause; never travels.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>Text for people. Null in <c>default(Status)</c>.</summary>
    public string Detail { get; }

    /// <summary>The local cause, if there is one; never sent to a peer.</summary>
    public Exception? DebugException { get; }

    /// <summary>Whether both are the same code and text.</summary>
    /// <param name="left">One status.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(Status left, Status right) => left.Equals(right);

    /// <summary>Whether code or text differ.</summary>
    /// <param name="left">One status.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(Status left, Status right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(Status other) => StatusCode == other.StatusCode && Detail == other.Detail && DebugException == other.DebugException;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Status other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(StatusCode, Detail);

    /// <inheritdoc/>
    public override readonly string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
