using System.Security.Cryptography.X509Certificates;

namespace Sim.Rpc;

/// <summary>How an <see cref="RpcChannel"/> reaches its server and what it takes at most. Read once, when the channel is made.</summary>
public sealed class RpcChannelOptions
{
    /// <summary>Bearer token that goes with every call; null: none. Not sent beyond loopback without TLS, unless <see cref="AllowInsecure"/>.</summary>
    public string? Token { get; set; }

    /// <summary>Authorities that may have signed the server's certificate; null: those of the system.</summary>
    public X509Certificate2Collection? Authorities { get; set; }

    /// <summary>Certificate with private key that the client shows a server that asks for one.</summary>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>Lets the token travel in plain text beyond loopback.</summary>
    public bool AllowInsecure { get; set; }

    /// <summary>Most bytes of a received message, compressed or not; checked before room is made. Default 4 MiB.</summary>
    public int MaxReceiveMessageSize { get; set; } = RpcServerOptions.DefaultMaxMessageSize;

    /// <summary>Most bytes of a sent message; null: no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Most bytes of received headers or trailers, rounded up to KiB. Default 16 KiB.</summary>
    public int MaxMetadataSize { get; set; } = 16 * 1024;

    /// <summary>How long a connection may take to be made. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a connection with calls may be silent before the client asks whether it still lives; null: never. Many servers refuse clients that ask more often than every
    /// five minutes; those of this library do not.
    /// </summary>
    public TimeSpan? KeepAliveDelay { get; set; }

    /// <summary>How long the client then waits for an answer before it gives the connection up. Default 20 s.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Compresses requests with gzip. A single call asks for it with the header <c>grpc-internal-encoding-request: gzip</c>.</summary>
    public bool Compression { get; set; }
}
