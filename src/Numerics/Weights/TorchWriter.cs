using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Weights;

/// <summary>Collects tensors and numbers and writes them as a dictionary that <c>torch.load</c> reads, also with <c>weights_only=True</c>. The same bytes every time. Not thread-safe.</summary>
public sealed class TorchWriter
{
    private const int BlockElements = 16 * 1024;

    private readonly List<(string Name, Action<Pickle> Write)> _values = [];
    private readonly List<Action<Stream>> _storages = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor of F32.</summary>
    /// <param name="name">Its key, new in this file.</param>
    /// <param name="tensor">The numbers; they are read when the file is written.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Add(name, ElementType.F32, Array.ConvertAll(tensor.Shape.ToArray(), n => (long)n), tensor.Count, (first, count, to) => Narrowing.FromFloat(ElementType.F32, name, tensor.Values.Slice(first, count), to));
    }

    /// <summary>Adds a tensor of whole numbers or truth values.</summary>
    /// <param name="name">Its key, new in this file.</param>
    /// <param name="values">The numbers in row-major order.</param>
    /// <param name="type">Bool, U8, I8, I16, I32 or I64, the kinds that torch has.</param>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    /// <exception cref="ArgumentException">The key is there already, the shape does not fit, or a number does not fit the type.</exception>
    public void Add(string name, ReadOnlyMemory<long> values, ElementType type, params ReadOnlySpan<long> shape)
    {
        if (type is ElementType.U16 or ElementType.U32 or ElementType.U64)
        {
            throw new ArgumentException($"torch has no {type}", nameof(type));
        }

        if (ElementTypes.Count(shape) != values.Length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a shape of {ElementTypes.Text(shape)} does not have {values.Length} elements"), nameof(shape));
        }

        Narrowing.CheckWhole(type, name, values.Span);
        Add(name, type, shape.ToArray(), values.Length, (first, count, to) => Narrowing.FromInt64(type, values.Span.Slice(first, count), to));
    }

    /// <summary>Adds a whole number that is no tensor.</summary>
    /// <param name="name">Its key, new in this file.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(string name, long value) => Add(name, p => p.Whole(value));

    /// <summary>Adds a number that is no tensor.</summary>
    /// <param name="name">Its key, new in this file.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(string name, double value) => Add(name, p => p.Real(value));

    /// <summary>Adds a text.</summary>
    /// <param name="name">Its key, new in this file.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Add(name, p => p.Text(value));
    }

    /// <summary>Writes the file under another name and moves it into place when it is whole.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        WholeFile.Write(path, Write);
    }

    /// <summary>Writes the bytes of the file.</summary>
    /// <param name="to">Where; must be able to seek; not closed.</param>
    public void Write(Stream to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var pickle = new Pickle();
        pickle.Begin();
        foreach (var (name, write) in _values)
        {
            pickle.Text(name);
            write(pickle);
        }

        pickle.End();
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        Entry(zip, "data.pkl", stream => stream.Write(pickle.Bytes));
        for (int i = 0; i < _storages.Count; i++)
        {
            Entry(zip, string.Create(CultureInfo.InvariantCulture, $"data/{i}"), _storages[i]);
        }

        Entry(zip, "version", static stream => stream.Write("3\n"u8));
    }

    private delegate void Fill(int first, int count, Span<byte> to);

    private static void Entry(ZipArchive zip, string name, Action<Stream> write)
    {
        var entry = zip.CreateEntry("archive/" + name, CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        write(stream);
    }

    private void Add(string name, Action<Pickle> write)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_names.Add(name))
        {
            throw new ArgumentException($"the key '{name}' is there already", nameof(name));
        }

        _values.Add((name, write));
    }

    private void Add(string name, ElementType type, long[] shape, int count, Fill fill)
    {
        int key = _storages.Count;
        Add(name, p => p.Tensor(key, type, shape, count));
        _storages.Add(stream =>
        {
            var block = new byte[BlockElements * type.Size()];
            for (int first = 0; first < count; first += BlockElements)
            {
                int some = Math.Min(BlockElements, count - first);
                var bytes = block.AsSpan(0, some * type.Size());
                fill(first, some, bytes);
                stream.Write(bytes);
            }
        });
    }

    // The opcodes of protocol 2, without a memo.
    private sealed class Pickle
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

        public void Begin() => _bytes.Write<byte>([0x80, 2, (byte)0x7D, (byte)0x28]);

        public void End() => _bytes.Write("u."u8);

        public void Whole(long value)
        {
            Span<byte> bytes = stackalloc byte[10];
            if (value is >= int.MinValue and <= int.MaxValue)
            {
                bytes[0] = (byte)'J';
                BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], (int)value);
                _bytes.Write(bytes[..5]);
                return;
            }

            (bytes[0], bytes[1]) = (0x8A, 8);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[2..], value);
            _bytes.Write(bytes);
        }

        public void Real(double value)
        {
            Span<byte> bytes = stackalloc byte[9];
            bytes[0] = (byte)'G';
            BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
            _bytes.Write(bytes);
        }

        public void Text(string value)
        {
            byte[] text = Encoding.UTF8.GetBytes(value);
            Span<byte> length = stackalloc byte[5];
            length[0] = (byte)'X';
            BinaryPrimitives.WriteInt32LittleEndian(length[1..], text.Length);
            _bytes.Write(length);
            _bytes.Write(text);
        }

        public void Tensor(int key, ElementType type, long[] shape, long count)
        {
            Global("torch._utils", "_rebuild_tensor_v2");
            _bytes.Write("(("u8);
            Text("storage");
            Global("torch", TorchObjects.NameOf(type));
            Text(key.ToString(CultureInfo.InvariantCulture));
            Text("cpu");
            Whole(count);
            _bytes.Write("tQ"u8);
            Whole(0);
            var strides = new long[shape.Length];
            long each = 1;
            for (int i = shape.Length - 1; i >= 0; i--)
            {
                strides[i] = each;
                each *= Math.Max(1, shape[i]);
            }

            Tuple(shape);
            Tuple(strides);
            _bytes.Write<byte>([0x89]);
            Global("collections", "OrderedDict");
            _bytes.Write(")RtR"u8);
        }

        private void Tuple(long[] values)
        {
            _bytes.Write("("u8);
            foreach (long value in values)
            {
                Whole(value);
            }

            _bytes.Write("t"u8);
        }

        private void Global(string module, string name) => _bytes.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));
    }
}
