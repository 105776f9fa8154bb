using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Weights;

/// <summary>
/// A tensor where it lies in a file: its kind of elements and shape are known and checked, its numbers are read when they are asked for. It is of no use once the file that
/// listed it is disposed. Thread-safe as long as nobody disposes the file.
/// </summary>
public sealed class StoredTensor
{
    private const int BlockBytes = 64 * 1024;

    private readonly ByteSource _source;
    private readonly long _offset;
    private readonly long[] _shape;
    private readonly long[]? _strides;
    private readonly bool _bigEndian;
    private bool _named;

    internal StoredTensor(string file, string name, string typeName, ElementType? type, long[] shape, ByteSource source, long offset, long byteLength, long[]? strides = null, bool bigEndian = false)
    {
        (File, Name, TypeName, Type, _shape, _source, _offset, ByteLength, _bigEndian) = (file, name, typeName, type, shape, source, offset, byteLength, bigEndian);
        Count = ElementTypes.Count(shape) ?? throw Refused("has more elements than can be counted");
        _strides = IsRowMajor(shape, strides) ? null : strides;
    }

    /// <summary>The name of the file as the caller gave it.</summary>
    public string File { get; }

    /// <summary>The name in the file.</summary>
    public string Name { get; private set; }

    /// <summary>The kind of elements; null when it is not known here, such as an 8-bit float. Such a tensor is listed, and refused when it is read.</summary>
    public ElementType? Type { get; }

    /// <summary>The kind of elements in the words of the file.</summary>
    public string TypeName { get; }

    /// <summary>Length of each dimension, outermost first.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>Number of dimensions; 0 for a single number.</summary>
    public int Rank => _shape.Length;

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>Bytes that the elements take in the file.</summary>
    public long ByteLength { get; }

    /// <summary>Whether the tensor has exactly this shape.</summary>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    public bool HasShape(params ReadOnlySpan<long> shape) => Shape.SequenceEqual(shape);

    /// <summary>All elements as a tensor in single precision; F16 and BF16 are widened, F64 is rounded.</summary>
    /// <exception cref="InputException">The elements are no floats, are too many for one tensor, or an F64 is finite but beyond single precision.</exception>
    public Tensor ReadFloat()
    {
        Span<int> shape = stackalloc int[ElementTypes.MaxRank];
        long count = 1;
        for (int i = 0; i < Rank; i++)
        {
            shape[i] = (int)Math.Min(_shape[i], int.MaxValue);
            count *= shape[i];
            if (count > Array.MaxLength || _shape[i] > int.MaxValue)
            {
                throw TooMany();
            }
        }

        Floating();
        var tensor = new Tensor(shape[..Rank]);
        CopyFloats(0, tensor.Values);
        return tensor;
    }

    /// <summary>All elements in row-major order in double precision, from any known kind; integers beyond 2⁵³ are rounded.</summary>
    /// <exception cref="InputException">The kind of elements is unknown, or they are too many for one array.</exception>
    public double[] ReadDouble()
    {
        var type = Known();
        var all = new double[Length()];
        Each(0, all.Length, all, (bytes, done, count, to) => Widening.ToDouble(type, bytes, to.AsSpan(done, count)));
        return all;
    }

    /// <summary>All elements in row-major order as 64-bit integers, from any kind of integer or truth value.</summary>
    /// <exception cref="InputException">The elements are floats or of an unknown kind, are too many for one array, or one is beyond 63 bits.</exception>
    public long[] ReadInt64()
    {
        var type = Known();
        if (type.IsFloat())
        {
            throw Refused($"is of {TypeName}, expected a kind of integer or truth value");
        }

        var all = new long[Length()];
        Each(0, all.Length, all, (bytes, done, count, to) =>
        {
            if (!Widening.ToInt64(type, bytes, to.AsSpan(done, count)))
            {
                throw Refused("holds an integer beyond 63 bits");
            }
        });
        return all;
    }

    /// <summary>All elements in row-major order as truth values.</summary>
    /// <exception cref="InputException">The elements are no truth values, or are too many for one array.</exception>
    public bool[] ReadBool()
    {
        if (Known() != ElementType.Bool)
        {
            throw Refused($"is of {TypeName}, expected truth values");
        }

        var all = new bool[Length()];
        Each(0, all.Length, all, static (bytes, done, count, to) =>
        {
            for (int i = 0; i < count; i++)
            {
                to[done + i] = bytes[i] != 0;
            }
        });
        return all;
    }

    /// <summary>All elements of a U8 tensor in row-major order.</summary>
    /// <exception cref="InputException">The elements are of another kind, or are too many for one array.</exception>
    public byte[] ReadBytes()
    {
        if (Known() != ElementType.U8)
        {
            throw Refused($"is of {TypeName}, expected bytes");
        }

        var all = new byte[Length()];
        Each(0, all.Length, all, static (bytes, done, count, to) => bytes[..count].CopyTo(to.AsSpan(done)));
        return all;
    }

    /// <summary>Some elements in row-major order in single precision, widened or rounded as by <see cref="ReadFloat"/>, without allocation.</summary>
    /// <param name="first">The first of them, from 0.</param>
    /// <param name="to">Takes as many as it is long.</param>
    /// <exception cref="ArgumentOutOfRangeException">They lie beyond the tensor.</exception>
    /// <exception cref="InputException">The elements are no floats, or an F64 is finite but beyond single precision.</exception>
    public void CopyFloats(long first, Span<float> to)
    {
        var type = Floating();
        Within(first, to.Length);
        int size = type.Size(), block = BlockBytes / size;
        byte[]? gathered = IsPlain ? null : ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (int done = 0; done < to.Length; done += block)
            {
                int count = Math.Min(block, to.Length - done);
                var bytes = Bytes(first + done, count, size, gathered);
                var part = to.Slice(done, count);
                Widening.ToFloat(type, bytes, part);
                if (type == ElementType.F64)
                {
                    CheckRange(bytes, part);
                }
            }
        }
        finally
        {
            if (gathered is not null)
            {
                ArrayPool<byte>.Shared.Return(gathered);
            }
        }
    }

    /// <summary>
    /// Some elements of an F32 tensor where they lie, without a copy: for streaming through shards larger than memory. The span must not be used after the file was disposed.
    /// </summary>
    /// <param name="first">The first of them, from 0.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They lie beyond the tensor.</exception>
    /// <exception cref="InputException">The elements are not F32 in row-major order as this machine stores them; <see cref="CopyFloats"/> reads those.</exception>
    public ReadOnlySpan<float> Floats(long first, int count)
    {
        Within(first, count);
        return Type == ElementType.F32 && IsPlain && BitConverter.IsLittleEndian
            ? MemoryMarshal.Cast<byte, float>(_source.Span(_offset + (first * sizeof(float)), checked(count * sizeof(float))))
            : throw Refused($"is of {TypeName}{(IsPlain ? "" : ", not in row-major order or of another byte order")}; only F32 as it lies in memory can be looked at without a copy");
    }

    /// <summary>The name, kind and shape in words.</summary>
    public override string ToString() => $"'{ElementTypes.Cut(Name)}' {ElementTypes.Cut(TypeName)} {ElementTypes.Text(_shape)}";

    // A tensor of a pickle is made before the dictionary that names it.
    internal void NameOnce(string name) => (Name, _named) = (_named ? Name : name, true);

    internal InputException Refused(string why) => new($"the tensor '{ElementTypes.Cut(Name)}' {why}", File);

    private bool IsPlain => _strides is null && !_bigEndian;

    private static bool IsRowMajor(long[] shape, long[]? strides)
    {
        if (strides is not null)
        {
            long expected = 1;
            for (int i = shape.Length - 1; i >= 0; i--)
            {
                if (shape[i] == 0)
                {
                    return true;
                }

                if (shape[i] != 1 && strides[i] != expected)
                {
                    return false;
                }

                expected *= shape[i];
            }
        }

        return true;
    }

    private ElementType Known() => Type ?? throw Refused($"is of '{ElementTypes.Cut(TypeName)}', which is not read; expected BOOL, U8, I8, U16, I16, F16, BF16, U32, I32, F32, U64, I64 or F64");

    private ElementType Floating() => Known() is var type && type.IsFloat() ? type : throw Refused($"is of {TypeName}, expected F16, BF16, F32 or F64");

    private int Length() => Count <= Array.MaxLength ? (int)Count : throw TooMany();

    private InputException TooMany() => Refused(string.Create(CultureInfo.InvariantCulture, $"has the shape {ElementTypes.Text(_shape)}, too large to be read at once; at most {Array.MaxLength} elements are"));

    private void Within(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Count - count);
    }

    private void CheckRange(ReadOnlySpan<byte> bytes, ReadOnlySpan<float> part)
    {
        for (int i = 0; i < part.Length; i++)
        {
            if (float.IsInfinity(part[i]) && double.IsFinite(System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * 8)..])))
            {
                throw Refused("holds a finite F64 beyond the range of single precision");
            }
        }
    }

    private delegate void Take<T>(ReadOnlySpan<byte> bytes, int done, int count, T to);

    private void Each<T>(long first, int total, T to, Take<T> take)
    {
        int size = Known().Size(), block = BlockBytes / size;
        byte[]? gathered = IsPlain ? null : ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (int done = 0; done < total; done += block)
            {
                int count = Math.Min(block, total - done);
                take(Bytes(first + done, count, size, gathered), done, count, to);
            }
        }
        finally
        {
            if (gathered is not null)
            {
                ArrayPool<byte>.Shared.Return(gathered);
            }
        }
    }

    // Some elements side by side in little-endian order: where they lie, or gathered.
    private ReadOnlySpan<byte> Bytes(long first, int count, int size, byte[]? gathered)
    {
        if (gathered is null)
        {
            return _source.Span(_offset + (first * size), count * size);
        }

        var to = gathered.AsSpan(0, count * size);
        if (_strides is null)
        {
            _source.Span(_offset + (first * size), count * size).CopyTo(to);
        }
        else
        {
            Gather(first, count, size, to);
        }

        if (_bigEndian && size > 1)
        {
            for (int i = 0; i < to.Length; i += size)
            {
                to.Slice(i, size).Reverse();
            }
        }

        return to;
    }

    private void Gather(long first, int count, int size, Span<byte> to)
    {
        Span<long> index = stackalloc long[ElementTypes.MaxRank];
        long at = 0, rest = first;
        for (int i = Rank - 1; i >= 0; i--)
        {
            (rest, index[i]) = Math.DivRem(rest, _shape[i]);
            at += index[i] * _strides![i];
        }

        for (int done = 0; done < count; done++)
        {
            _source.Span(_offset + (at * size), size).CopyTo(to[(done * size)..]);
            for (int i = Rank - 1; i >= 0; i--)
            {
                at += _strides![i];
                if (++index[i] < _shape[i])
                {
                    break;
                }

                at -= _strides[i] * _shape[i];
                index[i] = 0;
            }
        }
    }
}
