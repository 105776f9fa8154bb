using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Sim.Formats.Png;
using Sim.Geometry;

namespace Sim.Tests;

public class PngTests
{
    private static readonly Rgba Black = new(0, 0, 0);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(64, 40)]
    public void A_picture_comes_back_pixel_for_pixel_through_every_filter(int width, int height)
    {
        var random = new Random(3);
        var picture = new Raster(width, height);
        for (int i = 0; i < 40; i++)
        {
            Vector2d P() => new(random.NextDouble() * width, random.NextDouble() * height);
            var colour = new Rgba((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256), random.NextDouble());
            picture.Fill([P(), P(), P()], colour);
            picture.Stroke([P(), P()], 1 + random.NextDouble() * 3, colour);
        }

        byte[] file = PngWriter.Write(picture);

        Assert.Equal(picture.Pixels.ToArray(), Read(file, out var filters));
        Assert.Equal(file, PngWriter.Write(picture));
        Assert.True(width < 64 || filters.Count > 2, $"{filters.Count} filters");
    }

    [Fact]
    public void Edges_are_as_dark_as_they_are_covered()
    {
        var picture = new Raster(4, 3);
        picture.Fill([new(0.5, 0), new(2.5, 0), new(2.5, 1.5), new(0.5, 1.5)], Black);
        // 255 × (1 - share): a half, all, a half; in the second row half of that.
        Assert.Equal([128, 0, 128, 255], Grey(picture, 0));
        Assert.Equal([191, 128, 191, 255], Grey(picture, 1));
        Assert.Equal([255, 255, 255, 255], Grey(picture, 2));
    }

    [Fact]
    public void A_line_covers_its_width_and_crossing_itself_makes_it_no_darker()
    {
        var picture = new Raster(9, 5);
        picture.Stroke([new(-5, 2), new(20, 2), new(-5, 2)], 2, Black.With(0.5));
        Assert.Equal([.. Enumerable.Repeat(255, 9)], Grey(picture, 0));
        Assert.Equal([.. Enumerable.Repeat(128, 9)], Grey(picture, 1));
        Assert.Equal([.. Enumerable.Repeat(128, 9)], Grey(picture, 2));
        Assert.Equal([.. Enumerable.Repeat(255, 9)], Grey(picture, 3));
    }

    [Fact]
    public void Nothing_is_drawn_outside_the_clip()
    {
        var picture = new Raster(10, 10);
        picture.Clip(2, 3, 5, 6);
        picture.Fill([new(-99, -99), new(99, -99), new(99, 99), new(-99, 99)], Black);
        picture.Stroke([new(0, 0), new(10, 10)], 5, Black);
        picture.Text("WWW", -3, 9, 20, Black);
        for (int y = 0; y < 10; y++)
        {
            for (int x = 0; x < 10; x++)
            {
                Assert.Equal(x is >= 2 and < 5 && y is >= 3 and < 6 ? 0 : 255, picture.Pixels[3 * (10 * y + x)]);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e300)]
    public void What_is_nowhere_is_not_drawn(double nowhere)
    {
        var picture = new Raster(20, 20);
        picture.Fill([new(0, 0), new(nowhere, 5), new(5, 5)], Black);
        picture.Stroke([new(0, 0), new(5, nowhere)], 2, Black);
        picture.Text("A", nowhere, 10, 14, Black);
        Assert.True(picture.Pixels.IndexOfAnyExcept((byte)255) < 0);
    }

    [Fact]
    public void Every_printable_character_has_a_sign_of_its_own_and_others_a_box()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int c = 0x21; c < 0x7f; c++)
        {
            Assert.True(seen.TryAdd(Drawn(char.ToString((char)c)), c), $"'{(char)c}' looks like '{(char)seen.GetValueOrDefault(Drawn(char.ToString((char)c)))}'");
        }

        Assert.DoesNotContain(Drawn("あ"), seen.Keys);
        Assert.Equal(Drawn("あ"), Drawn("한"));
        Assert.Equal(Raster.Measure("gap 3.5 m/s²", 14), new Raster(1, 1).Text("gap 3.5 m/s²", 0, 0, 14, Black), 1e-9);
    }

    private static string Drawn(string text)
    {
        var picture = new Raster(40, 40);
        picture.Text(text, 4, 30, 24, Black);
        return Convert.ToHexString(picture.Pixels);
    }

    private static int[] Grey(Raster picture, int row) => [.. Enumerable.Range(0, picture.Width).Select(x => (int)picture.Pixels[3 * (row * picture.Width + x)])];

    private static byte[] Read(byte[] file, out HashSet<int> filters)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        int width = 0, height = 0;
        using var packed = new MemoryStream();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            string type = Encoding.ASCII.GetString(file, at + 4, 4);
            Assert.Equal(Checksum(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 12)));
                Assert.Equal([8, 2, 0, 0, 0], file[(at + 16)..(at + 21)]);
            }

            packed.Write(file, at + 8, type == "IDAT" ? length : 0);
            at += length + 12;
        }

        packed.Position = 0;
        using var raw = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Decompress))
        {
            zlib.CopyTo(raw);
        }

        byte[] rows = raw.ToArray();
        int stride = 3 * width;
        Assert.Equal((stride + 1) * height, rows.Length);
        filters = [];
        var pixels = new byte[stride * height];
        for (int y = 0; y < height; y++)
        {
            int filter = rows[y * (stride + 1)];
            filters.Add(filter);
            for (int i = 0; i < stride; i++)
            {
                int a = i >= 3 ? pixels[y * stride + i - 3] : 0, b = y > 0 ? pixels[(y - 1) * stride + i] : 0, c = i >= 3 && y > 0 ? pixels[(y - 1) * stride + i - 3] : 0;
                int p = a + b - c;
                int paeth = Math.Abs(p - a) <= Math.Abs(p - b) && Math.Abs(p - a) <= Math.Abs(p - c) ? a : Math.Abs(p - b) <= Math.Abs(p - c) ? b : c;
                int predicted = filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, 4 => paeth, _ => throw new InvalidOperationException($"filter {filter}") };
                pixels[y * stride + i] = (byte)(rows[y * (stride + 1) + 1 + i] + predicted);
            }
        }

        return pixels;
    }

    // Bit by bit, as the standard defines it: not the writer's tables.
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
