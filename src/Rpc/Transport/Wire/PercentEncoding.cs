using System.Buffers;
using System.Text;

namespace Sim.Rpc.Wire;

/// <summary>The byte form of <c>grpc-message</c>: UTF-8 with every byte outside 0x20 to 0x7E, and '%', as %XX.</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(" !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain)) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        var encoded = new StringBuilder(bytes.Length + 16);
        foreach (var b in bytes)
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
                encoded.Append((char)b);
            else
                encoded.Append('%').Append("0123456789ABCDEF"[b >> 4]).Append("0123456789ABCDEF"[b & 15]);
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: a broken escape stays as it is, broken UTF-8 becomes the replacement character.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%')) return text;
        var source = Encoding.UTF8.GetBytes(text);
        var target = new byte[source.Length];
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                target[length++] = (byte)(Hex(source[i + 1]) << 4 | Hex(source[i + 2]));
                i += 2;
            }
            else
            {
                target[length++] = source[i];
            }
        }

        return Encoding.UTF8.GetString(target, 0, length);
    }

    private static int Hex(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
