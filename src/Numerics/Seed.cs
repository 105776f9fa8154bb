using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sim.Numerics;

/// <summary>The one function that makes seeds from names, so that adding or reordering cases changes nobody else's numbers.</summary>
public static class Seed
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>
    /// The seed of one use of random numbers: the first eight bytes, little-endian, of SHA-256 over
    /// <c>"sim.seed.1"</c>, suite seed (8 bytes), case id, replica (4 bytes), purpose; integers are little-endian, and each string is
    /// its length in UTF-8 bytes (4 bytes) followed by those bytes, so that no two argument lists share an encoding. Pure.
    /// </summary>
    /// <param name="suiteSeed">The suite's seed.</param>
    /// <param name="caseId">The case's id.</param>
    /// <param name="replica">Which repetition of the case, from 0.</param>
    /// <param name="purpose">What the numbers are for, such as <c>"traffic"</c>.</param>
    /// <exception cref="ArgumentException">A string is not well-formed UTF-16 (<see cref="EncoderFallbackException"/>).</exception>
    public static ulong Derive(ulong suiteSeed, string caseId, int replica, string purpose)
    {
        ArgumentNullException.ThrowIfNull(caseId);
        ArgumentNullException.ThrowIfNull(purpose);
        ReadOnlySpan<byte> magic = "sim.seed.1"u8;
        int caseBytes = StrictUtf8.GetByteCount(caseId), purposeBytes = StrictUtf8.GetByteCount(purpose);
        int size = magic.Length + 8 + 4 + caseBytes + 4 + 4 + purposeBytes;
        Span<byte> buffer = size <= 512 ? stackalloc byte[size] : new byte[size];
        magic.CopyTo(buffer);
        Span<byte> rest = buffer[magic.Length..];
        BinaryPrimitives.WriteUInt64LittleEndian(rest, suiteSeed);
        rest = WriteString(rest[8..], caseId, caseBytes);
        BinaryPrimitives.WriteInt32LittleEndian(rest, replica);
        WriteString(rest[4..], purpose, purposeBytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private static Span<byte> WriteString(Span<byte> target, string text, int byteCount)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, byteCount);
        StrictUtf8.GetBytes(text, target[4..]);
        return target[(4 + byteCount)..];
    }
}
