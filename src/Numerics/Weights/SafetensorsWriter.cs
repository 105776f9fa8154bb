using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Weights;

/// <summary>
/// Collects tensors and writes them as a safetensors file, in the bytes that the original library writes: the widest elements first, then by name, the header padded with spaces
/// to a multiple of eight; the entries of <c>__metadata__</c> by name. Numbers are not copied before they are written. Not thread-safe.
/// </summary>
public sealed class SafetensorsWriter
{
    private const int BlockElements = 16 * 1024;

    private readonly List<Item> _items = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private delegate void Fill(long first, int count, Span<byte> to);

    /// <summary>Texts for <c>__metadata__</c>, which is left out when there are none.</summary>
    public IDictionary<string, string> Metadata => _metadata;

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Its name, new in this file.</param>
    /// <param name="tensor">The numbers; they are read when the file is written.</param>
    /// <param name="type">F32, F16, BF16 or F64. Halves are rounded to the nearest, ties to even.</param>
    /// <exception cref="ArgumentException">The name is there already or is <c>__metadata__</c>, or the type is no kind of float.</exception>
    public void Add(string name, Tensor tensor, ElementType type = ElementType.F32)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        long[] shape = new long[tensor.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = tensor.Shape[i];
        }

        Add(name, type, shape, (first, to) => tensor.Values.Slice((int)first, to.Length).CopyTo(to));
    }

    /// <summary>Adds a tensor whose numbers are made while the file is written, for shards larger than memory.</summary>
    /// <param name="name">Its name, new in this file.</param>
    /// <param name="type">F32, F16, BF16 or F64.</param>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    /// <param name="fill">Fills a span with the elements from the given one on, in row-major order; called once for each block, in order.</param>
    /// <exception cref="ArgumentException">The name is there already or is <c>__metadata__</c>, the type is no kind of float, or the shape is none.</exception>
    public void Add(string name, ElementType type, ReadOnlySpan<long> shape, Action<long, Span<float>> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        if (!type.IsFloat())
        {
            throw new ArgumentException($"{type} is no kind of float", nameof(type));
        }

        var block = new float[BlockElements];
        Add(name, type, shape, (first, count, to) =>
        {
            fill(first, block.AsSpan(0, count));
            Narrowing.FromFloat(type, name, block.AsSpan(0, count), to);
        });
    }

    /// <summary>Adds a tensor in double precision.</summary>
    /// <param name="name">Its name, new in this file.</param>
    /// <param name="values">The numbers in row-major order.</param>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    /// <exception cref="ArgumentException">The name is there already or is <c>__metadata__</c>, or the shape does not fit.</exception>
    public void Add(string name, ReadOnlyMemory<double> values, params ReadOnlySpan<long> shape)
    {
        CheckCount(values.Length, shape);
        Add(name, ElementType.F64, shape, (first, count, to) =>
        {
            var from = values.Span.Slice((int)first, count);
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(to[(i * 8)..], from[i]);
            }
        });
    }

    /// <summary>Adds a tensor of whole numbers.</summary>
    /// <param name="name">Its name, new in this file.</param>
    /// <param name="values">The numbers in row-major order.</param>
    /// <param name="type">Any kind of integer, or truth values from 0 and 1.</param>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    /// <exception cref="ArgumentException">The name is there already or is <c>__metadata__</c>, the shape does not fit, or a number does not fit the type.</exception>
    public void Add(string name, ReadOnlyMemory<long> values, ElementType type, params ReadOnlySpan<long> shape)
    {
        CheckCount(values.Length, shape);
        Narrowing.CheckWhole(type, name, values.Span);
        Add(name, type, shape, (first, count, to) => Narrowing.FromInt64(type, values.Span.Slice((int)first, count), to));
    }

    /// <summary>Writes the file under another name and moves it into place when it is whole, so that no reader ever sees a part.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ArgumentException">A finite number is beyond the range of the type that it is to have.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        WholeFile.Write(path, Write);
    }

    /// <summary>Writes the bytes of the file.</summary>
    /// <param name="to">Where; not closed.</param>
    /// <exception cref="ArgumentException">A finite number is beyond the range of the type that it is to have.</exception>
    public void Write(Stream to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var items = _items.ToArray();
        Array.Sort(items, static (a, b) => a.Type != b.Type ? b.Type.CompareTo(a.Type) : a.NameBytes.AsSpan().SequenceCompareTo(b.NameBytes));
        byte[] header = Header(items);
        to.Write(header);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockElements * 8);
        try
        {
            foreach (var item in items)
            {
                int size = item.Type.Size();
                for (long first = 0; first < item.Count; first += BlockElements)
                {
                    int count = (int)Math.Min(BlockElements, item.Count - first);
                    var bytes = block.AsSpan(0, count * size);
                    item.Fill(first, count, bytes);
                    to.Write(bytes);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static void CheckCount(int length, ReadOnlySpan<long> shape)
    {
        if (ElementTypes.Count(shape) != length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a shape of {ElementTypes.Text(shape)} does not have {length} elements"), nameof(shape));
        }
    }

    private void Add(string name, ElementType type, ReadOnlySpan<long> shape, Fill fill)
    {
        ArgumentNullException.ThrowIfNull(name);
        long count = 1;
        foreach (long length in shape)
        {
            count = length >= 0 && (length == 0 || count <= long.MaxValue / 8 / length) ? count * length : throw new ArgumentException($"the shape {ElementTypes.Text(shape)} is none", nameof(shape));
        }

        if (name == "__metadata__" || !_names.Add(name))
        {
            throw new ArgumentException($"the name '{name}' is there already, or is not free", nameof(name));
        }

        _items.Add(new Item(name, Encoding.UTF8.GetBytes(name), type, shape.ToArray(), count, fill));
    }

    private byte[] Header(Item[] items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, text) in _metadata)
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            long at = 0;
            foreach (var item in items)
            {
                json.WriteStartObject(item.Name);
                json.WriteString("dtype", item.Type.Name());
                json.WriteStartArray("shape");
                foreach (long length in item.Shape)
                {
                    json.WriteNumberValue(length);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                at = checked(at + (item.Count * item.Type.Size()));
                json.WriteNumberValue(at);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padded = (buffer.WrittenCount + 7) / 8 * 8;
        if (padded > SafetensorsHeader.MaxBytes)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the header would have {padded} bytes; at most {SafetensorsHeader.MaxBytes} are read again"));
        }

        var all = new byte[8 + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(all, (ulong)padded);
        buffer.WrittenSpan.CopyTo(all.AsSpan(8));
        all.AsSpan(8 + buffer.WrittenCount).Fill((byte)' ');
        return all;
    }

    private sealed record Item(string Name, byte[] NameBytes, ElementType Type, long[] Shape, long Count, Fill Fill);
}
