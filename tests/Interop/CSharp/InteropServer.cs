using System.Security.Cryptography.X509Certificates;
using Sim.Rpc;

namespace Sim.Tests.Interop;

/// <summary>The C# server of the matrix, in this process: one server without secrets, one with mutual TLS and a token.</summary>
internal sealed class InteropServer : IRunningServer
{
    private readonly RpcServer _clear;
    private readonly RpcServer _guarded;

    private InteropServer(RpcServer clear, RpcServer guarded) => (_clear, _guarded) = (clear, guarded);

    public string Plain => _clear.Targets[0];

    public string Tls => _guarded.Targets[0];

    public static async Task<InteropServer> StartAsync(string folder, string socket)
    {
        var service = new InteropService();
        var clear = new RpcServer(new RpcServerOptions { Addresses = { "http://127.0.0.1:0", "unix:" + socket }, MaxReceiveMessageSize = Payloads.ReceiveLimit, ServeReflection = true });
        var guarded = new RpcServer(new RpcServerOptions
        {
            Addresses = { "https://127.0.0.1:0" },
            MaxReceiveMessageSize = Payloads.ReceiveLimit,
            Certificate = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "server.pem"), Path.Combine(folder, "server.key")),
            ClientAuthorities = [X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "authority.pem"))],
            Tokens = { (await File.ReadAllTextAsync(Path.Combine(folder, "token"))).Trim() },
        });
        foreach (var server in new[] { clear, guarded })
        {
            server.AddService(Messages.Interop.BindService(service), Messages.Interop.Descriptor);
            await server.StartAsync();
        }

        return new InteropServer(clear, guarded);
    }

    public async ValueTask DisposeAsync()
    {
        await _clear.DisposeAsync();
        await _guarded.DisposeAsync();
    }
}
