namespace Sim.Numerics.Tensors;

/// <summary>A dense block of single-precision numbers in row-major order: the last dimension lies side by side in memory.</summary>
/// <remarks>
/// There are no strides: a tensor is always contiguous, and kernels that need another order take leading dimensions. Reshaping and taking rows share the memory, so a write
/// through one is seen through the other. Reading from several threads is safe; writing is safe where the threads write different elements.
/// </remarks>
public sealed class Tensor
{
    private readonly float[] _data;
    private readonly int _offset;
    private readonly int[] _shape;

    /// <summary>Makes a tensor of zeros.</summary>
    /// <param name="shape">Length of each dimension, outermost first; none is negative. No dimension at all is a single number.</param>
    /// <exception cref="ArgumentException">A length is negative or there are more than 2³¹ elements.</exception>
    public Tensor(params ReadOnlySpan<int> shape)
        : this(new float[CountOf(shape)], 0, shape.ToArray())
    {
    }

    private Tensor(float[] data, int offset, int[] shape)
    {
        (_data, _offset, _shape) = (data, offset, shape);
        Count = CountOf(shape);
    }

    /// <summary>Length of each dimension, outermost first.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>Number of dimensions; 0 for a single number.</summary>
    public int Rank => _shape.Length;

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>Length of the last dimension; 1 for a single number.</summary>
    public int Columns => Rank == 0 ? 1 : _shape[^1];

    /// <summary>Number of rows of length <see cref="Columns"/>: the product of all dimensions but the last.</summary>
    public int Rows
    {
        get
        {
            int rows = 1;
            for (int i = 0; i < Rank - 1; i++)
            {
                rows *= _shape[i];
            }

            return rows;
        }
    }

    /// <summary>All elements in row-major order.</summary>
    public Span<float> Values => _data.AsSpan(_offset, Count);

    /// <summary>All elements in row-major order, for work that another thread does.</summary>
    public Memory<float> Memory => _data.AsMemory(_offset, Count);

    /// <summary>One element of a matrix.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="column">0 to <see cref="Columns"/> - 1.</param>
    public ref float this[int row, int column] => ref Row(row)[column];

    /// <summary>Wraps numbers that are already there, without a copy.</summary>
    /// <param name="data">The elements in row-major order.</param>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    /// <exception cref="ArgumentException">The shape's number of elements is not the length of <paramref name="data"/>.</exception>
    public static Tensor Wrap(float[] data, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(data);
        int count = CountOf(shape);
        return count == data.Length ? new Tensor(data, 0, shape.ToArray()) : throw new ArgumentException($"a shape of {Text(shape)} has {count} elements, but there are {data.Length}", nameof(shape));
    }

    /// <summary>One row of length <see cref="Columns"/>.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    public Span<float> Row(int row)
    {
        int columns = Columns;
        return Values.Slice(checked(row * columns), columns);
    }

    /// <summary>The same memory under another shape.</summary>
    /// <param name="shape">Length of each dimension, outermost first; one of them may be -1 and is then found.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> shape)
    {
        int[] wanted = shape.ToArray();
        int open = Array.IndexOf(wanted, -1);
        if (open >= 0)
        {
            wanted[open] = 1;
            int others = CountOf(wanted);
            wanted[open] = others == 0 ? 0 : Count / others;
        }

        return CountOf(wanted) == Count ? new Tensor(_data, _offset, wanted) : throw new ArgumentException($"{this} cannot be taken for {Text(shape)}", nameof(shape));
    }

    /// <summary>Some entries of the first dimension, sharing the memory.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They lie beyond the dimension, or there is none.</exception>
    public Tensor Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(Rank);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _shape[0] - first);
        int each = _shape[0] == 0 ? 0 : Count / _shape[0];
        int[] shape = [count, .. _shape.AsSpan(1)];
        return new Tensor(_data, _offset + (first * each), shape);
    }

    /// <summary>A copy with memory of its own.</summary>
    public Tensor Copy() => new(Values.ToArray(), 0, _shape);

    /// <summary>Copies all elements of another tensor of the same shape into this one.</summary>
    /// <param name="source">The other one.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyFrom(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!HasShape(source.Shape))
        {
            throw new ArgumentException($"{source} cannot be copied into {this}", nameof(source));
        }

        source.Values.CopyTo(Values);
    }

    /// <summary>Whether this tensor has exactly this shape.</summary>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    public bool HasShape(params ReadOnlySpan<int> shape) => Shape.SequenceEqual(shape);

    /// <summary>The shape in words, such as <c>tensor of 2048 × 768</c>.</summary>
    public override string ToString() => "tensor of " + Text(_shape);

    private static int CountOf(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int length in shape)
        {
            if (length < 0)
            {
                throw new ArgumentException($"a shape of {Text(shape)} has a negative length", nameof(shape));
            }

            count *= length;
            if (count > Array.MaxLength)
            {
                throw new ArgumentException($"a shape of {Text(shape)} has more than {Array.MaxLength} elements", nameof(shape));
            }
        }

        return (int)count;
    }

    private static string Text(ReadOnlySpan<int> shape) => shape.IsEmpty ? "one number" : string.Join(" × ", shape.ToArray());
}
