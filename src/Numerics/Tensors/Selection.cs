namespace Sim.Numerics.Tensors;

/// <summary>Choosing the greatest, exactly: of equal numbers the lower index goes first, NaN goes last.</summary>
public static unsafe class Selection
{
    private const int Block = 1 << 16;

    /// <summary>The k greatest of each row, in falling order.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="k">How many of each row, 0 to <paramref name="columns"/>.</param>
    /// <param name="values">Receives k numbers per row.</param>
    /// <param name="indices">Receives their places in the row.</param>
    /// <param name="by">What they are chosen and ordered by; the numbers keep their sign.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void TopK(ReadOnlySpan<float> x, int columns, int k, Span<float> values, Span<int> indices, RankBy by = RankBy.Value)
    {
        int rows = RowLoop.Rows(x.Length, columns);
        CheckK(k, columns, rows, values.Length, indices.Length);
        fixed (float* px = x, pv = values)
        fixed (int* pi = indices)
        {
            RowLoop.For(rows, columns + (16L * k), new TopKRows((nint)px, columns, k, by, (nint)pv, (nint)pi));
        }
    }

    /// <summary>The k greatest of all elements, in the order of their indices.</summary>
    /// <param name="x">All elements of a batch; their places in it decide between equals.</param>
    /// <param name="k">How many, 0 to the number of elements.</param>
    /// <param name="values">Receives k numbers.</param>
    /// <param name="indices">Receives their places, rising.</param>
    /// <param name="by">What they are chosen by.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void BatchTopK(ReadOnlySpan<float> x, int k, Span<float> values, Span<int> indices, RankBy by = RankBy.Value)
    {
        CheckK(k, x.Length, 1, values.Length, indices.Length);
        if (k == 0)
        {
            return;
        }

        fixed (float* px = x, pv = values)
        fixed (int* pi = indices)
        {
            if (!BatchFilter.TryTopK(px, x.Length, k, pv, pi, by))
            {
                Exact(px, x.Length, k, pv, pi, by);
            }
        }
    }

    /// <summary>The same by ranking all numbers.</summary>
    internal static void Exact(float* x, int count, int k, float* values, int* indices, RankBy by)
    {
        int blocks = (count + Block - 1) / Block;
        int[] above = new int[blocks], equal = new int[blocks];
        fixed (int* pa = above, pe = equal)
        {
            (uint bound, int ties) = RankThreshold.Find(x, count, k, by);
            Workers.For(blocks, 1, new CountBody((nint)x, count, bound, by, (nint)pa, (nint)pe));
            int place = 0;
            for (int i = 0; i < blocks; i++)
            {
                int taken = Math.Min(ties, pe[i]);
                ties -= taken;
                int here = pa[i] + taken;
                (pa[i], pe[i]) = (place, taken);
                place += here;
            }

            Workers.For(blocks, 1, new CollectBody((nint)x, count, bound, by, (nint)pa, (nint)pe, (nint)values, (nint)indices));
        }
    }

    internal static void CheckK(int k, int columns, int rows, int values, int indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, columns);
        RowLoop.Require(nameof(values), checked(rows * k), values);
        RowLoop.Require(nameof(indices), rows * k, indices);
    }

    private readonly struct TopKRows(nint x, int columns, int k, RankBy by, nint values, nint indices) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            using Scratch scratch = Scratch.Rent(RankFilter.Size(k));
            var filter = new RankFilter(scratch.Pointer, k, by);
            filter.Look<T>((float*)x + ((long)row * columns), null, columns, 0);
            filter.Finish<T>((float*)values + ((long)row * k), (int*)indices + ((long)row * k));
        }
    }

    private readonly struct CountBody(nint x, int count, uint bound, RankBy by, nint above, nint equal) : IBlockBody
    {
        public void Run(int first, int end)
        {
            for (int block = first; block < end; block++)
            {
                int greater = 0, same = 0;
                for (int i = block * Block; i < Math.Min((long)(block + 1) * Block, count); i++)
                {
                    uint score = RankThreshold.Score(((float*)x)[i], by);
                    greater += score > bound ? 1 : 0;
                    same += score == bound ? 1 : 0;
                }

                (((int*)above)[block], ((int*)equal)[block]) = (greater, same);
            }
        }
    }

    private readonly struct CollectBody(nint x, int count, uint bound, RankBy by, nint places, nint ties, nint values, nint indices) : IBlockBody
    {
        public void Run(int first, int end)
        {
            for (int block = first; block < end; block++)
            {
                int place = ((int*)places)[block], left = ((int*)ties)[block];
                for (int i = block * Block; i < Math.Min((long)(block + 1) * Block, count); i++)
                {
                    uint score = RankThreshold.Score(((float*)x)[i], by);
                    if (score > bound || (score == bound && left-- > 0))
                    {
                        ((float*)values)[place] = ((float*)x)[i];
                        ((int*)indices)[place++] = i;
                    }
                }
            }
        }
    }
}
