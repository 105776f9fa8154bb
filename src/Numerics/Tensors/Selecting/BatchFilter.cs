using System.Numerics;

namespace Sim.Numerics.Tensors;

/// <summary>
/// Finds the greatest few of very many: a sample tells a bound that a few more than wanted will pass, one look at all numbers collects those, and only they are ranked. Exact all the same: a bound that turns
/// out too high or much too low is noticed, and all numbers are ranked then.
/// </summary>
internal static unsafe class BatchFilter
{
    private const int Block = 1 << 16;
    private const int Sample = 1 << 15;
    private const int WorthIt = 1 << 17;

    /// <summary>Does what <see cref="Selection.BatchTopK"/> promises, or nothing where the filter does not serve.</summary>
    /// <returns>Whether it did.</returns>
    public static bool TryTopK(float* x, int count, int k, float* values, int* indices, RankBy by)
    {
        if (count < WorthIt || k > count / 16)
            return false;

        float bound = Bound(x, count, k, by);
        if (!float.IsFinite(bound))
            return false;

        int blocks = (count + Block - 1) / Block;
        var places = new int[blocks + 1];
        fixed (int* starts = places)
        {
            RowLoop.For(blocks, Block, new Rows((nint)x, count, bound, by, 0, 0, (nint)starts));
            int total = 0;
            for (int i = 0; i <= blocks; i++)
            {
                (total, places[i]) = (total + places[i], total);
                if (total > (4L * k) + Sample)
                    return false;
            }

            if (total < k)
                return false;

            using Scratch numbers = Scratch.Rent(total), origins = Scratch.Rent(total);
            int* origin = (int*)origins.Pointer;
            RowLoop.For(blocks, Block, new Rows((nint)x, count, bound, by, (nint)numbers.Pointer, (nint)origin, (nint)starts));
            Selection.Exact(numbers.Pointer, total, k, values, indices, by);
            for (int i = 0; i < k; i++)
                indices[i] = origin[indices[i]];
        }

        return true;
    }

    // The number of a sample that about 1.25 k of all should reach, and five standard deviations of what a sample leaves uncertain.
    private static float Bound(float* x, int count, int k, RankBy by)
    {
        using Scratch scratch = Scratch.Rent(Sample);
        float* sample = scratch.Pointer;
        long stride = count / Sample;
        for (int i = 0; i < Sample; i++)
        {
            // One of each stretch, at no even distance: that could fall in with the length of rows.
            long within = (unchecked((uint)i * 2654435761u) * stride) >> 32;
            sample[i] = x[(i * stride) + within];
        }

        double expected = (double)k * Sample / count;
        int rank = (int)((1.25 * expected) + (5 * Math.Sqrt(expected)) + 8);
        return rank >= Sample ? float.NaN : RankKey.Value(RankThreshold.Find(sample, Sample, rank, by).Score);
    }

    // Without a place to write to, the numbers that reach the bound are only counted.
    private readonly struct Rows(nint x, int count, float bound, RankBy by, nint numbers, nint origins, nint starts) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            float* from = (float*)x;
            int first = row * Block, end = (int)Math.Min((long)first + Block, count), found = 0, at = ((int*)starts)[row];
            float below = MathF.BitDecrement(bound);
            T limit = T.Of(below);
            int i = first;
            for (; i <= end - Lanes.Count; i += Lanes.Count)
            {
                T lanes = T.Load(from + i);
                uint mask = T.Greater(by == RankBy.Magnitude ? T.Abs(lanes) : lanes, limit);
                if (numbers == 0)
                {
                    found += BitOperations.PopCount(mask);
                    continue;
                }

                for (; mask != 0; mask &= mask - 1)
                    Keep(from, i + BitOperations.TrailingZeroCount(mask), ref at);
            }

            for (; i < end; i++)
            {
                if ((by == RankBy.Magnitude ? MathF.Abs(from[i]) : from[i]) <= below || float.IsNaN(from[i]))
                    continue;

                if (numbers == 0)
                    found++;
                else
                    Keep(from, i, ref at);
            }

            if (numbers == 0)
                ((int*)starts)[row] = found;
        }

        private void Keep(float* from, int place, ref int at)
        {
            ((float*)numbers)[at] = from[place];
            ((int*)origins)[at++] = place;
        }
    }
}
