using System.Numerics;
using System.Runtime.InteropServices;

namespace Sim.Numerics.Tensors;

/// <summary>Memory for packed operands, outside the collected heap and on cache lines' boundaries, kept from call to call by powers of two of its length.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private const int Classes = 40;
    private const int SmallestClass = 10;

    // Above 16 MiB two are kept: packed weights, of which a process has one or two sizes at work.
    private const int LargeClass = 22;
    private static readonly Scratch?[]?[] Free = new Scratch?[Classes][];
    private static readonly Lock Gate = new();

    private readonly int _class;
    private readonly float* _memory;

    private Scratch(int size)
    {
        _class = size;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)sizeof(float) << size, 64);
    }

    ~Scratch() => NativeMemory.AlignedFree(_memory);

    public float* Pointer => _memory;

    /// <summary>Takes memory that the caller gives back by disposing of it; its content is undefined.</summary>
    /// <param name="length">How many numbers it has to hold.</param>
    public static Scratch Rent(long length)
    {
        int size = Math.Max(SmallestClass, 64 - BitOperations.LeadingZeroCount((ulong)Math.Max(1, length - 1)));
        lock (Gate)
        {
            if (Free[size] is { } kept)
            {
                for (int i = 0; i < kept.Length; i++)
                {
                    if (kept[i] is { } scratch)
                    {
                        kept[i] = null;
                        return scratch;
                    }
                }
            }
        }

        return new Scratch(size);
    }

    public void Dispose()
    {
        lock (Gate)
        {
            Scratch?[] kept = Free[_class] ??= new Scratch?[_class > LargeClass ? 2 : 2 * Environment.ProcessorCount];
            int i = Array.IndexOf(kept, null);
            if (i >= 0)
            {
                kept[i] = this;
                return;
            }
        }

        NativeMemory.AlignedFree(_memory);
        GC.SuppressFinalize(this);
    }
}
