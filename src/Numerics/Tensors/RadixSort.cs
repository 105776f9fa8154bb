using System.Runtime.InteropServices;

namespace Sim.Numerics.Tensors;

/// <summary>Sorts by digits of eleven bits from the lowest up: stable, in time that rises with the length only. Digits that all keys share are passed over.</summary>
/// <remarks>Large arrays are counted and moved by all workers; the result does not depend on their number.</remarks>
public static unsafe class RadixSort
{
    private const int Bits = 11;
    private const int Bins = 1 << Bits;
    private const int LeastBlock = 1 << 15;

    /// <summary>Sorts keys, rising, and moves a value with each; values of equal keys keep their order.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">As many values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sort(Span<ulong> keys, Span<int> values)
    {
        RowLoop.Require(nameof(values), keys.Length, values.Length);
        int count = keys.Length;
        if (count < 2)
        {
            return;
        }

        // Blocks by length alone: few enough that adding up their counts costs little.
        int block = Math.Max(LeastBlock, (count + 63) / 64), blocks = (count + block - 1) / block;
        using Scratch keyScratch = Scratch.Rent(2L * count), valueScratch = Scratch.Rent(count), countScratch = Scratch.Rent((long)blocks * Bins);
        fixed (ulong* pk = keys)
        fixed (int* pv = values)
        {
            ulong* fromKeys = pk, toKeys = (ulong*)keyScratch.Pointer;
            int* fromValues = pv, toValues = (int*)valueScratch.Pointer, counts = (int*)countScratch.Pointer;
            ulong differing = 0;
            for (int i = 1; i < count; i++)
            {
                differing |= pk[i] ^ pk[0];
            }

            for (int shift = 0; shift < 64; shift += Bits)
            {
                if (((differing >> shift) & (Bins - 1)) == 0)
                {
                    continue;
                }

                Workers.For(count, block, new CountBody((nint)fromKeys, shift, block, (nint)counts));
                Places(counts, blocks);
                Workers.For(count, block, new MoveBody((nint)fromKeys, (nint)fromValues, shift, block, (nint)counts, (nint)toKeys, (nint)toValues));
                ulong* movedKeys = toKeys;
                int* movedValues = toValues;
                toKeys = fromKeys;
                toValues = fromValues;
                fromKeys = movedKeys;
                fromValues = movedValues;
            }

            if (fromKeys != pk)
            {
                new ReadOnlySpan<ulong>(fromKeys, count).CopyTo(keys);
                new ReadOnlySpan<int>(fromValues, count).CopyTo(values);
            }
        }
    }

    /// <summary>Sorts numbers, rising, and moves a value with each: negative zero before positive zero, NaN by its sign at one of the ends.</summary>
    /// <param name="keys">The numbers.</param>
    /// <param name="values">As many values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sort(Span<float> keys, Span<int> values)
    {
        RowLoop.Require(nameof(values), keys.Length, values.Length);
        using Scratch scratch = Scratch.Rent(2L * keys.Length);
        var wide = new Span<ulong>(scratch.Pointer, keys.Length);
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(keys);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = (bits[i] >> 31) != 0 ? ~bits[i] : bits[i] | 0x80000000;
        }

        Sort(wide, values);
        for (int i = 0; i < wide.Length; i++)
        {
            uint key = (uint)wide[i];
            keys[i] = BitConverter.UInt32BitsToSingle((key >> 31) != 0 ? key & 0x7fffffff : ~key);
        }
    }

    // From counts by block and digit to where each block's first key of a digit goes.
    private static void Places(int* counts, int blocks)
    {
        int place = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            for (int block = 0; block < blocks; block++)
            {
                ref int count = ref counts[(block * Bins) + bin];
                (count, place) = (place, place + count);
            }
        }
    }

    private readonly struct CountBody(nint keys, int shift, int block, nint counts) : IBlockBody
    {
        public void Run(int first, int end)
        {
            int* own = (int*)counts + (first / block * Bins);
            new Span<int>(own, Bins).Clear();
            for (int i = first; i < end; i++)
            {
                own[(((ulong*)keys)[i] >> shift) & (Bins - 1)]++;
            }
        }
    }

    private readonly struct MoveBody(nint keys, nint values, int shift, int block, nint places, nint toKeys, nint toValues) : IBlockBody
    {
        public void Run(int first, int end)
        {
            int* own = (int*)places + (first / block * Bins);
            for (int i = first; i < end; i++)
            {
                ulong key = ((ulong*)keys)[i];
                int place = own[(key >> shift) & (Bins - 1)]++;
                ((ulong*)toKeys)[place] = key;
                ((int*)toValues)[place] = ((int*)values)[i];
            }
        }
    }
}
