using Google.Protobuf;

namespace Sim.Host.Workers;

/// <summary>In a worker: reaches what the host lends for a call. It is as safe as the conversation.</summary>
/// <param name="conversation">With the host.</param>
internal sealed class LentObjects(Conversation conversation) : ILeaseSource, ILease
{
    /// <inheritdoc/>
    public Conversation Conversation => conversation;

    /// <inheritdoc/>
    public ILease Begin() => this;

    /// <inheritdoc/>
    public ILeaseSource In(WorkerScope scope) => this;

    /// <inheritdoc/>
    public IReadOnlyList<ByteString> Ask(ulong @object, string method, CancellationToken cancellationToken, params IEnumerable<byte[]> arguments) =>
        conversation.Ask(@object, method, arguments, null, TimeSpan.Zero, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
