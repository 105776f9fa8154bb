using Google.Protobuf;

namespace Sim.Host.Workers;

/// <summary>A call that is to be answered.</summary>
/// <param name="Conversation">To ask back.</param>
/// <param name="Method">What is asked.</param>
/// <param name="Arguments">Byte forms.</param>
/// <param name="CancellationToken">Cancelled when the answer is no longer wanted.</param>
internal sealed record Call(Conversation Conversation, string Method, IReadOnlyList<ByteString> Arguments, CancellationToken CancellationToken)
{
    /// <summary>An argument.</summary>
    public T Get<T>(int index) => ByteForm.Read<T>(Arguments[index]);

    /// <summary>Nobody knows this method.</summary>
    public InvalidOperationException Unknown() => new($"there is no method '{Method}'");
}
