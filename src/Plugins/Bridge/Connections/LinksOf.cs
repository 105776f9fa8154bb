using Sim.Rpc.Peers;

namespace Sim.Plugins.Bridge;

/// <summary>Makes connections to one address. Stateless.</summary>
internal static class LinksOf
{
    /// <summary>Those to peers of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="address">Where.</param>
    /// <param name="secrets">Finds a secret by name.</param>
    public static Links<T> Kind<T>(PeerKind<T> kind, PeerAddress address, Func<string, string?> secrets)
        where T : class, IDisposable => new(
            address,
            kind.Word,
            secrets,
            (channel, options, connect, token) => kind.Connect(channel.CreateCallInvoker(), address.Text, options.Peer with { Deadlines = options.Peer.Deadlines with { Connect = connect } }, token),
            kind.Hello);
}
