using System.Text;
using Sim.Numerics;

namespace Sim.Tests.Fuzz;

/// <summary>Makes damaged inputs from good ones. Input number i of a seed is the same on every machine. Thread-safe.</summary>
/// <param name="seed">Seed.</param>
/// <param name="corpus">Good inputs.</param>
/// <param name="tokens">Pieces of the format that are put in, besides the common ones.</param>
internal sealed class Mutator(ulong seed, IReadOnlyList<byte[]> corpus, params IReadOnlyList<string> tokens)
{
    private const int MostBytes = 64 * 1024;

    private static readonly string[] Numbers =
        ["1e308", "-1e308", "1e309", "-0", "0", "NaN", "Infinity", "-Infinity", "999999999999", "-999999999999", "18446744073709551616", "9223372036854775807", "-1", "2147483648", "1e-320", "0.1", "1e9", "4294967295", "null", "true", "\"\"", "[]", "{}"];

    private static readonly string[] Common = ["\0", "\uFEFF", "\u2028", "é", "\U0001F697", "\r\n", "\r", "\n", "\t", " ", "<", ">", "&", "\"", "'", "../", "/etc/passwd", "%s", "\\", "\\u0000"];

    private readonly byte[][] _tokens = [.. tokens.Concat(Common).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Input number <paramref name="index"/>.</summary>
    public byte[] Make(int index)
    {
        var random = new RandomStream(seed).Fork("mutation", index);
        byte[] bytes = corpus[random.NextInt(corpus.Count)];
        int rounds = 1 + random.NextInt(4);
        for (int r = 0; r < rounds && bytes.Length > 0; r++)
        {
            bytes = Once(bytes, random);
        }

        return bytes.Length <= MostBytes ? bytes : bytes[..MostBytes];
    }

    private byte[] Once(byte[] bytes, RandomStream random)
    {
        int at = random.NextInt(bytes.Length), length = Math.Min(bytes.Length - at, 1 + random.NextInt(random.NextInt(4) == 0 ? 2000 : 40));
        switch (random.NextInt(13))
        {
            case 0:
                return Replace(bytes, at, 1, [(byte)(bytes[at] ^ (1 << random.NextInt(8)))]);
            case 1:
                return Replace(bytes, at, length, []);
            case 2:
                return Replace(bytes, at, 0, Repeat(bytes.AsSpan(at, length), 1 + random.NextInt(8)));
            case 3:
                byte[] other = corpus[random.NextInt(corpus.Count)];
                int from = random.NextInt(other.Length);
                return Replace(bytes, at, random.NextInt(2) * length, other.AsSpan(from, Math.Min(length, other.Length - from)));
            case 4 or 5:
                var (digits, count) = Number(bytes, at);
                return Replace(bytes, digits, count, Encoding.UTF8.GetBytes(Numbers[random.NextInt(Numbers.Length)]));
            case 6:
                return Replace(bytes, at, 0, Token(random));
            case 7:
                return Replace(bytes, at, length, Token(random));
            case 8:
                return random.NextInt(4) == 0 ? bytes[..at] : Replace(bytes, at, 1, [(byte)random.NextInt(256)]);
            case 9:
                return Replace(bytes, at, 0, Repeat(Token(random), 1 + random.NextInt(random.NextInt(8) == 0 ? 20_000 : 200)));
            case 10:
                return Replace(bytes, at, 0, Repeat("Aa0-é"u8.Slice(random.NextInt(4), 1), 1 + random.NextInt(30_000)));
            case 11:
                var (open, size) = Bracketed(bytes, at);
                return Replace(bytes, open, size, Encoding.UTF8.GetBytes(Numbers[random.NextInt(Numbers.Length)]));
            default:
                return Swap(bytes, random);
        }
    }

    private byte[] Token(RandomStream random) => _tokens[random.NextInt(_tokens.Length)];

    private static byte[] Replace(byte[] bytes, int at, int length, ReadOnlySpan<byte> by) => [.. bytes.AsSpan(0, at), .. by, .. bytes.AsSpan(at + length)];

    private static byte[] Repeat(ReadOnlySpan<byte> piece, int times)
    {
        times = Math.Max(1, Math.Min(times, MostBytes / Math.Max(1, piece.Length)));
        var all = new byte[piece.Length * times];
        for (int i = 0; i < times; i++)
        {
            piece.CopyTo(all.AsSpan(i * piece.Length));
        }

        return all;
    }

    // The next number after a place.
    private static (int At, int Count) Number(byte[] bytes, int at)
    {
        while (at < bytes.Length && !char.IsAsciiDigit((char)bytes[at]))
        {
            at++;
        }

        int end = at;
        while (end < bytes.Length && (char.IsAsciiDigit((char)bytes[end]) || bytes[end] is (byte)'.' or (byte)'e' or (byte)'-'))
        {
            end++;
        }

        return (at, end - at);
    }

    // The next list or object after a place, whole.
    private static (int At, int Count) Bracketed(byte[] bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is not ((byte)'{' or (byte)'['))
        {
            at++;
        }

        int depth = 0;
        for (int end = at; end < bytes.Length; end++)
        {
            depth += bytes[end] switch { (byte)'{' or (byte)'[' => 1, (byte)'}' or (byte)']' => -1, _ => 0 };
            if (depth == 0)
            {
                return (at, end + 1 - at);
            }
        }

        return (at, bytes.Length - at);
    }

    // Two elements, lines or words change places.
    private static byte[] Swap(byte[] bytes, RandomStream random)
    {
        byte border = random.NextInt(3) switch { 0 => (byte)'<', 1 => (byte)'\n', _ => (byte)' ' };
        var (a, countA) = Piece(bytes, random.NextInt(bytes.Length), border);
        var (b, countB) = Piece(bytes, random.NextInt(bytes.Length), border);
        if (a > b)
        {
            (a, countA, b, countB) = (b, countB, a, countA);
        }

        return a + countA > b
            ? bytes
            : [.. bytes.AsSpan(0, a), .. bytes.AsSpan(b, countB), .. bytes.AsSpan(a + countA, b - a - countA), .. bytes.AsSpan(a, countA), .. bytes.AsSpan(b + countB)];
    }

    private static (int At, int Count) Piece(byte[] bytes, int at, byte border)
    {
        int begin = bytes.AsSpan(0, at).LastIndexOf(border) + 1;
        int count = bytes.AsSpan(begin).IndexOf(border);
        return (begin, count < 0 ? bytes.Length - begin : count);
    }
}
