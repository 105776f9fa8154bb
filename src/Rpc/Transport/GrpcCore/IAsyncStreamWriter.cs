namespace Grpc.Core;

/// <summary>Messages that are sent one after another. One write at a time.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How the next messages are written; null: the call's default.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message; not read after the task is done.</param>
    /// <returns>Done when the transport has taken the message.</returns>
    Task WriteAsync(T message);

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message; not read after the task is done.</param>
    /// <param name="cancellationToken">Ends the call when it fires during the write.</param>
    /// <returns>Done when the transport has taken the message.</returns>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled) throw new NotSupportedException("This stream cannot cancel a write.");
        return WriteAsync(message);
    }
}
