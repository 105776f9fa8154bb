namespace Grpc.Core;

/// <summary>Base of generated clients that can make copies of themselves.</summary>
/// <typeparam name="T">The client type.</typeparam>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>A client without a channel, for derived test doubles.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client over a channel.</summary>
    /// <param name="channel">The channel.</param>
    protected ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>A client over an invoker.</summary>
    /// <param name="callInvoker">The invoker.</param>
    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>A client over a configuration.</summary>
    /// <param name="configuration">Invoker and host.</param>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>A copy whose calls name another host.</summary>
    /// <param name="host">The <c>:authority</c> of the calls.</param>
    public T WithHost(string host) => NewInstance(new ClientBaseConfiguration(CallInvoker, host));

    /// <summary>Makes a copy over another configuration.</summary>
    /// <param name="configuration">Invoker and host.</param>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
