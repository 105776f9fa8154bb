using Sim.Rpc;

namespace Sim.Plugins.Bridge;

/// <summary>A connection to a peer that has answered a handshake. Its counters belong to <see cref="Links{T}"/>.</summary>
/// <param name="key">Equal for equal options.</param>
/// <param name="channel">The channel.</param>
/// <param name="client">The client.</param>
internal sealed class Link<T>(string key, RpcChannel channel, T client) : IDisposable
    where T : class
{
    public string Key => key;

    public T Client => client;

    public int Users { get; set; }

    public bool IsRetired { get; set; }

    public void Dispose()
    {
        (client as IDisposable)?.Dispose();
        channel.Dispose();
    }
}
