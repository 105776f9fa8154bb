using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>A sensor, assessor or guard at an address. Thread-safe.</summary>
/// <typeparam name="TClient">Its client.</typeparam>
internal abstract class AddressModule<TClient> : IRemoteModule
    where TClient : class, IModule
{
    private readonly Links<TClient> _links;
    private readonly string _kind;
    private FileRoots _files = FileRoots.Nowhere;
    private TClient? _client;

    protected AddressModule(
        PeerAddress address, string kind, Func<string, string?> secrets, Func<Grpc.Core.CallInvoker, RemoteModuleOptions, CancellationToken, TClient> connect, Func<TClient, string> say)
    {
        _kind = kind;
        _links = new Links<TClient>(
            address,
            kind,
            secrets,
            (channel, options, deadline, token) => connect(
                channel.CreateCallInvoker(),
                new RemoteModuleOptions { Name = address.Text, Module = options.Peer.ModuleName, ConnectDeadline = deadline, CallDeadline = options.Peer.Deadlines.Step },
                token),
            say);
    }

    public string Name => _links.Address.Text;

    public string Description => $"{char.ToUpperInvariant(_kind[0])}{_kind[1..]} at an address.";

    /// <summary>The client that was used last; null before.</summary>
    protected TClient? Client => Volatile.Read(ref _client);

    public string Shown(Setting options) => Read(options).Shown(_links.Address);

    public string Greet(Setting options, FileRoots files, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _files, files);
        With(options, static (client, _) => client, cancellationToken);
        return _links.Hello(Read(options));
    }

    public void Release() => _links.Release();

    /// <summary>Asks the peer over a connection that is given back.</summary>
    protected TResult With<TResult>(Setting options, Func<TClient, Setting, TResult> ask, CancellationToken cancellationToken)
    {
        var read = Read(options);
        var link = _links.Take(read, Volatile.Read(ref _files), cancellationToken);
        Volatile.Write(ref _client, link.Client);
        bool failed = true;
        try
        {
            var result = ask(link.Client, read.Peer.Module);
            failed = false;
            return result;
        }
        catch (InputException)
        {
            failed = false;
            throw;
        }
        catch (PeerFailedException e)
        {
            throw new ModuleFailedException(e.Message, e);
        }
        finally
        {
            _links.Leave(link, failed);
        }
    }

    private AddressOptions Read(Setting options) => AddressOptions.Read(options, _links.Address, _kind, Usual);

    // An assessment or a rendered frame may take long.
    private static Deadlines Usual { get; } = Deadlines.Usual with { Step = TimeSpan.FromSeconds(300) };
}
