using System.Security.Cryptography.X509Certificates;
using Sim.Rpc;

namespace Sim.Tests.Interop;

/// <summary>The C# client's channels.</summary>
internal static class Channels
{
    public static RpcChannel Plain(string target) => RpcChannel.ForAddress("http://" + target, Options());

    public static RpcChannel Unix(string path) => RpcChannel.ForAddress("unix:" + path, Options());

    /// <summary>A channel to the port with mutual TLS.</summary>
    /// <param name="at">The server.</param>
    /// <param name="authority">Name of the authority that the client trusts.</param>
    /// <param name="leaf">Name of the certificate that the client shows; null: none.</param>
    /// <param name="token">Token of the channel; null: none.</param>
    public static RpcChannel Tls(Endpoints at, string authority, string? leaf, string? token = null)
    {
        var options = Options();
        options.Authorities = [X509CertificateLoader.LoadCertificateFromFile(Path.Combine(at.Folder, authority + ".pem"))];
        options.ClientCertificate = leaf is null ? null : X509Certificate2.CreateFromPemFile(Path.Combine(at.Folder, leaf + ".pem"), Path.Combine(at.Folder, leaf + ".key"));
        options.Token = token;
        return RpcChannel.ForAddress("https://" + at.Tls, options);
    }

    private static RpcChannelOptions Options() => new() { MaxReceiveMessageSize = Payloads.ReceiveLimit };
}
