using System.IO.Compression;
using System.Text;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Weights;

public sealed class NpyTests
{
    [Theory]
    [InlineData("<i2", new byte[] { 1, 0, 0xFF, 0xFF }, new[] { 1.0, -1 })]
    [InlineData(">i2", new byte[] { 0, 1, 0xFF, 0xFF }, new[] { 1.0, -1 })]
    [InlineData("|i1", new byte[] { 1, 0xFF }, new[] { 1.0, -1 })]
    [InlineData("|u1", new byte[] { 1, 0xFF }, new[] { 1.0, 255 })]
    [InlineData("|b1", new byte[] { 1, 0 }, new[] { 1.0, 0 })]
    [InlineData("<u4", new byte[] { 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF }, new[] { 1.0, 4294967295 })]
    [InlineData(">f2", new byte[] { 0x3C, 0, 0xC0, 0 }, new[] { 1.0, -2 })]
    [InlineData("<f4", new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0 }, new[] { 1.0, -2 })]
    [InlineData(">f4", new byte[] { 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0 }, new[] { 1.0, -2 })]
    [InlineData(">f8", new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0 }, new[] { 1.0, -2 })]
    [InlineData(">u8", new byte[] { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0 }, new[] { 1.0, 256 })]
    public void Numbers_of_every_kind_and_byte_order_are_read(string descr, byte[] data, double[] expected)
    {
        using var file = NpyFile.Read(Bytes(1, $"{{'descr': '{descr}', 'fortran_order': False, 'shape': (2,), }}", data), "a.npy");
        Assert.Equal(expected, file.Array.ReadDouble());
        if (descr[1] == 'f')
        {
            Assert.Equal(Array.ConvertAll(expected, v => (float)v), file.Array.ReadFloat().Values.ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Columns_first_is_read_in_rows(int version)
    {
        // Columns (0, 1), (2, 3), (4, 5) of a matrix of 2 × 3.
        using var file = NpyFile.Read(Bytes(version, "{\"shape\": (2L, 3),\n 'fortran_order':True,'descr':'|u1'}  \n", [0, 1, 2, 3, 4, 5]), "a.npy");
        Assert.Equal([0, 2, 4, 1, 3, 5], file.Array.ReadInt64());
        Assert.Equal([2, 3], file.Array.Shape.ToArray());
    }

    [Fact]
    public void Parts_of_an_array_in_another_order_are_read_like_the_whole()
    {
        byte[] data = SafetensorsSamples.Counting(4 * 5 * 6 * 4);
        using var file = NpyFile.Read(Bytes(1, "{'descr': '>f4', 'fortran_order': True, 'shape': (4, 5, 6), }", data), "a.npy");
        float[] whole = file.Array.ReadFloat().Values.ToArray();
        for (int k = 0; k < 120; k++)
        {
            int i = k / 30, j = k / 6 % 5, l = k % 6, at = (i + (4 * j) + (20 * l)) * 4;
            Assert.Equal(BitConverter.ToSingle([data[at + 3], data[at + 2], data[at + 1], data[at]]), whole[k]);
        }

        var part = new float[7];
        for (int first = 0; first <= 113; first++)
        {
            file.Array.CopyFloats(first, part);
            Assert.Equal(whole[first..(first + 7)], part);
        }

        Assert.Throws<InputException>(() => { _ = file.Array.Floats(0, 1); });
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "'|O'")]
    [InlineData("{'descr': '<U4', 'fortran_order': False, 'shape': (2,), }", "'<U4'")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", "'<c8'")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (2,), }", "'|f4'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "records")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "truth value")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2), }", "tuple")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "tuple")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "tuple")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,), }", "twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "missing")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1, }", "unknown")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } + 1", "after the dictionary")]
    [InlineData("{'descr': '<f4' 'fortran_order': False, 'shape': (2,), }", "comma")]
    [InlineData("__import__('os')", "dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "do not fit")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "do not fit")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "do not fit")]
    public void Arrays_of_another_form_are_refused(string header, string expected)
    {
        var refusal = Assert.Throws<InputException>(() => NpyFile.Read(Bytes(1, header, new byte[8]), "bad.npy"));
        Assert.StartsWith("bad.npy: the array 'bad'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x93, 0x4E }, "is no .npy array")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 4, 0, 0, 0, 0, 0 }, "version 4")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 9, 0, 0 }, "9 bytes")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 255, 255, 255, 255, 0 }, "4294967295 bytes")]
    public void Beginnings_of_another_form_are_refused(byte[] content, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => NpyFile.Read(content, "bad.npy")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_written_is_read_again()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("sim-weights-").FullName, "x.npy");
        NpyFile.Save(path, Tensor.Wrap([1, 2, 3, 4, 5, 6], 3, 2));
        using (var file = NpyFile.Open(path))
        {
            Assert.Equal([3, 2], file.Array.Shape.ToArray());
            Assert.Equal([1, 2, 3, 4, 5, 6], file.Array.Floats(0, 6).ToArray());
        }

        NpyFile.Save(path, new[] { 0.1, double.NaN }, 1, 2);
        using (var file = NpyFile.Open(path))
        {
            Assert.Equal([0.1, double.NaN], file.Array.ReadDouble());
        }

        NpyFile.Save(path, new long[] { -3 }, ElementType.I32);
        using (var file = NpyFile.Open(path))
        {
            Assert.Equal("<i4", file.Array.TypeName);
            Assert.Equal([-3], file.Array.ReadInt64());
        }

        Assert.Throws<ArgumentException>(() => NpyFile.Save(path, new long[] { 300 }, ElementType.U8, 1));
        Assert.Throws<ArgumentException>(() => NpyFile.Save(path, new[] { 1.0 }, 2));
        Assert.Equal(["x.npy"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Arrays_of_a_zip_file_are_read_by_their_names(CompressionLevel level)
    {
        using var file = NpzFile.Read(Npz(level), "a.npz");
        Assert.Equal(["one", "folder/two"], file.Names);
        Assert.Equal([1, 2, 3], file["one"].ReadInt64());
        Assert.Equal([1.0, -2], file["folder/two"].ReadDouble());
        Assert.Same(file["one"], file["one"]);
        Assert.Contains("'one', 'folder/two'", Assert.Throws<InputException>(() => file["two"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_array_that_was_damaged_is_refused()
    {
        byte[] bytes = Npz(CompressionLevel.Fastest);
        int refused = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x20;
            try
            {
                using var file = NpzFile.Read(damaged, "bad.npz");
                Assert.True(file.Names.All(n => file[n].ReadDouble().Sum() is 6 or -1), $"byte {i}");
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.True(refused > bytes.Length / 2);
    }

    [Fact]
    public void Arrays_that_unpack_to_far_more_than_the_file_are_refused()
    {
        byte[] bytes = Zip(CompressionLevel.SmallestSize, ("zeros", Bytes(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (20000000,), }", new byte[20_000_000])));
        Assert.Contains("200 times", Assert.Throws<InputException>(() => NpzFile.Read(bytes, "bomb.npz")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_array_in_a_zip_file_is_refused()
    {
        Assert.Contains("readme.txt", Assert.Throws<InputException>(() => NpzFile.Read(Named("readme.txt"), "a.npz")).Message, StringComparison.Ordinal);
        Assert.Contains("no end of a directory", Assert.Throws<InputException>(() => NpzFile.Read(Npz(CompressionLevel.Fastest).AsMemory(0, 300), "a.npz")).Message, StringComparison.Ordinal);
        Assert.Contains("two entries", Assert.Throws<InputException>(() => NpzFile.Read(Zip(CompressionLevel.Fastest, ("a", []), ("a", [])), "a.npz")).Message, StringComparison.Ordinal);

        static byte[] Named(string name)
        {
            using var stream = new MemoryStream();
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
            {
                zip.CreateEntry(name);
            }

            return stream.ToArray();
        }
    }

    /// <summary>An array in the format.</summary>
    internal static byte[] Bytes(int version, string header, ReadOnlySpan<byte> data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data];
    }

    /// <summary>Two arrays in a zip file.</summary>
    internal static byte[] Npz(CompressionLevel level) => Zip(
        level,
        ("one", Bytes(1, "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }", [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0])),
        ("folder/two", Bytes(1, "{'descr': '>f2', 'fortran_order': True, 'shape': (1, 2), }", [0x3C, 0, 0xC0, 0])));

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in arrays)
            {
                var entry = zip.CreateEntry(name + ".npy", level);
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var to = entry.Open();
                to.Write(content);
            }
        }

        return stream.ToArray();
    }
}
