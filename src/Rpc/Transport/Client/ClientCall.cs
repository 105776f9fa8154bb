using Grpc.Core;

namespace Sim.Rpc.Client;

/// <summary>What callers ask of a running call, whatever its message types.</summary>
internal abstract class ClientCall
{
    public static readonly Func<object, Task<Metadata>> Headers = static call => ((ClientCall)call).HeadersAsync();
    public static readonly Func<object, Status> Status = static call => ((ClientCall)call).GetStatus();
    public static readonly Func<object, Metadata> Trailers = static call => ((ClientCall)call).GetTrailers();
    public static readonly Action<object> Dispose = static call => ((ClientCall)call).End();

    public abstract Task<Metadata> HeadersAsync();

    public abstract Status GetStatus();

    public abstract Metadata GetTrailers();

    /// <summary>Cancels the call if it runs.</summary>
    public abstract void End();
}
