using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Weights;

/// <summary>
/// A safetensors file, memory-mapped: its header is read and checked when it is opened, its numbers when they are asked for. Refused are headers over 100 MB or beyond the file,
/// JSON of another form, names that are there twice, shapes whose products overflow or do not fit the bytes, and bytes that belong to no tensor or to two. What an open file
/// allocates is bounded by its header and a constant. See docs/weights.md. Thread-safe, except for <see cref="Dispose"/>.
/// </summary>
/// <remarks>The file must not be shortened while it is open: the operating system ends programs that read mapped bytes that are gone.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly ByteSource _source;
    private readonly List<StoredTensor> _tensors = [];
    private readonly Dictionary<string, StoredTensor> _byName = new(StringComparer.Ordinal);

    private SafetensorsFile(ByteSource source, string file)
    {
        (_source, File) = (source, file);
        if (source.Length < 8)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {source.Length} bytes, expected at least 8 for the header's length"), file);
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(source.Span(0, 8));
        if (length > SafetensorsHeader.MaxBytes || (long)length > source.Length - 8)
        {
            throw new InputException(
                string.Create(CultureInfo.InvariantCulture, $"the header would have {length} bytes; expected at most {SafetensorsHeader.MaxBytes}, and at most the {source.Length - 8} that follow: this is no safetensors file, or a part of one"), file);
        }

        long data = 8 + (long)length;
        var header = SafetensorsHeader.Parse(source.Span(8, (int)length), source.Length - data, file);
        Metadata = header.Metadata;
        foreach (var entry in header.Entries)
        {
            var tensor = new StoredTensor(file, entry.Name, entry.TypeName, entry.Type, entry.Shape, source, data + entry.Begin, entry.End - entry.Begin);
            _tensors.Add(tensor);
            _byName.Add(entry.Name, tensor);
        }
    }

    /// <summary>The name of the file as the caller gave it.</summary>
    public string File { get; }

    /// <summary>The texts under <c>__metadata__</c>; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All tensors in the order of the header.</summary>
    public IReadOnlyList<StoredTensor> Tensors => _tensors;

    /// <summary>One tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">There is none of this name.</exception>
    public StoredTensor this[string name] => TryGet(name, out var tensor) ? tensor : throw new InputException(
        $"there is no tensor '{ElementTypes.Cut(name)}'; the file has {(_tensors.Count == 0 ? "none" : string.Join(", ", _tensors.Take(12).Select(t => $"'{ElementTypes.Cut(t.Name)}'")))}{(_tensors.Count > 12 ? ", …" : "")}", File);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">Its name for messages; the path when left out.</param>
    /// <exception cref="InputException">It cannot be read, or is refused; says what was found and what was expected.</exception>
    public static SafetensorsFile Open(string path, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var source = ByteSource.Map(path, file ?? path);
        try
        {
            return new SafetensorsFile(source, file ?? path);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Takes bytes that are in memory for a file.</summary>
    /// <param name="content">The bytes; they must not change while they are used.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">They are refused; says what was found and what was expected.</exception>
    public static SafetensorsFile Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new SafetensorsFile(ByteSource.Of(content), file);
    }

    /// <summary>Looks for a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor, where there is one.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out StoredTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>All elements of a tensor in single precision; F16 and BF16 are widened, F64 is rounded.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">There is none of this name, or its elements are no floats.</exception>
    public Tensor ReadFloat(string name) => this[name].ReadFloat();

    /// <summary>All elements of a tensor of which the shape is known.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    /// <exception cref="InputException">There is none of this name, its elements are no floats, or its shape is another.</exception>
    public Tensor ReadFloat(string name, params ReadOnlySpan<int> shape)
    {
        var stored = this[name];
        bool same = stored.Rank == shape.Length;
        for (int i = 0; same && i < shape.Length; i++)
        {
            same = stored.Shape[i] == shape[i];
        }

        return same ? stored.ReadFloat() : throw stored.Refused($"has the shape {ElementTypes.Text(stored.Shape)}, expected [{string.Join(", ", shape.ToArray())}]");
    }

    /// <summary>Closes the file; tensors that it listed can no longer be read.</summary>
    public void Dispose() => _source.Dispose();

    /// <summary>Gives memory that reading has taken from the mapped file back to the system; what is read next is mapped again. Safe while other threads read.</summary>
    public void Release() => _source.Release();
}
