using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sim.Numerics.Weights;

/// <summary>
/// The entries of a zip file, with and without 64-bit sizes, where they lie in the file: stored entries can then be looked at without a copy. Every entry lies before the central
/// directory and overlaps no other, so what is unpacked is bounded by the file.
/// </summary>
internal sealed class ZipDirectory
{
    private const int MaxEntries = 200_000;
    private const int MaxName = 1024;
    private const uint AllOnes = uint.MaxValue;

    private readonly ByteSource _source;
    private readonly string _file;

    private ZipDirectory(ByteSource source, string file) => (_source, _file) = (source, file);

    public List<ZipEntry> Entries { get; } = [];

    /// <summary>True for content that begins as a zip file.</summary>
    public static bool IsZip(ByteSource source) => source.Length >= 4 && source.Span(0, 4).SequenceEqual("PK\u0003\u0004"u8);

    /// <exception cref="InputException">No zip file, or one of another form.</exception>
    public static ZipDirectory Read(ByteSource source, string file)
    {
        var directory = new ZipDirectory(source, file);
        directory.ReadAll();
        return directory;
    }

    private void ReadAll()
    {
        var (at, end, count) = Central();
        var names = new HashSet<string>(StringComparer.Ordinal);
        long start = at;
        for (long i = 0; i < count; i++)
        {
            var header = Bytes(at, 46, end);
            if (!header.StartsWith("PK\u0001\u0002"u8))
            {
                throw Bad($"entry {i} of the directory is none");
            }

            int name = U16(header, 28), extra = U16(header, 30), comment = U16(header, 32);
            var entry = ReadEntry(header, Bytes(at + 46, name + extra, end), name, i, start);
            Entries.Add(names.Add(entry.Name) ? entry : throw Bad($"two entries are named '{ElementTypes.Cut(entry.Name)}'"));
            at += 46 + name + extra + comment;
        }

        if (at != end)
        {
            throw Bad($"the directory ends at byte {at}, expected {end}");
        }

        var order = Entries.ToArray();
        Array.Sort(order, static (a, b) => a.Header.CompareTo(b.Header));
        for (int i = 1; i < order.Length; i++)
        {
            if (order[i].Header < order[i - 1].End)
            {
                throw Bad($"the entries '{ElementTypes.Cut(order[i - 1].Name)}' and '{ElementTypes.Cut(order[i].Name)}' overlap");
            }
        }
    }

    // Where the directory begins and ends, and how many entries it has.
    private (long Start, long End, long Count) Central()
    {
        const int record = 22;
        long length = _source.Length;
        long from = Math.Max(0, length - record - ushort.MaxValue);
        var tail = _source.Span(from, (int)(length - from));
        for (int place = tail.LastIndexOf("PK\u0005\u0006"u8); place >= 0; place = tail[..place].LastIndexOf("PK\u0005\u0006"u8))
        {
            long at = from + place;
            var end = tail[place..];
            if (end.Length < record || end.Length != record + U16(end, 20))
            {
                continue;
            }

            if (U16(end, 4) is not 0 and not ushort.MaxValue)
            {
                throw Bad($"it is one of several parts; those are not read");
            }

            long count = U16(end, 10), size = U32(end, 12), start = U32(end, 16), limit = at;
            if (count == ushort.MaxValue || size == AllOnes || start == AllOnes)
            {
                var locator = at >= 20 ? _source.Span(at - 20, 20) : [];
                if (!locator.StartsWith("PK\u0006\u0007"u8))
                {
                    throw Bad($"it lacks the record for 64-bit sizes");
                }

                var large = Bytes(BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), 56, at - 20);
                if (!large.StartsWith("PK\u0006\u0006"u8))
                {
                    throw Bad($"its record for 64-bit sizes is none");
                }

                (count, size, start, limit) = (I64(large, 32), I64(large, 40), I64(large, 48), BinaryPrimitives.ReadInt64LittleEndian(locator[8..]));
            }

            return count is < 0 or > MaxEntries ? throw Bad($"it has {count} entries; at most {MaxEntries} are read")
                : start < 0 || size < 0 || start > limit || size > limit - start ? throw Bad($"its directory would lie at byte {start} and have {size} bytes; expected it within the first {limit}")
                : (start, start + size, count);
        }

        throw Bad($"it has no end of a directory: this is no zip file, or a part of one");
    }

    private ZipEntry ReadEntry(ReadOnlySpan<byte> header, ReadOnlySpan<byte> rest, int nameLength, long number, long limit)
    {
        int flags = U16(header, 8), method = U16(header, 10);
        long packed = U32(header, 20), unpacked = U32(header, 24), at = U32(header, 42);
        if (nameLength is 0 or > MaxName)
        {
            throw Bad($"entry {number} has a name of {nameLength} bytes; expected 1 to {MaxName}");
        }

        var nameBytes = rest[..nameLength];
        string name;
        try
        {
            name = new UTF8Encoding(false, true).GetString(nameBytes);
        }
        catch (DecoderFallbackException)
        {
            throw Bad($"entry {number} has a name that is not UTF-8");
        }

        Wide(rest[nameLength..], name, ref unpacked, ref packed, ref at);
        if ((flags & 1) != 0 || method is not 0 and not 8)
        {
            throw Bad($"the entry '{ElementTypes.Cut(name)}' is encrypted or packed by method {method}; expected stored (0) or deflated (8)");
        }

        if (method == 0 && packed != unpacked)
        {
            throw Bad($"the stored entry '{ElementTypes.Cut(name)}' has {packed} bytes here and {unpacked} there");
        }

        var local = Bytes(at, 30, limit);
        if (!local.StartsWith("PK\u0003\u0004"u8) || U16(local, 8) != method || U16(local, 26) != nameLength || !Bytes(at + 30, nameLength, limit).SequenceEqual(nameBytes))
        {
            throw Bad($"the entry '{ElementTypes.Cut(name)}' has another name or method where it lies than in the directory");
        }

        long data = at + 30 + nameLength + U16(local, 28);
        return packed < 0 || unpacked < 0 || data > limit || packed > limit - data
            ? throw Bad($"the entry '{ElementTypes.Cut(name)}' would have {packed} bytes from byte {data} on; its place ends at {limit}")
            : new ZipEntry(name, method == 8, U32(header, 16), at, data, packed, unpacked);
    }

    // Sizes beyond 32 bits lie in an extra field, only those that did not fit.
    private void Wide(ReadOnlySpan<byte> extra, string name, ref long unpacked, ref long packed, ref long at)
    {
        if (unpacked != AllOnes && packed != AllOnes && at != AllOnes)
        {
            return;
        }

        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), length = Math.Min(U16(extra, 2), extra.Length - 4);
            var field = extra.Slice(4, length);
            if (id == 1)
            {
                Take(ref field, ref unpacked);
                Take(ref field, ref packed);
                Take(ref field, ref at);
                return;
            }

            extra = extra[(4 + length)..];
        }

        throw Bad($"the entry '{ElementTypes.Cut(name)}' lacks its 64-bit sizes");

        void Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value == AllOnes)
            {
                value = field.Length >= 8 ? BinaryPrimitives.ReadInt64LittleEndian(field) : throw Bad($"the entry '{ElementTypes.Cut(name)}' lacks a 64-bit size");
                field = field[8..];
            }
        }
    }

    private ReadOnlySpan<byte> Bytes(long at, int length, long limit) =>
        at >= 0 && at <= limit - length ? _source.Span(at, length) : throw Bad($"{length} bytes at {at} are cut off at {limit}");

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private InputException Bad(FormattableString what) => new("the zip file cannot be read: " + what.ToString(CultureInfo.InvariantCulture), _file);
}
