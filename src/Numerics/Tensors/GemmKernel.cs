using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>Blocks of a product: A is packed once for each stretch of the depth, B block by block by whoever multiplies with it.</summary>
/// <remarks>
/// The depth is cut into stretches of <see cref="Depth"/>, whatever the tile and the number of threads, and each element of C is computed by one thread, stretch after stretch. Nothing else touches the order of
/// additions, so how rows and columns are cut changes no bit.
/// </remarks>
internal static unsafe class GemmKernel<TTile>
    where TTile : struct, IGemmTile
{
    // A panel of A lies in the first cache while a block of B streams past it from the second.
    private const int Depth = GemmSizes.Depth;
    private const int MostRows = 4080;
    private const int LeastWork = 1 << 20;

    private static readonly int BlockPanels = Math.Max(1, GemmSizes.BlockColumns / TTile.Columns);

    public static void Run(bool transposeA, bool transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc)
    {
        for (int row = 0; row < m; row += MostRows)
        {
            int rows = Math.Min(MostRows, m - row);
            int panels = (rows + TTile.Rows - 1) / TTile.Rows;
            using Scratch packed = Scratch.Rent((long)panels * TTile.Rows * Math.Min(k, Depth));
            for (int start = 0; start < k; start += Depth)
            {
                int depth = Math.Min(Depth, k - start);
                float* fromA = transposeA ? a + ((long)start * lda) + row : a + ((long)row * lda) + start;
                float* fromB = transposeB ? b + start : b + ((long)start * ldb);
                Workers.For(panels, Grain(panels, (long)rows * depth * 16), new PackBody((nint)fromA, lda, transposeA, rows, depth, (nint)packed.Pointer));

                int blocks = (n + (BlockPanels * TTile.Columns) - 1) / (BlockPanels * TTile.Columns);
                int chunk = ChunkOf(panels, blocks);
                int chunks = (panels + chunk - 1) / chunk;
                var body = new MultiplyBody((nint)packed.Pointer, (nint)fromB, ldb, transposeB, (nint)(c + ((long)row * ldc)), ldc, rows, n, depth, alpha, start == 0 ? beta : 1f, panels, chunk, chunks);
                Workers.For(blocks * chunks, Grain(blocks * chunks, 2L * rows * n * depth), body);
            }
        }
    }

    // Enough tasks that a thread that is held up leaves its share to the others, yet rows enough in each that packing B for them is worth it.
    private static int ChunkOf(int panels, int blocks)
    {
        int wanted = Workers.Threads == 1 ? 1 : ((6 * Workers.Threads) + blocks - 1) / blocks;
        int least = Math.Max(1, GemmSizes.LeastChunkRows / TTile.Rows);
        return Math.Min(panels, Math.Max(least, (panels + wanted - 1) / wanted));
    }

    private static int Grain(int count, long work) => (int)Math.Clamp(((LeastWork * (long)count) + work) / Math.Max(1, work), 1, Math.Max(1, count));

    private readonly struct PackBody(nint source, int leading, bool transposed, int rows, int depth, nint target) : IBlockBody
    {
        public void Run(int first, int end)
        {
            for (int panel = first; panel < end; panel++)
            {
                int row = panel * TTile.Rows;
                int lanes = Math.Min(TTile.Rows, rows - row);
                float* to = (float*)target + ((long)row * depth);
                if (transposed)
                {
                    GemmPacking.Straight((float*)source + row, leading, lanes, depth, TTile.Rows, to);
                }
                else
                {
                    GemmPacking.Turned((float*)source + ((long)row * leading), leading, lanes, depth, TTile.Rows, to);
                }
            }
        }
    }

    private readonly struct MultiplyBody(
        nint a, nint b, int ldb, bool transposeB, nint c, int ldc, int rows, int n, int depth, float alpha, float beta, int panels, int chunk, int chunks) : IBlockBody
    {
        public void Run(int first, int end)
        {
            using Scratch scratch = Scratch.Rent(((long)BlockPanels * TTile.Columns * depth) + (TTile.Rows * TTile.Columns));
            for (int task = first; task < end; task++)
            {
                Block(task / chunks * BlockPanels * TTile.Columns, task % chunks * chunk, scratch.Pointer);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Block(int column, int firstPanel, float* scratch)
        {
            int columns = Math.Min(BlockPanels * TTile.Columns, n - column);
            int endPanel = Math.Min(panels, firstPanel + chunk);

            // Rows too few to pay for packing read B where it lies.
            bool direct = !transposeB && endPanel - firstPanel <= 2;
            int whole = direct ? columns / TTile.Columns * TTile.Columns : 0;
            for (int j = whole; j < columns; j += TTile.Columns)
            {
                int lanes = Math.Min(TTile.Columns, columns - j);
                float* to = scratch + ((long)j * depth);
                if (transposeB)
                {
                    GemmPacking.Turned((float*)b + ((long)(column + j) * ldb), ldb, lanes, depth, TTile.Columns, to);
                }
                else
                {
                    GemmPacking.Straight((float*)b + column + j, ldb, lanes, depth, TTile.Columns, to);
                }
            }

            float* rest = scratch + ((long)BlockPanels * TTile.Columns * depth);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int row = panel * TTile.Rows;
                int height = Math.Min(TTile.Rows, rows - row);
                float* left = (float*)a + ((long)row * depth);
                float* to = (float*)c + ((long)row * ldc) + column;
                for (int j = 0; j < columns; j += TTile.Columns)
                {
                    int width = Math.Min(TTile.Columns, columns - j);
                    float* right = j < whole ? (float*)b + column + j : scratch + ((long)j * depth);
                    nint step = j < whole ? ldb : TTile.Columns;
                    if (height == TTile.Rows && width == TTile.Columns)
                    {
                        TTile.Run(depth, left, right, step, alpha, beta, to + j, ldc);
                    }
                    else
                    {
                        TTile.Run(depth, left, right, step, alpha, 0f, rest, TTile.Columns);
                        Merge(rest, height, width, to + j);
                    }
                }
            }
        }

        private void Merge(float* rest, int height, int width, float* to)
        {
            for (int i = 0; i < height; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    float product = rest[(i * TTile.Columns) + j];
                    ref float target = ref to[((long)i * ldc) + j];
                    target = beta == 0f ? product : (target * beta) + product;
                }
            }
        }
    }
}
