using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Sim.Formats.ScenarioNet;

/// <summary>
/// Arrays of numbers in a zip file, as NumPy's <c>savez</c> and <c>savez_compressed</c> write them. Arrays of objects, which would be pickles, are
/// refused. What is unpacked is bounded by the file's size before it is unpacked.
/// </summary>
internal sealed class NpzFile
{
    private const int MaxEntries = 20_000;
    private const int MaxHeader = 10_000;
    private const int MostRatio = 200;
    private const long MaxBytes = 1L << 30;

    private readonly Dictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private readonly string _file;

    public NpzFile(ReadOnlyMemory<byte> content, string file)
    {
        _file = file;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > MaxEntries)
            {
                throw new InputException($"the file has {zip.Entries.Count} entries; at most {MaxEntries} are read", file);
            }

            long left = Math.Min(MaxBytes, ((long)MostRatio * content.Length) + 65_536);
            foreach (var entry in zip.Entries)
            {
                if (!entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
                {
                    throw new InputException($"the entry '{Cut(entry.FullName)}' is no .npy array", file);
                }

                left -= entry.Length;
                if (entry.Length < 0 || left < 0)
                {
                    throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the arrays unpack to more than {MostRatio} times the file, or more than {MaxBytes} bytes"), file);
                }

                var bytes = new byte[entry.Length];
                using var stream = entry.Open();
                stream.ReadExactly(bytes);
                if (!_entries.TryAdd(entry.FullName[..^4], bytes))
                {
                    throw new InputException($"two arrays are named '{Cut(entry.FullName)}'", file);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new InputException($"no zip file that can be read: {e.Message}", file, inner: e);
        }
    }

    /// <summary>True for content that begins as a zip file.</summary>
    public static bool IsZip(ReadOnlySpan<byte> content) => content.StartsWith("PK\u0003\u0004"u8);

    /// <summary>An array of bytes as text.</summary>
    public string Text(string name)
    {
        var (bytes, type, _) = Open(name);
        try
        {
            return type == "|u1" ? new UTF8Encoding(false, true).GetString(bytes) : throw Bad(name, $"is of the type '{type}', expected bytes ('|u1') that are UTF-8 text");
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"the array '{name}' is not UTF-8 text", _file, inner: e);
        }
    }

    /// <summary>An array of numbers, one or two dimensions; the number of columns is 1 for one dimension.</summary>
    public (double[] Values, int Columns) Numbers(string name)
    {
        var (bytes, type, shape) = Open(name);
        int size = type switch
        {
            "<f8" or "<i8" or "<u8" => 8,
            "<f4" or "<i4" or "<u4" => 4,
            "<f2" or "<i2" or "<u2" => 2,
            "|b1" or "|u1" or "|i1" => 1,
            _ => throw Bad(name, $"is of the type '{Cut(type)}', which is no kind of little-endian number; objects and text are not read"),
        };
        long count = 1;
        foreach (int extent in shape)
        {
            count = Math.Min(count * extent, long.MaxValue / int.MaxValue / 2);
        }

        if (shape.Count is 0 or > 2 || count * size != bytes.Length)
        {
            throw Bad(name, $"has the shape ({string.Join(", ", shape)}) and {bytes.Length} bytes, which do not fit, or has not one or two dimensions");
        }

        var values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            var at = bytes.AsSpan(i * size, size);
            values[i] = type switch
            {
                "<f8" => BinaryPrimitives.ReadDoubleLittleEndian(at),
                "<f4" => BinaryPrimitives.ReadSingleLittleEndian(at),
                "<f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(at),
                "<i8" => BinaryPrimitives.ReadInt64LittleEndian(at),
                "<u8" => BinaryPrimitives.ReadUInt64LittleEndian(at),
                "<i4" => BinaryPrimitives.ReadInt32LittleEndian(at),
                "<u4" => BinaryPrimitives.ReadUInt32LittleEndian(at),
                "<i2" => BinaryPrimitives.ReadInt16LittleEndian(at),
                "<u2" => BinaryPrimitives.ReadUInt16LittleEndian(at),
                "|i1" => (sbyte)at[0],
                _ => at[0],
            };
        }

        return (values, shape.Count == 2 ? shape[1] : 1);
    }

    // NPY: magic, version, length of a header that is a Python literal, the header, the data.
    private (byte[] Data, string Type, List<int> Shape) Open(string name)
    {
        if (!_entries.TryGetValue(name, out byte[]? bytes))
        {
            throw new InputException($"there is no array '{Cut(name)}'", _file);
        }

        int at = bytes.Length >= 10 && bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) ? 8 : throw Bad(name, "is no .npy array");
        long length = bytes[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8))
            : bytes[6] is 2 or 3 && bytes.Length >= 12 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8))
            : throw Bad(name, $"has the version {bytes[6]} of .npy; 1 to 3 are read");
        at += bytes[6] == 1 ? 2 : 4;
        if (length > MaxHeader || at + length > bytes.Length)
        {
            throw Bad(name, "has a header that does not fit");
        }

        string header = Encoding.Latin1.GetString(bytes, at, (int)length);
        if (!header.Contains("'fortran_order': False", StringComparison.Ordinal))
        {
            throw Bad(name, "is in Fortran order; write it with numpy.ascontiguousarray");
        }

        return (bytes[(at + (int)length)..], Quoted(header, name), Shape(header, name));
    }

    private string Quoted(string header, string name)
    {
        const string key = "'descr': '";
        int from = header.IndexOf(key, StringComparison.Ordinal) + key.Length;
        int to = from < key.Length ? -1 : header.IndexOf('\'', from);
        return to < 0 ? throw Bad(name, "has a header without a plain type; records are not read") : header[from..to];
    }

    private List<int> Shape(string header, string name)
    {
        const string key = "'shape': (";
        int from = header.IndexOf(key, StringComparison.Ordinal) + key.Length;
        int to = from < key.Length ? -1 : header.IndexOf(')', from);
        var shape = new List<int>();
        foreach (string part in to < 0 ? throw Bad(name, "has a header without a shape") : header[from..to].Split(',', 10, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            shape.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int extent) ? extent : throw Bad(name, "has a shape that is no list of whole numbers"));
        }

        return shape;
    }

    private InputException Bad(string name, string what) => new($"the array '{Cut(name)}' {what}", _file);

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
