using System.Security.Cryptography;
using System.Text;

namespace Sim.Rpc.Hosting;

/// <summary>Compares bearer tokens by their hashes, all of them, in a time that does not depend on the tokens.</summary>
internal sealed class TokenCheck(IEnumerable<string> tokens)
{
    private const string Scheme = "Bearer ";

    private readonly byte[][] _hashes = [.. tokens.Select(t => SHA256.HashData(Encoding.UTF8.GetBytes(t)))];

    public bool Accepts(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || authorization.Length > 4096) return false;
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(authorization.Length) is var most && most <= 1024 ? most : 0];
        var token = authorization.AsSpan(Scheme.Length);
        if (text.Length == 0) text = new byte[most];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(token, text)], hash);
        var accepted = false;
        foreach (var known in _hashes) accepted |= CryptographicOperations.FixedTimeEquals(hash, known);
        return accepted;
    }
}
