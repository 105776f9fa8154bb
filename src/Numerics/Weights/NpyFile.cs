using System.Buffers.Binary;
using System.Globalization;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Weights;

/// <summary>
/// An array in NumPy's .npy format, memory-mapped: versions 1 to 3, both byte orders, both orders of dimensions; kinds b1, i1 to i8, u1 to u8, f2 to f8. Objects (pickles), records,
/// text, dates and complex numbers are refused, and so are files that are longer or shorter than their shape. Thread-safe, except for <see cref="Dispose"/>.
/// </summary>
public sealed class NpyFile : IDisposable
{
    private readonly ByteSource _source;

    private NpyFile(ByteSource source, string file)
    {
        _source = source;
        Array = NpyHeader.Read(source, Path.GetFileNameWithoutExtension(file), file);
    }

    /// <summary>The array; its name is the file's without ending.</summary>
    public StoredTensor Array { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">Its name for messages; the path when left out.</param>
    /// <exception cref="InputException">It cannot be read, or is refused; says what was found and what was expected.</exception>
    public static NpyFile Open(string path, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var source = ByteSource.Map(path, file ?? path);
        try
        {
            return new NpyFile(source, file ?? path);
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
    public static NpyFile Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new NpyFile(ByteSource.Of(content), file);
    }

    /// <summary>Writes a tensor as <c>&lt;f4</c>, version 1, and moves the file into place when it is whole.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    /// <param name="tensor">The numbers.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        long[] shape = new long[tensor.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = tensor.Shape[i];
        }

        Save(path, ElementType.F32, shape, tensor.Count, (first, count, to) => Narrowing.FromFloat(ElementType.F32, path, tensor.Values.Slice(first, count), to));
    }

    /// <summary>Writes numbers as <c>&lt;f8</c>, version 1, and moves the file into place when it is whole.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    /// <param name="values">The numbers in row-major order.</param>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(string path, ReadOnlyMemory<double> values, params ReadOnlySpan<long> shape) =>
        Save(path, ElementType.F64, shape, values.Length, (first, count, to) =>
        {
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(to[(i * 8)..], values.Span[first + i]);
            }
        });

    /// <summary>Writes whole numbers, version 1, and moves the file into place when it is whole.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    /// <param name="values">The numbers in row-major order.</param>
    /// <param name="type">Any kind of integer, or truth values from 0 and 1.</param>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or a number does not fit the type.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(string path, ReadOnlyMemory<long> values, ElementType type, params ReadOnlySpan<long> shape)
    {
        Narrowing.CheckWhole(type, path, values.Span);
        Save(path, type, shape, values.Length, (first, count, to) => Narrowing.FromInt64(type, values.Span.Slice(first, count), to));
    }

    /// <summary>Closes the file; its array can no longer be read.</summary>
    public void Dispose() => _source.Dispose();

    private delegate void Fill(int first, int count, Span<byte> to);

    private static void Save(string path, ElementType type, ReadOnlySpan<long> shape, int length, Fill fill)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (ElementTypes.Count(shape) != length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a shape of {ElementTypes.Text(shape)} does not have {length} elements"), nameof(shape));
        }

        byte[] header = NpyHeader.Write(NpyHeader.Descr(type), shape);
        WholeFile.Write(path, stream =>
        {
            stream.Write(header);
            const int block = 8192;
            Span<byte> bytes = new byte[block * 8];
            for (int first = 0; first < length; first += block)
            {
                int count = Math.Min(block, length - first);
                var part = bytes[..(count * type.Size())];
                fill(first, count, part);
                stream.Write(part);
            }
        });
    }
}
