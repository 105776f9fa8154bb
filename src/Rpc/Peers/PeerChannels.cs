using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sim.Rpc.Peers;

/// <summary>Tokens and certificates of connections. Thread-safe.</summary>
internal static class PeerChannels
{
    /// <summary>What a channel needs for an address.</summary>
    /// <param name="options">The address's options.</param>
    /// <param name="files">Where certificates may be read.</param>
    /// <param name="secrets">Finds a secret by name.</param>
    /// <exception cref="InputException">A secret is not set, or a certificate cannot be used.</exception>
    public static RpcChannelOptions Options(AddressOptions options, FileRoots files, Func<string, string?> secrets)
    {
        var channel = new RpcChannelOptions { AllowInsecure = options.Insecure, Token = options.Token is { } token ? Secrets.Resolve(token, secrets) : null };
        if (options.Authorities is { } authorities)
        {
            channel.Authorities = [];
            Load(authorities, files, path => channel.Authorities.ImportFromPemFile(path));
            if (channel.Authorities.Count == 0)
            {
                throw authorities.Error($"'{authorities.Raw}' cannot be used as a certificate: it holds none");
            }
        }

        if (options is { Certificate: { } certificate, PrivateKey: { } key })
        {
            string keyFile = files.Resolve(key).FullPath;
            Load(certificate, files, path =>
            {
                // Through PKCS #12: some platforms do not take a key that lives in memory only.
                using var fromPem = X509Certificate2.CreateFromPemFile(path, keyFile);
                channel.ClientCertificate = X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), null);
            });
        }

        return channel;
    }

    private static void Load(Setting file, FileRoots files, Action<string> load)
    {
        string path = files.Resolve(file).FullPath;
        try
        {
            load(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw file.Error($"'{file.Raw}' cannot be used as a certificate: {e.Message}");
        }
    }
}
