using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;

namespace Sim.Plugins.Bridge;

/// <summary>The modules of one contract at the addresses of one scheme. Thread-safe.</summary>
/// <typeparam name="TModule">What stands for one address.</typeparam>
/// <param name="scheme">The scheme.</param>
/// <param name="kind">What is there: "simulator", "sensor", …</param>
/// <param name="make">Makes the module of an address.</param>
internal abstract class SchemeModules<TModule>(string scheme, string kind, Func<PeerAddress, TModule> make) : IHoldsPeers
    where TModule : class, IHoldsPeers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TModule> _modules = new(StringComparer.Ordinal);

    public string Name => scheme;

    public string Description => scheme switch
    {
        "unix" => $"A {kind} that serves the contract at a Unix socket: \"{PeerAddress.Example(scheme, kind)}\".",
        "grpcs" => $"A {kind} that serves the contract, reached with TLS: \"{PeerAddress.Example(scheme, kind)}\".",
        _ => $"A {kind} that serves the contract and is already running: \"{PeerAddress.Example(scheme, kind)}\".",
    };

    public void Release()
    {
        List<TModule> modules;
        lock (_gate)
        {
            modules = [.. _modules.Values];
        }

        modules.ForEach(m => m.Release());
    }

    protected TModule Find(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var parsed = PeerAddress.Parse(address, kind);
        lock (_gate)
        {
            if (!_modules.TryGetValue(parsed.Text, out var module))
            {
                _modules.Add(parsed.Text, module = make(parsed));
            }

            return module;
        }
    }

    protected InputException NoAddress(Setting options) =>
        options.Error($"'{scheme}' alone is no address of a {kind}; write \"{PeerAddress.Example(scheme, kind)}\"");
}
