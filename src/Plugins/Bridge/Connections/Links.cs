using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>
/// The connections to one address: cases with equal options share one, one over which a case failed is used by nobody else and the next case makes
/// another. Thread-safe.
/// </summary>
/// <typeparam name="T">The client of a service.</typeparam>
/// <param name="address">Where.</param>
/// <param name="kind">What is there: "simulator", "sensor", …</param>
/// <param name="secrets">Finds a secret by name.</param>
/// <param name="connect">Shakes hands within a time.</param>
/// <param name="say">What the peer says of itself; it must stay the same for the whole run.</param>
internal sealed class Links<T>(
    PeerAddress address, string kind, Func<string, string?> secrets, Func<RpcChannel, AddressOptions, TimeSpan, CancellationToken, T> connect, Func<T, string> say)
    where T : class
{
    // Maps of whole towns and camera frames pass.
    private const int MaxMessageBytes = 64 << 20;

    // Somebody who is there answers at once; nobody is not worth the minutes that a start may take.
    private static readonly TimeSpan GreetDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoneDeadline = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Link<T>> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hellos = new(StringComparer.Ordinal);
    private bool _gone;

    /// <summary>Where.</summary>
    public PeerAddress Address => address;

    /// <summary>What it said when it was first asked.</summary>
    /// <exception cref="KeyNotFoundException">It was never asked.</exception>
    public string Hello(AddressOptions options)
    {
        lock (_gate)
        {
            return _hellos[options.Peer.ModuleName];
        }
    }

    /// <summary>A connection; give it back with <see cref="Leave"/>.</summary>
    /// <exception cref="InputException">A secret or a certificate is wrong.</exception>
    /// <exception cref="ModuleFailedException">Nobody is there, or it does not fit.</exception>
    public Link<T> Take(AddressOptions options, FileRoots files, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_links.TryGetValue(options.Key, out var link))
            {
                _links.Add(options.Key, link = Connect(options, files, cancellationToken));
            }

            link.Users++;
            return link;
        }
    }

    /// <summary>Gives a connection back.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="retire">True when it failed.</param>
    public void Leave(Link<T> link, bool retire)
    {
        lock (_gate)
        {
            if (retire && _links.TryGetValue(link.Key, out var current) && current == link)
            {
                _links.Remove(link.Key);
                link.IsRetired = true;
            }

            if (--link.Users == 0 && link.IsRetired)
            {
                link.Dispose();
            }
        }
    }

    /// <summary>Closes them all.</summary>
    public void Release()
    {
        lock (_gate)
        {
            foreach (var link in _links.Values)
            {
                link.Dispose();
            }

            _links.Clear();
            _hellos.Clear();
            _gone = false;
        }
    }

    private Link<T> Connect(AddressOptions options, FileRoots files, CancellationToken cancellationToken)
    {
        var channelOptions = PeerChannels.Options(options, files, secrets);
        channelOptions.MaxReceiveMessageSize = MaxMessageBytes;
        RpcChannel channel;
        try
        {
            channel = RpcChannel.ForAddress(address.Text, channelOptions);
        }
        catch (ArgumentException e)
        {
            throw new InputException(e.Message, inner: e);
        }

        try
        {
            var asked = options.Peer.Deadlines.Connect;
            var limit = _gone ? GoneDeadline : GreetDeadline;
            var client = connect(channel, options, asked == Timeout.InfiniteTimeSpan || asked > limit ? limit : asked, cancellationToken);
            string said = say(client);
            if (_hellos.TryGetValue(options.Peer.ModuleName, out string? before) && before != said)
            {
                throw new ModuleFailedException($"the {kind} at {address.Text} is not the one that the run began with: it was {before}, now it is {said}");
            }

            _gone = false;
            _hellos[options.Peer.ModuleName] = said;
            return new Link<T>(options.Key, channel, client);
        }
        catch (Exception e)
        {
            channel.Dispose();
            switch (e)
            {
                case PeerFailedException:
                    _gone = true;
                    throw new ModuleFailedException($"no {kind} answers at {address.Text}: {e.Message}; {address.WhatToCheck(kind)}", e) { IsLost = true };
                case InputException refused:
                    throw new ModuleFailedException($"the {kind} at {address.Text} cannot be used: {refused.Detail}", e);
                default:
                    throw;
            }
        }
    }
}
