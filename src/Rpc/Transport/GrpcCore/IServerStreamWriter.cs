namespace Grpc.Core;

/// <summary>Responses that a handler sends.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
