namespace Grpc.Core;

/// <summary>A way to a server. Safe for use by several threads.</summary>
public abstract class ChannelBase
{
    /// <summary>A channel to a target.</summary>
    /// <param name="target">Name of the server, for people.</param>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>Name of the server, for people.</summary>
    public string Target { get; }

    /// <summary>Something that starts calls over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel and the calls on it.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>What <see cref="ShutdownAsync"/> does.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
