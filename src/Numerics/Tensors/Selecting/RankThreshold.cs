using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sim.Numerics.Tensors;

/// <summary>The k-th greatest score of a batch, by counting the upper and then the lower halves of scores.</summary>
internal static unsafe class RankThreshold
{
    private const int Block = 1 << 18;
    private const int Bins = 1 << 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Score(float value, RankBy by) => RankKey.Score(by == RankBy.Magnitude ? MathF.Abs(value) : value);

    /// <summary>The score of the k-th greatest, and how many of that very score are among the k.</summary>
    public static (uint Score, int Ties) Find(float* x, int count, int k, RankBy by)
    {
        int* bins = (int*)NativeMemory.Alloc(Bins, sizeof(int));
        try
        {
            int upper = Bin(x, count, by, -1, bins, ref k);
            int lower = Bin(x, count, by, upper, bins, ref k);
            return (((uint)upper << 16) | (uint)lower, k);
        }
        finally
        {
            NativeMemory.Free(bins);
        }
    }

    // Leaves in k how many are still to be found in the bin.
    private static int Bin(float* x, int count, RankBy by, int upper, int* bins, ref int k)
    {
        new Span<int>(bins, Bins).Clear();
        Workers.For(count, Block, new CountBody((nint)x, by, upper, (nint)bins));
        int bin = Bins - 1;
        while (bins[bin] < k)
        {
            k -= bins[bin--];
        }

        return bin;
    }

    // Counts are whole numbers, so it does not matter in which order threads add theirs.
    private readonly struct CountBody(nint x, RankBy by, int upper, nint bins) : IBlockBody
    {
        public void Run(int first, int end)
        {
            using Scratch scratch = Scratch.Rent(Bins);
            int* own = (int*)scratch.Pointer;
            new Span<int>(own, Bins).Clear();
            for (int i = first; i < end; i++)
            {
                uint score = Score(((float*)x)[i], by);
                if (upper < 0)
                {
                    own[score >> 16]++;
                }
                else if (score >> 16 == (uint)upper)
                {
                    own[score & 0xffff]++;
                }
            }

            for (int i = 0; i < Bins; i++)
            {
                if (own[i] != 0)
                {
                    Interlocked.Add(ref ((int*)bins)[i], own[i]);
                }
            }
        }
    }
}
