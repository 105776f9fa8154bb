using Sim.Rpc.Services;

namespace Sim.Rpc.Peers;

/// <summary>Options of a peer that is named by its address. Immutable.</summary>
/// <param name="Peer">Deadlines and the peer's own options.</param>
/// <param name="Token">Bearer token, secrets unresolved; null for none.</param>
/// <param name="Authorities">File of the certificates (PEM) that may sign the peer's; null for those of the system.</param>
/// <param name="Certificate">File of this side's certificate (PEM); null for none.</param>
/// <param name="PrivateKey">File of its key (PEM); null for none.</param>
/// <param name="Insecure">True when the token may travel without TLS to another machine.</param>
/// <param name="Key">Equal for equal options of the connection.</param>
internal sealed record AddressOptions(PeerOptions Peer, Setting? Token, Setting? Authorities, Setting? Certificate, Setting? PrivateKey, bool Insecure, string Key)
{
    /// <summary>How a run names the peer.</summary>
    /// <param name="address">Where it listens.</param>
    public string Shown(PeerAddress address) => Peer.ModuleName.Length == 0 ? address.Text : $"{address.Text} module '{Peer.ModuleName}'";

    /// <summary>Reads them.</summary>
    /// <param name="map">The options.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="kind">What it is: "driver", "simulator", …</param>
    /// <param name="usual">Deadlines that hold where nothing is said; null for those of drivers.</param>
    /// <exception cref="InputException">Wrong, with the place.</exception>
    public static AddressOptions Read(Setting map, PeerAddress address, string kind = "driver", Deadlines? usual = null)
    {
        var reader = new SettingReader(map, $"the {kind} '{address.Text}'");
        var options = new AddressOptions(
            PeerOptions.Read(reader, usual), reader.Optional("token"), reader.Optional("authorities"), reader.Optional("certificate"), reader.Optional("private_key"), reader.Bool("insecure") ?? false, SettingKey.Of(map with { Entries = [.. map.Entries.Where(e => e.Key != PeerOptions.OptionsKey)] }));
        reader.Done();
        if (options.Token is { } token && (token.Kind != SettingKind.Scalar || !Secrets.Mentions(token.Text)))
        {
            throw token.Error("'token' is written out here; name it instead: token: \"${secret:NAME}\", with NAME in the environment");
        }

        return options.Certificate is null != options.PrivateKey is null
            ? throw (options.Certificate ?? options.PrivateKey)!.Error("'certificate' and 'private_key' belong together; give both")
            : options;
    }
}
