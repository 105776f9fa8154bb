using System.Runtime.InteropServices;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>
/// A fast 64-bit check over words of eight bytes, to notice damaged files (not against forgery): each step is invertible, so a single changed word is
/// always noticed. Pure, thread-safe.
/// </summary>
internal static class WordCheck
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    /// <summary>Check of bytes; a rest below eight bytes counts as a word filled up with zeros, and the length is part of the check.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong check = (ulong)bytes.Length * Odd;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            check = Next(check, word);
        }

        var rest = bytes[(words.Length * 8)..];
        if (rest.Length > 0)
        {
            Span<byte> last = stackalloc byte[8];
            last.Clear();
            rest.CopyTo(last);
            check = Next(check, MemoryMarshal.Read<ulong>(last));
        }

        return check ^ (check >> 29);
    }

    private static ulong Next(ulong check, ulong word)
    {
        check = (check ^ word) * Odd;
        return (check << 31) | (check >> 33);
    }
}
