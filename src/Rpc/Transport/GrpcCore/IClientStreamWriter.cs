namespace Grpc.Core;

/// <summary>Requests that a client sends.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no more requests follow; responses may still arrive.</summary>
    Task CompleteAsync();
}
