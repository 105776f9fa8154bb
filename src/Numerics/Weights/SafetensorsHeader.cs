using System.Globalization;
using System.Text.Json;

namespace Sim.Numerics.Weights;

/// <summary>The JSON before the numbers of a safetensors file: what it says is held against the file's size, as the original library does, and somewhat stricter.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Longest header, as in the original library.</summary>
    public const long MaxBytes = 100_000_000;

    // What a header makes us allocate besides its own size: more than any model has, and little.
    public const int MaxTensors = 200_000;
    private const int MaxMetadata = 10_000;
    private const int MaxMetadataBytes = 16 << 20;
    private const int MaxNameBytes = 8192;

    private readonly string _file;
    private readonly long _dataBytes;

    private SafetensorsHeader(string file, long dataBytes) => (_file, _dataBytes) = (file, dataBytes);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public List<Entry> Entries { get; } = [];

    /// <summary>Reads a header.</summary>
    /// <param name="json">All of it, with its padding.</param>
    /// <param name="dataBytes">Bytes of the file after it.</param>
    /// <param name="file">Name for messages.</param>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataBytes, string file)
    {
        var header = new SafetensorsHeader(file, dataBytes);
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw new InputException($"the header begins with {(json.IsEmpty ? "nothing" : $"the byte 0x{json[0]:X2}")}, expected '{{'", file);
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
            header.ReadAll(ref reader);
        }
        catch (JsonException e)
        {
            throw new InputException($"the header is no JSON: {e.Message}", file, inner: e);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"the header holds text that is no Unicode: {e.Message}", file, inner: e);
        }

        header.CheckPlaces();
        return header;
    }

    private void ReadAll(ref Utf8JsonReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.Length > MaxNameBytes)
            {
                throw Bad(reader, $"a name has {reader.ValueSpan.Length} bytes; at most {MaxNameBytes} are read");
            }

            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw Bad(reader, $"the name '{ElementTypes.Cut(name)}' is there twice");
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Bad(reader, $"'{ElementTypes.Cut(name)}' is {Kind(reader.TokenType)}, expected an object");
            }

            if (name == "__metadata__")
            {
                ReadMetadata(ref reader);
            }
            else
            {
                Entries.Add(Entries.Count < MaxTensors ? ReadEntry(ref reader, name) : throw Bad(reader, $"there are more than {MaxTensors} tensors"));
            }
        }

        // What follows may be padding only; the reader refuses the rest.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        long bytes = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bytes += reader.ValueSpan.Length;
            string key = bytes <= MaxMetadataBytes ? reader.GetString()! : "";
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                throw Bad(reader, $"'{ElementTypes.Cut(key)}' of __metadata__ is {Kind(reader.TokenType)}, expected text");
            }

            bytes += reader.ValueSpan.Length;
            if (bytes > MaxMetadataBytes || Metadata.Count == MaxMetadata)
            {
                throw Bad(reader, $"__metadata__ has more than {MaxMetadata} entries or {MaxMetadataBytes} bytes");
            }

            if (!Metadata.TryAdd(key, reader.GetString()!))
            {
                throw Bad(reader, $"'{ElementTypes.Cut(key)}' of __metadata__ is there twice");
            }
        }
    }

    private Entry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8) && type is null)
            {
                reader.Read();
                type = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= 64 ? reader.GetString()! : throw Bad(reader, $"'dtype' of '{ElementTypes.Cut(name)}' is {Kind(reader.TokenType)}, expected a short text such as F32");
                type = ElementTypes.Parse(type) is { } known ? known.Name() : type;
            }
            else if (reader.ValueTextEquals("shape"u8) && shape is null)
            {
                shape = ReadNumbers(ref reader, name, "shape", ElementTypes.MaxRank);
            }
            else if (reader.ValueTextEquals("data_offsets"u8) && offsets is null)
            {
                offsets = ReadNumbers(ref reader, name, "data_offsets", 2);
            }
            else
            {
                throw Bad(reader, $"'{ElementTypes.Cut(name)}' has a member that is unknown or there twice; expected dtype, shape and data_offsets");
            }
        }

        if (type is null || shape is null || offsets is not [var begin, var end])
        {
            throw Bad(reader, $"'{ElementTypes.Cut(name)}' lacks one of dtype, shape and two data_offsets");
        }

        if (begin > end || end > _dataBytes)
        {
            throw Bad(reader, $"'{ElementTypes.Cut(name)}' has the data_offsets [{begin}, {end}]; expected a begin that is not above the end, and an end within the {_dataBytes} bytes of data");
        }

        if (ElementTypes.Count(shape) is not { } count)
        {
            throw Bad(reader, $"'{ElementTypes.Cut(name)}' has the shape {ElementTypes.Text(shape)}, whose number of elements passes 63 bits");
        }

        // Elements of a kind that is not known take a number of bytes that is not known.
        var kind = ElementTypes.Parse(type);
        if (kind is { } k && (count > long.MaxValue / 8 || count * k.Size() != end - begin))
        {
            throw Bad(reader, $"'{ElementTypes.Cut(name)}' has {end - begin} bytes between its data_offsets; {count} elements of {type} and shape {ElementTypes.Text(shape)} take {(Int128)count * k.Size()}");
        }

        return new Entry(name, type, kind, shape, begin, end);
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name, string member, int most)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Bad(reader, $"'{member}' of '{ElementTypes.Cut(name)}' is {Kind(reader.TokenType)}, expected a list of whole numbers");
        }

        Span<long> numbers = stackalloc long[ElementTypes.MaxRank];
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw Bad(reader, $"'{member}' of '{ElementTypes.Cut(name)}' holds something else than whole numbers from 0");
            }

            numbers[count] = count < most ? number : throw Bad(reader, $"'{member}' of '{ElementTypes.Cut(name)}' has more than {most} numbers");
            count++;
        }

        return numbers[..count].ToArray();
    }

    // Every byte of data belongs to exactly one tensor.
    private void CheckPlaces()
    {
        var order = new int[Entries.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => (Entries[a].Begin, Entries[a].End).CompareTo((Entries[b].Begin, Entries[b].End)));
        long at = 0;
        string before = "the header";
        foreach (int i in order)
        {
            var entry = Entries[i];
            if (entry.Begin != at)
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the tensor '{ElementTypes.Cut(entry.Name)}' begins at byte {entry.Begin} of the data, but {before} ends at {at}: {(entry.Begin < at ? "they overlap" : "there is a hole")}"), _file);
            }

            (at, before) = (entry.End, $"'{ElementTypes.Cut(entry.Name)}'");
        }

        if (at != _dataBytes)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the tensors take {at} bytes, but {_dataBytes} follow the header"), _file);
        }
    }

    private InputException Bad(Utf8JsonReader reader, FormattableString what) => new(string.Create(CultureInfo.InvariantCulture, $"{FormattableString.Invariant(what)} (byte {reader.TokenStartIndex} of the header)"), _file);

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        _ => "null or a truth value",
    };

    public readonly record struct Entry(string Name, string TypeName, ElementType? Type, long[] Shape, long Begin, long End);
}
