using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>
/// Entries in a file that is written once and then mapped: magic number, length and check of the header, header, table (signatures, strengths, places,
/// checks), vectors, entries as JSON. Everything read is checked before use, the table when the file is opened, vectors and entries when they are asked
/// for. Little-endian. Same entries, same bytes. Safe for concurrent use until disposed.
/// </summary>
internal sealed class SegmentFile : SceneBlock, IDisposable
{
    private const int MaxHeader = 1 << 20;
    private const int HeaderAt = 32;
    private const int Align = 64;
    private readonly MappedFile _file;
    private readonly string _name;
    private readonly SegmentHeader _header;
    private readonly Layout _layout;

    private SegmentFile(MappedFile file, string name, SegmentHeader header)
    {
        _file = file;
        _name = name;
        _header = header;
        _layout = new Layout(header.TableAt, header.Count, header.Dimension, header.Tags.Count);
    }

    private static ReadOnlySpan<byte> Magic => "SIMRETR\u0001"u8;

    /// <inheritdoc/>
    public override int Count => _header.Count;

    /// <summary>What the file says about itself.</summary>
    public SegmentHeader Header => _header;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="encoder">The encoder that its vectors must be of.</param>
    /// <exception cref="InputException">No such segment, of another encoder, or damaged.</exception>
    public static SegmentFile Open(string path, IBehaviourEncoder encoder)
    {
        string name = Path.GetFileName(path);
        MappedFile file;
        try
        {
            file = new FileInfo(path).Length >= HeaderAt ? new MappedFile(path) : throw new InputException("the file is too short for a segment of an index", name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the segment of the index cannot be read", name, inner: e);
        }

        try
        {
            var segment = new SegmentFile(file, name, ReadHeader(file, name, encoder));
            if (WordCheck.Of(file.At<byte>(segment._layout.Start, checked((int)segment._layout.Length))) != Convert.ToUInt64(segment._header.TableCheck, 16))
            {
                throw Damaged(name, "its table");
            }

            return segment;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            file.Dispose();
            throw new InputException("the segment of the index is damaged; build the index again from its sources", name, inner: e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes entries; the stream stays open.</summary>
    public static void Write(IReadOnlyList<IndexedScene> scenes, IBehaviourEncoder encoder, Stream output)
    {
        int count = scenes.Count, signature = SceneSignature.LengthFor(encoder.Dimension), tags = BehaviourTag.All.Count;
        byte[][] entries = [.. scenes.Select(s => JsonSerializer.SerializeToUtf8Bytes(s.Entry, IndexJson.Default.IndexEntry))];
        var layout = new Layout(0, count, encoder.Dimension, tags);
        var table = new byte[layout.Length];
        long vectorAt = 0, entryAt = 0;
        for (int i = 0; i < count; i++)
        {
            SceneSignature.Write(scenes[i].Vectors, encoder.Dimension, MemoryMarshal.Cast<byte, double>(table.AsSpan((int)layout.Signatures))[(i * signature)..]);
            StrengthsOf(scenes[i].Entry).CopyTo(MemoryMarshal.Cast<byte, float>(table.AsSpan((int)layout.Strengths))[(i * tags)..]);
            var place = MemoryMarshal.Cast<byte, Place>(table.AsSpan((int)layout.Places));
            place[i] = new Place(
                vectorAt,
                entryAt,
                scenes[i].Vectors.Length / encoder.Dimension,
                entries[i].Length,
                WordCheck.Of(MemoryMarshal.AsBytes(scenes[i].Vectors.AsSpan())),
                WordCheck.Of(entries[i]));
            vectorAt += scenes[i].Vectors.Length * (long)sizeof(double);
            entryAt += entries[i].Length;
        }

        var header = new SegmentHeader
        {
            Encoder = encoder.Name,
            EncoderVersion = encoder.Version,
            Dimension = encoder.Dimension,
            MaxActors = SceneOptions.MaxActors,
            Count = count,
            Tags = BehaviourTag.All,
            TableAt = 0,
            VectorsAt = 0,
            EntriesAt = 0,
            Length = 0,
            TableCheck = WordCheck.Of(table).ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
        };

        // The header names places that depend on its own length: room is left for their digits.
        long tableAt = Up(HeaderAt + JsonSerializer.SerializeToUtf8Bytes(header, IndexJson.Default.SegmentHeader).Length + 128);
        long vectorsAt = Up(tableAt + table.Length), entriesAt = vectorsAt + vectorAt;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(
            header with { TableAt = tableAt, VectorsAt = vectorsAt, EntriesAt = entriesAt, Length = entriesAt + entryAt }, IndexJson.Default.SegmentHeader);
        var start = new byte[HeaderAt];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(8), json.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(start.AsSpan(16), WordCheck.Of(json));
        output.Write(start);
        output.Write(json);
        output.Write(new byte[tableAt - HeaderAt - json.Length]);
        output.Write(table);
        output.Write(new byte[vectorsAt - tableAt - table.Length]);
        foreach (var scene in scenes)
        {
            output.Write(MemoryMarshal.AsBytes(scene.Vectors.AsSpan()));
        }

        foreach (byte[] entry in entries)
        {
            output.Write(entry);
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Signatures(int first, int count)
    {
        int length = SceneSignature.LengthFor(_header.Dimension);
        return _file.At<double>(_layout.Signatures + (long)first * length * sizeof(double), count * length);
    }

    /// <inheritdoc/>
    public override float Strength(int index, int tag) => _file.At<float>(_layout.Strengths + ((long)index * _header.Tags.Count + tag) * sizeof(float), 1)[0];

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Vectors(int index)
    {
        var place = PlaceOf(index);
        var vectors = _file.At<double>(_header.VectorsAt + place.Vectors, place.Actors * _header.Dimension);
        return WordCheck.Of(MemoryMarshal.AsBytes(vectors)) == place.VectorsCheck ? vectors : throw Damaged(_name, "the vectors of an entry");
    }

    /// <inheritdoc/>
    public override IndexEntry Entry(int index)
    {
        var place = PlaceOf(index);
        var json = _file.At<byte>(_header.EntriesAt + place.Entry, place.EntryLength);
        if (WordCheck.Of(json) != place.EntryCheck)
        {
            throw Damaged(_name, "an entry");
        }

        try
        {
            return JsonSerializer.Deserialize(json, IndexJson.Default.IndexEntry) ?? throw Damaged(_name, "an entry");
        }
        catch (JsonException e)
        {
            throw new InputException("an entry of the index does not have the expected form; build the index again from its sources", _name, inner: e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static SegmentHeader ReadHeader(MappedFile file, string name, IBehaviourEncoder encoder)
    {
        var start = file.At<byte>(0, HeaderAt);
        if (!start[..Magic.Length].SequenceEqual(Magic))
        {
            throw new InputException("the file is no segment of an index of this version", name);
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(start[8..]);
        if (length is < 2 or > MaxHeader || length > file.Length - HeaderAt)
        {
            throw Damaged(name, "its header");
        }

        var json = file.At<byte>(HeaderAt, length);
        if (WordCheck.Of(json) != BinaryPrimitives.ReadUInt64LittleEndian(start[16..]))
        {
            throw Damaged(name, "its header");
        }

        SegmentHeader header;
        try
        {
            header = JsonSerializer.Deserialize(json, IndexJson.Default.SegmentHeader) ?? throw Damaged(name, "its header");
        }
        catch (JsonException e)
        {
            throw new InputException("the header of the segment does not have the expected form", name, inner: e);
        }

        if (header.Encoder != encoder.Name || header.EncoderVersion != encoder.Version || header.Dimension != encoder.Dimension)
        {
            throw new InputException($"the index is of encoder '{header.Encoder}' version {header.EncoderVersion}, this one is '{encoder.Name}' version {encoder.Version}; build the index again", name);
        }

        Verify(file, name, header);
        return header;
    }

    private static void Verify(MappedFile file, string name, SegmentHeader header)
    {
        var layout = new Layout(header.TableAt, header.Count, header.Dimension, header.Tags.Count);
        bool sound = header.Count >= 0 && header.Length == file.Length && header.MaxActors == SceneOptions.MaxActors && header.Tags.SequenceEqual(BehaviourTag.All)
            && header.TableAt % Align == 0 && header.VectorsAt % Align == 0
            && header.TableAt >= HeaderAt && layout.Start + layout.Length <= header.VectorsAt && header.VectorsAt <= header.EntriesAt && header.EntriesAt <= header.Length;
        if (!sound)
        {
            throw Damaged(name, "its header, or it was cut off or is of another version");
        }
    }

    private Place PlaceOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        var place = _file.At<Place>(_layout.Places + (long)index * Layout.PlaceBytes, 1)[0];
        bool sound = place.Actors is >= 0 and <= SceneOptions.MaxActors && place.EntryLength >= 0 && place.Vectors >= 0 && place.Entry >= 0
            && place.Vectors + place.Actors * (long)_header.Dimension * sizeof(double) <= _header.EntriesAt - _header.VectorsAt
            && place.Entry + place.EntryLength <= _header.Length - _header.EntriesAt;
        return sound ? place : throw Damaged(_name, "the place of an entry");
    }

    private static InputException Damaged(string name, string what) => new($"the segment of the index is damaged ({what}); build the index again from its sources", name);

    private static long Up(long place) => (place + Align - 1) / Align * Align;

    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    private readonly record struct Place(long Vectors, long Entry, int Actors, int EntryLength, ulong VectorsCheck, ulong EntryCheck);

    private readonly record struct Layout(long Start, int Count, int Dimension, int Tags)
    {
        public const int PlaceBytes = 40;

        public long Signatures => Start;

        public long Places => Signatures + (long)Count * SceneSignature.LengthFor(Dimension) * sizeof(double);

        public long Strengths => Places + (long)Count * PlaceBytes;

        public long Length => Strengths + (long)Count * Tags * sizeof(float) - Start;
    }
}
