using System.Buffers.Binary;
using Sim.Formats.Mcap;

namespace Sim.Formats.Png;

/// <summary>
/// Writes PNG (ISO/IEC 15948): 8-bit truecolour, each row with the filter of the smallest sum of absolute values, packed by <see cref="Deflate"/>. The
/// same picture gives the same bytes on every machine. Thread-safe.
/// </summary>
public static class PngWriter
{
    private const int BytesPerPixel = 3;
    private const int Filters = 5;

    /// <summary>The bytes of the file.</summary>
    /// <param name="picture">The picture.</param>
    public static byte[] Write(Raster picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8;
        header[9] = 2;
        header[10..].Clear();
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "sRGB"u8, [0]);
        Chunk(file, "IDAT"u8, Zlib(Filtered(picture)));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Append(0, type), data));
        file.Write(number);
    }

    private static byte[] Zlib(byte[] raw)
    {
        byte[] packed = Deflate.Pack(raw);
        var zlib = new byte[packed.Length + 6];
        (zlib[0], zlib[1]) = (0x78, 0x9C);
        packed.CopyTo(zlib, 2);
        BinaryPrimitives.WriteUInt32BigEndian(zlib.AsSpan(packed.Length + 2), Adler32(raw));
        return zlib;
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        uint a = 1, b = 0;
        while (!data.IsEmpty)
        {
            // So many fit into 32 bits before the remainder must be taken.
            var part = data[..Math.Min(data.Length, 5552)];
            foreach (byte value in part)
            {
                a += value;
                b += a;
            }

            (a, b) = (a % 65521, b % 65521);
            data = data[part.Length..];
        }

        return b << 16 | a;
    }

    private static byte[] Filtered(Raster picture)
    {
        int stride = picture.Width * BytesPerPixel;
        var all = new byte[(stride + 1) * picture.Height];
        var tried = new byte[stride];
        ReadOnlySpan<byte> above = new byte[stride];
        for (int y = 0; y < picture.Height; y++)
        {
            var row = picture.Pixels.Slice(y * stride, stride);
            var best = all.AsSpan(y * (stride + 1), stride + 1);
            long least = long.MaxValue;
            for (byte filter = 0; filter < Filters; filter++)
            {
                long sum = Filter(filter, row, above, tried);
                if (sum < least)
                {
                    least = sum;
                    best[0] = filter;
                    tried.CopyTo(best[1..]);
                }
            }

            above = row;
        }

        return all;
    }

    private static long Filter(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> result)
    {
        long sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= BytesPerPixel ? row[i - BytesPerPixel] : 0;
            int corner = i >= BytesPerPixel ? above[i - BytesPerPixel] : 0;
            int predicted = filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => Paeth(left, above[i], corner),
            };
            result[i] = (byte)(row[i] - predicted);
            sum += Math.Abs((int)(sbyte)result[i]);
        }

        return sum;
    }

    private static int Paeth(int left, int above, int corner)
    {
        int guess = left + above - corner;
        int toLeft = Math.Abs(guess - left), toAbove = Math.Abs(guess - above), toCorner = Math.Abs(guess - corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
