namespace Grpc.Core;

/// <summary>Messages that arrive one after another. One reader at a time.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> brought.</summary>
    T Current { get; }

    /// <summary>Waits for the next message.</summary>
    /// <param name="cancellationToken">Ends the call when it fires.</param>
    /// <returns>False when there are no more.</returns>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
