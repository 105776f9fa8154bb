using System.Globalization;

namespace Sim.Rpc.Peers;

/// <summary>Where a peer listens. Immutable.</summary>
/// <param name="Scheme">"grpc", "grpcs" or "unix".</param>
/// <param name="Text">The whole address.</param>
/// <param name="SocketPath">Path of a Unix socket, or null.</param>
internal sealed record PeerAddress(string Scheme, string Text, string? SocketPath)
{
    private const int MaxSocketPath = 107;

    /// <summary>The schemes.</summary>
    public static IReadOnlyList<string> Schemes { get; } = ["grpc", "grpcs", "unix"];

    /// <summary>The example of an address of a scheme.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="kind">What listens there: "driver", "simulator", …</param>
    public static string Example(string scheme, string kind) => scheme == "unix" ? $"unix:/path/to/{kind}.sock" : $"{scheme}://localhost:50051";

    /// <summary>Takes an address apart.</summary>
    /// <param name="text">The address.</param>
    /// <param name="kind">What listens there: "driver", "simulator", …</param>
    /// <exception cref="InputException">Not one; says what to write.</exception>
    public static PeerAddress Parse(string text, string kind = "driver")
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon > 0 ? text[..colon] : "";
        if (scheme == "unix")
        {
            string path = text.StartsWith("unix://", StringComparison.Ordinal) ? text["unix://".Length..] : text["unix:".Length..];
            return !path.StartsWith('/') || path.Length < 2 || path.Contains('\0')
                ? throw new InputException($"'{text}' is no address of a {kind}: a Unix socket has an absolute path; write {Example(scheme, kind)}")
                : path.Length > MaxSocketPath
                    ? throw new InputException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no address of a {kind}: the path of a Unix socket has at most {MaxSocketPath} characters, not {path.Length}"))
                    : new PeerAddress(scheme, "unix:" + path, path);
        }

        string example = $"write {Example(scheme, kind)}";
        if (!text.AsSpan(colon).StartsWith("://"))
        {
            throw new InputException($"'{text}' is no address of a {kind}; {example}");
        }

        string rest = text[(colon + 3)..].TrimEnd('/');
        int port = rest.LastIndexOf(':');
        if (rest.AsSpan().IndexOfAny("/?#@ ") >= 0)
        {
            throw new InputException($"'{text}' is no address of a {kind}: it holds more than host and port; {example}");
        }

        if (port < 0 || rest.EndsWith(']'))
        {
            throw new InputException($"'{text}' is no address of a {kind}: it has no port; {example}");
        }

        string host = rest[..port];
        bool bracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        return host.Length == 0 || (!bracketed && host.Contains(':', StringComparison.Ordinal))
            ? throw new InputException($"'{text}' is no address of a {kind}: its host is missing or no name (an IPv6 address is written in brackets); {example}")
            : !ushort.TryParse(rest[(port + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0
                ? throw new InputException($"'{text}' is no address of a {kind}: its port is '{rest[(port + 1)..]}', expected 1 to 65535; {example}")
                : new PeerAddress(scheme, text.TrimEnd('/'), null);
    }

    /// <summary>What to look at when nobody answers.</summary>
    /// <param name="kind">What listens there: "driver", "simulator", …</param>
    public string WhatToCheck(string kind = "driver") => Scheme switch
    {
        "unix" => $"is the {kind} running, and is this the path that it listens at?",
        "grpcs" => $"is the {kind} running there, does it use TLS (else write grpc://), is its certificate valid for this host ('authorities'), does it want another token or a client certificate?",
        _ => $"is the {kind} running there, and is it one without TLS (else write grpcs://)?",
    };
}
