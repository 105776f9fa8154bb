using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sim;

/// <summary>
/// Case ids: "slug-hash", the slug for people, the hash (12 hex digits of SHA-256) over exactly entry name, source, canonical parameters, draw
/// and replica. Never a position in a list, so adding a case, a sweep value or a file changes no other id.
/// </summary>
public static class CaseId
{
    private const int MaxSlug = 80;

    /// <summary>The id of a case.</summary>
    public static string Of(string entry, CaseKey key, int replica)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(key);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, entry);
        Append(hash, key.Source);
        Append(hash, key.Parameters.Count);
        foreach (var (name, value) in key.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Append(hash, name);
            Append(hash, value);
        }

        Append(hash, key.Draw);
        Append(hash, replica);
        string digest = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
        string slug = Slug(key.Label.Length > 0 ? $"{entry}-{key.Label}" : entry);
        if (replica > 0)
        {
            slug += $"-r{replica}";
        }

        return $"{slug}-{digest}";
    }

    /// <summary>Lower-case letters, digits and single hyphens, at most 80 characters; never empty.</summary>
    public static string Slug(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slug = new StringBuilder(Math.Min(text.Length, MaxSlug));
        foreach (char c in text)
        {
            char lower = char.ToLowerInvariant(c);
            if (char.IsAsciiLetterOrDigit(lower))
            {
                slug.Append(lower);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length >= MaxSlug)
            {
                break;
            }
        }

        string result = slug.ToString().Trim('-');
        return result.Length > 0 ? result : "case";
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Append(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
