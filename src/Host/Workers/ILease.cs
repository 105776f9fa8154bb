using Google.Protobuf;

namespace Sim.Host.Workers;

/// <summary>The right to ask the other end for a while. Thread-safe but for <see cref="IDisposable.Dispose"/>.</summary>
internal interface ILease : IDisposable
{
    /// <summary>For lending objects to the other end.</summary>
    Conversation Conversation { get; }

    /// <summary>Asks.</summary>
    /// <param name="object">Whom.</param>
    /// <param name="method">What.</param>
    /// <param name="cancellationToken">When the answer is no longer wanted.</param>
    /// <param name="arguments">Byte forms.</param>
    /// <exception cref="Sim.Plugins.Sdk.ModuleFailedException">The module threw, or its process was lost.</exception>
    IReadOnlyList<ByteString> Ask(ulong @object, string method, CancellationToken cancellationToken, params IEnumerable<byte[]> arguments);
}
