namespace Grpc.Core;

/// <summary>What a caller asks of one call. Immutable; the With methods give changed copies.</summary>
public struct CallOptions
{
    /// <summary>Options of a call.</summary>
    /// <param name="headers">Metadata to send; null: none.</param>
    /// <param name="deadline">When the call must be done, in UTC; null: never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">How requests are written.</param>
#pragma warning disable CA1068 // The order of the public API that this type stands in for.
    public CallOptions(Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default, WriteOptions? writeOptions = null)
#pragma warning restore CA1068
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
    }

    /// <summary>Metadata to send; null: none.</summary>
    public Metadata? Headers { get; private set; }

    /// <summary>When the call must be done, in UTC; null: never.</summary>
    public DateTime? Deadline { get; private set; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>How requests are written; null: the default.</summary>
    public WriteOptions? WriteOptions { get; private set; }

    /// <summary>A copy with other headers.</summary>
    /// <param name="headers">Metadata to send.</param>
    public readonly CallOptions WithHeaders(Metadata headers)
    {
        var copy = this;
        copy.Headers = headers;
        return copy;
    }

    /// <summary>A copy with a deadline.</summary>
    /// <param name="deadline">When the call must be done, in UTC.</param>
    public readonly CallOptions WithDeadline(DateTime deadline)
    {
        var copy = this;
        copy.Deadline = deadline;
        return copy;
    }

    /// <summary>A copy with another token.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken)
    {
        var copy = this;
        copy.CancellationToken = cancellationToken;
        return copy;
    }

    /// <summary>A copy with other write options.</summary>
    /// <param name="writeOptions">How requests are written.</param>
    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions)
    {
        var copy = this;
        copy.WriteOptions = writeOptions;
        return copy;
    }
}
