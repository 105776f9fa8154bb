using System.Buffers.Binary;

namespace Sim.Formats.Mcap;

/// <summary>CRC-32 (IEEE 802.3, reflected polynomial 0xEDB88320), eight bytes at a time. Pure and thread-safe.</summary>
public static class Crc32
{
    private static readonly uint[][] Tables = BuildTables();

    /// <summary>Continues a checksum; start with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        while (data.Length >= 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = Tables[7][low & 0xff] ^ Tables[6][(low >> 8) & 0xff] ^ Tables[5][(low >> 16) & 0xff] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xff] ^ Tables[2][(high >> 8) & 0xff] ^ Tables[1][(high >> 16) & 0xff] ^ Tables[0][high >> 24];
            data = data[8..];
        }

        foreach (byte b in data)
        {
            crc = Tables[0][(crc ^ b) & 0xff] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[8][];
        tables[0] = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint c = i;
            for (int k = 0; k < 8; k++)
            {
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            }

            tables[0][i] = c;
        }

        for (int t = 1; t < 8; t++)
        {
            tables[t] = new uint[256];
            for (int i = 0; i < 256; i++)
            {
                uint c = tables[t - 1][i];
                tables[t][i] = tables[0][c & 0xff] ^ (c >> 8);
            }
        }

        return tables;
    }
}
