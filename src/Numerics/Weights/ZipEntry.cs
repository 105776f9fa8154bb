using System.Globalization;
using System.IO.Compression;

namespace Sim.Numerics.Weights;

/// <summary>An entry of a zip file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Deflated">Whether it is packed; else it is stored.</param>
/// <param name="Crc">The CRC-32 of what it unpacks to.</param>
/// <param name="Header">Where its local header begins.</param>
/// <param name="Data">Where its bytes begin.</param>
/// <param name="Packed">Bytes that it takes in the file.</param>
/// <param name="Unpacked">Bytes that it unpacks to, as it says.</param>
internal sealed record ZipEntry(string Name, bool Deflated, uint Crc, long Header, long Data, long Packed, long Unpacked)
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The byte after the last.</summary>
    public long End => Data + Packed;

    /// <summary>What it unpacks to, held against its length and checksum.</summary>
    /// <exception cref="InputException">It unpacks to something else than it says.</exception>
    public byte[] Unpack(ByteSource source, string file)
    {
        if (Unpacked > Array.MaxLength)
        {
            throw Bad(file, $"unpacks to {Unpacked} bytes; at most {Array.MaxLength} are read");
        }

        var bytes = new byte[Unpacked];
        try
        {
            using var packed = new SourceStream(source, Data, Packed);
            using Stream stream = Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
            stream.ReadExactly(bytes);
            if (stream.ReadByte() >= 0)
            {
                throw Bad(file, $"unpacks to more than the {Unpacked} bytes that it promises");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new InputException($"the entry '{ElementTypes.Cut(Name)}' of the zip file is damaged: {e.Message}", file, inner: e);
        }

        uint crc = Checksum(bytes);
        return crc == Crc ? bytes : throw Bad(file, $"has the checksum {crc:X8}, expected {Crc:X8}");
    }

    /// <summary>The CRC-32 of zip files.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }

    private InputException Bad(string file, FormattableString what) => new($"the entry '{ElementTypes.Cut(Name)}' of the zip file {what.ToString(CultureInfo.InvariantCulture)}", file);
}
