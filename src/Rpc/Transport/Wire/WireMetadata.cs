using Grpc.Core;

namespace Sim.Rpc.Wire;

/// <summary>Metadata entries to header values and back.</summary>
internal static class WireMetadata
{
    /// <summary>Adds a received header. Values of one binary key may come joined by commas; entries that cannot be metadata are left out.</summary>
    public static void AddReceived(Metadata target, string name, string? value)
    {
        if (value is null || WireNames.IsProtocolHeader(name) || !WireNames.IsMetadataKey(name)) return;
        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            target.Add(name, value);
            return;
        }

        foreach (var part in value.AsSpan().Split(','))
            if (TryDecode(value.AsSpan()[part].Trim(), out var bytes))
                target.Add(name, bytes);
    }

    /// <summary>The header value of an entry: its text, or base64 without padding.</summary>
    /// <exception cref="RpcException">The text cannot be a header.</exception>
    public static string ValueOf(Metadata.Entry entry)
    {
        if (entry.IsBinary) return Convert.ToBase64String(entry.ValueBytes).TrimEnd('=');
        var value = entry.Value;
        foreach (var c in value)
            if (c is < ' ' or > '~')
                throw new RpcException(new Status(StatusCode.Internal, $"Metadata '{entry.Key}' holds a character that is not printable ASCII; use a key that ends in '-bin' for bytes."));
        return value;
    }

    /// <summary>Base64 with or without padding.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        text = text.TrimEnd('=');
        if (text.Length % 4 == 1) return false;
        Span<char> padded = text.Length <= 1024 ? stackalloc char[1028] : new char[text.Length + 4];
        text.CopyTo(padded);
        var length = text.Length;
        while (length % 4 != 0) padded[length++] = '=';
        var result = new byte[length / 4 * 3];
        if (!Convert.TryFromBase64Chars(padded[..length], result, out var written)) return false;
        bytes = written == result.Length ? result : result[..written];
        return true;
    }
}
