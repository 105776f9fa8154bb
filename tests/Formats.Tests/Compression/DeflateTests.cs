using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Sim.Formats;

namespace Sim.Tests.Formats;

public class DeflateTests
{
    public static TheoryData<string, int> Inputs => new()
    {
        { "nothing", 0 }, { "zeros", 1 }, { "zeros", 2 }, { "zeros", 300_000 }, { "noise", 1 }, { "noise", 70_000 }, { "noise", 200_000 },
        { "skewed", 100_000 }, { "words", 3 }, { "words", 50_000 }, { "words", 400_000 }, { "far", 120_000 }, { "fibonacci", 500_000 },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Another_inflater_gives_the_bytes_back(string kind, int length)
    {
        byte[] bytes = Bytes(kind, length);
        byte[] packed = Deflate.Pack(bytes);
        using var inflater = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var back = new MemoryStream();
        inflater.CopyTo(back);
        Assert.Equal(bytes, back.ToArray());
        // Stored blocks bound the growth: 5 bytes for each 65,535 and the end.
        Assert.True(packed.Length <= length + 6 * (1 + length / 30_000) + 2, $"{packed.Length} bytes for {length}");
    }

    [Fact]
    public void It_packs_about_as_small_as_zlib()
    {
        byte[] bytes = Bytes("words", 400_000);
        using var best = new MemoryStream();
        using (var zlib = new DeflateStream(best, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        Assert.InRange(Deflate.Pack(bytes).Length, 0, best.Length * 1.05);
    }

    [Fact]
    public void The_bytes_of_a_known_input_are_pinned()
    {
        // Other bytes here mean that every report.html changes: a new version, never a new machine.
        string hash = Convert.ToHexStringLower(SHA256.HashData(Deflate.Pack(Bytes("words", 50_000))));
        Assert.StartsWith("fd29abcb173bbd6aa8123d21d330b51b", hash, StringComparison.Ordinal);
        Assert.Equal([0x03, 0x00], Deflate.Pack([]));
    }

    private static byte[] Bytes(string kind, int length)
    {
        byte[] bytes = new byte[length];
        uint state = 1;
        uint Next() => state = state * 1664525 + 1013904223;
        string[] words = ["\"state\":\"value\"", "no_conflict", "min_ttc", ",", "{", "}", "0.25", "1e-3", "µ"];
        if (kind == "words")
        {
            var text = new StringBuilder();
            while (text.Length < length)
            {
                text.Append(words[Next() >> 24 & 7]).Append(Next() >> 28);
            }

            return Encoding.UTF8.GetBytes(text.ToString())[..length];
        }

        for (int i = 0; i < length; i++)
        {
            bytes[i] = kind switch
            {
                "noise" => (byte)(Next() >> 24),
                "skewed" => (byte)uint.LeadingZeroCount(Next() | 1),
                // The same 40,000 random bytes again and again: beyond the window, and just within it.
                "far" => i < 32_768 ? (byte)(Next() >> 24) : bytes[i - 32_768],
                // Counts like Fibonacci's numbers want codes longer than 15 bits.
                "fibonacci" => Fibonacci(i),
                _ => 0,
            };
        }

        return bytes;
    }

    private static byte Fibonacci(int i)
    {
        int a = 1, b = 1;
        byte symbol = 0;
        while (i >= a)
        {
            (i, a, b) = (i - a, b, a + b);
            symbol++;
        }

        return (byte)(symbol ^ (i & 1) << 7);
    }
}
