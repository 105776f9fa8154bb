using System.Globalization;

namespace Sim.Rpc;

/// <summary>An address of a server or a client, taken apart.</summary>
internal sealed record RpcAddress(string Host, int Port, bool Tls, string? SocketPath)
{
    /// <summary>Takes <c>http</c>, <c>https</c>, <c>grpc</c>, <c>grpcs</c> with host and port, and <c>unix:path</c>, <c>unix:///path</c>; null for anything else.</summary>
    public static RpcAddress? Parse(string? address)
    {
        if (address is null) return null;
        if (address.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = address["unix:".Length..];
            if (path.StartsWith("//", StringComparison.Ordinal)) path = path[2..];
            return path.Length == 0 || path.Contains('\0') ? null : new RpcAddress("localhost", 0, false, path);
        }

        var end = address.IndexOf("://", StringComparison.Ordinal);
        if (end < 0) return null;
        bool? tls = address[..end] switch
        {
            "http" or "grpc" => false,
            "https" or "grpcs" => true,
            _ => null,
        };
        if (tls is null) return null;
        var rest = address.AsSpan(end + 3).TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || rest.ContainsAny("/?#@ ")) return null;
        var host = rest[..colon];
        if (host[0] == '[')
        {
            if (host[^1] != ']') return null;
            host = host[1..^1];
        }
        else if (host.Contains(':'))
        {
            return null;
        }

        return ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && host.Length > 0
            ? new RpcAddress(host.ToString(), port, tls.Value, null)
            : null;
    }
}
