using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sim.Rpc;

/// <summary>
/// Where an <see cref="RpcServer"/> listens, whom it lets in and what it takes at most. Read once, at start. Addresses other than loopback and Unix sockets need
/// <see cref="Tokens"/>, <see cref="ClientAuthorities"/> or <see cref="AllowInsecure"/>.
/// </summary>
public sealed class RpcServerOptions
{
    /// <summary>Most bytes of a received message unless an option says otherwise; the same as of other gRPC implementations.</summary>
    public const int DefaultMaxMessageSize = 4 * 1024 * 1024;

    /// <summary>
    /// Where to listen: <c>http://127.0.0.1:0</c> (port 0: any free one), <c>https://…</c> (needs <see cref="Certificate"/>), <c>unix:/path</c>; <c>grpc://</c> and
    /// <c>grpcs://</c> mean http and https. At least one.
    /// </summary>
    public IList<string> Addresses { get; } = [];

    /// <summary>Certificate with private key for https addresses.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Authorities of client certificates. If set, every client on an https address must show a certificate that one of them signed.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; set; }

    /// <summary>Bearer tokens of which every call must carry one in <c>authorization</c>; empty: none is asked for. At least 16 characters each.</summary>
    public IList<string> Tokens { get; } = [];

    /// <summary>Lets the server listen beyond loopback without tokens or client certificates: whoever reaches the port may call.</summary>
    public bool AllowInsecure { get; set; }

    /// <summary>Most bytes of a received message, compressed or not; checked before room is made. 1 to 2 GiB, default 4 MiB.</summary>
    public int MaxReceiveMessageSize { get; set; } = DefaultMaxMessageSize;

    /// <summary>Most bytes of a sent message; null: no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Most bytes of a call's headers: names and values and 32 for each. 1 KiB to 1 MiB, default 16 KiB.</summary>
    public int MaxMetadataSize { get; set; } = 16 * 1024;

    /// <summary>Most calls at once over all connections; further ones get RESOURCE_EXHAUSTED. Default 1,000.</summary>
    public int MaxConcurrentCalls { get; set; } = 1_000;

    /// <summary>Most calls at once on one connection; clients hold back further ones. Default 100.</summary>
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>Most connections at once; further ones are closed. Default 1,000.</summary>
    public int MaxConnections { get; set; } = 1_000;

    /// <summary>Longest time a handler may take, whatever deadline the client gave; null: only the client's deadline counts.</summary>
    public TimeSpan? MaxCallDuration { get; set; }

    /// <summary>How long a connection may be silent before the server asks whether it still lives. Default 30 s.</summary>
    public TimeSpan KeepAliveDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server then waits for an answer before it closes the connection. Default 20 s.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Compresses responses with gzip for clients that take it. Default false: a handler asks for it call by call with the header <c>grpc-internal-encoding-request: gzip</c>.</summary>
    public bool Compression { get; set; }

    /// <summary>Serves <c>grpc.health.v1.Health</c>, with the state that <see cref="RpcServer.Health"/> holds. Default true.</summary>
    public bool ServeHealth { get; set; } = true;

    /// <summary>Serves server reflection: lists services and hands out their descriptors to whoever may call. Default false.</summary>
    public bool ServeReflection { get; set; }

    /// <summary>Sends the text of a handler's exception to the client. Default false: clients learn only that it threw.</summary>
    public bool DetailedErrors { get; set; }

    /// <summary>Takes the log of the server; default: none.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;
}
