using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    public static void Run(bool transposeA, bool transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc)
    {
        int columnPanels = (n + TTile.Columns - 1) / TTile.Columns, blockPanels = BlockOf(columnPanels), blocks = (columnPanels + blockPanels - 1) / blockPanels;

        // Where one block holds all columns each panel of A is met once, so who meets it packs it.
        bool shared = blocks > 1;
        for (int row = 0; row < m; row += MostRows)
        {
            int rows = Math.Min(MostRows, m - row);
            int panels = (rows + TTile.Rows - 1) / TTile.Rows, chunk = ChunkOf(panels, blocks), chunks = (panels + chunk - 1) / chunk;
            using Scratch packed = Scratch.Rent(shared ? (long)panels * TTile.Rows * Math.Min(k, Depth) : 0);
            for (int start = 0; start < k; start += Depth)
            {
                int depth = Math.Min(Depth, k - start);
                float* fromA = transposeA ? a + ((long)start * lda) + row : a + ((long)row * lda) + start;
                float* fromB = transposeB ? b + start : b + ((long)start * ldb);
                var pack = new PackBody((nint)fromA, lda, transposeA, rows, depth, (nint)packed.Pointer);
                if (shared)
                {
                    Workers.For(panels, Grain(panels, (long)rows * depth * 16), pack);
                }

                var body = new MultiplyBody(pack, shared, (nint)fromB, ldb, transposeB, (nint)(c + ((long)row * ldc)), ldc, n, alpha, start == 0 ? beta : 1f, panels, chunk, chunks, blockPanels);
                Workers.For(blocks * chunks, Grain(blocks * chunks, 2L * rows * n * depth), body);
            }
        }
    }

    // Tasks enough that a thread that is held up leaves its share to the others.
    private static int BlockOf(int panels)
    {
        int most = Math.Max(1, GemmSizes.BlockColumns / TTile.Columns);
        return Workers.Threads == 1 ? most : Math.Clamp(panels / (4 * Workers.Threads), Math.Min(2, most), most);
    }

    // Rows are cut, too, where columns do not make tasks enough; but each chunk packs B anew, so it must have rows enough to pay for that.
    private static int ChunkOf(int panels, int blocks)
    {
        int threads = Workers.Threads, wanted = threads == 1 ? 1 : ((4 * threads) + blocks - 1) / blocks;
        int least = Math.Max(1, (blocks < threads ? GemmSizes.LeastChunkRows : GemmSizes.ChunkRows) / TTile.Rows);
        return Math.Min(panels, Math.Max(least, (panels + wanted - 1) / wanted));
    }

    private static int Grain(int count, long work) => (int)Math.Clamp(((LeastWork * (long)count) + work) / Math.Max(1, work), 1, Math.Max(1, count));

    private readonly struct PackBody(nint source, int leading, bool transposed, int rows, int depth, nint target) : IBlockBody
    {
        public int Rows => rows;

        public int Depth => depth;

        public void Run(int first, int end)
        {
            for (int panel = first; panel < end; panel++)
            {
                Pack(panel, Packed(panel));
            }
        }

        public float* Packed(int panel) => (float*)target + ((long)panel * TTile.Rows * depth);

        public void Pack(int panel, float* to)
        {
            int row = panel * TTile.Rows;
            int lanes = Math.Min(TTile.Rows, rows - row);
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

    private readonly struct MultiplyBody(
        PackBody pack, bool shared, nint b, int ldb, bool transposeB, nint c, int ldc, int n, float alpha, float beta, int panels, int chunk, int chunks, int blockPanels) : IBlockBody
    {
        public void Run(int first, int end)
        {
            int depth = pack.Depth;
            long right = (long)blockPanels * TTile.Columns * depth, rest = TTile.Rows * TTile.Columns;
            using Scratch scratch = Scratch.Rent(right + rest + (TTile.Rows * (long)depth));
            for (int task = first; task < end; task++)
            {
                Block(task / chunks * blockPanels * TTile.Columns, task % chunks * chunk, scratch.Pointer, scratch.Pointer + right, scratch.Pointer + right + rest);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Block(int column, int firstPanel, float* packedB, float* rest, float* ownPanel)
        {
            int columns = Math.Min(blockPanels * TTile.Columns, n - column), depth = pack.Depth;
            int endPanel = Math.Min(panels, firstPanel + chunk);

            // Rows too few to pay for packing read B where it lies.
            bool direct = !transposeB && endPanel - firstPanel <= 2;
            int whole = direct ? columns / TTile.Columns * TTile.Columns : 0;
            for (int j = whole; j < columns; j += TTile.Columns)
            {
                int lanes = Math.Min(TTile.Columns, columns - j);
                float* to = packedB + ((long)j * depth);
                if (transposeB)
                {
                    GemmPacking.Turned((float*)b + ((long)(column + j) * ldb), ldb, lanes, depth, TTile.Columns, to);
                }
                else
                {
                    GemmPacking.Straight((float*)b + column + j, ldb, lanes, depth, TTile.Columns, to);
                }
            }

            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int row = panel * TTile.Rows;
                int height = Math.Min(TTile.Rows, pack.Rows - row);
                float* left = ownPanel;
                if (shared)
                {
                    left = pack.Packed(panel);
                }
                else
                {
                    pack.Pack(panel, ownPanel);
                }

                float* to = (float*)c + ((long)row * ldc) + column;
                for (int j = 0; j < columns; j += TTile.Columns)
                {
                    int width = Math.Min(TTile.Columns, columns - j);
                    float* right = j < whole ? (float*)b + column + j : packedB + ((long)j * depth);
                    nint step = j < whole ? ldb : TTile.Columns;
                    if (height == TTile.Rows && width == TTile.Columns)
                    {
                        TTile.Run(depth, left, right, step, alpha, beta, to + j, ldc);
                    }
                    else
                    {
                        TTile.RunPart(height, width, depth, left, right, step, alpha, rest);
                        Merge(rest, height, width, to + j);
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Merge(float* rest, int height, int width, float* to)
        {
            var factor = Vector128.Create(beta);
            for (int i = 0; i < height; i++, rest += TTile.Columns, to += ldc)
            {
                int j = 0;
                if (beta == 0f)
                {
                    for (; j <= width - 4; j += 4)
                    {
                        Vector128.Load(rest + j).Store(to + j);
                    }

                    for (; j < width; j++)
                    {
                        to[j] = rest[j];
                    }
                }
                else
                {
                    for (; j <= width - 4; j += 4)
                    {
                        ((Vector128.Load(to + j) * factor) + Vector128.Load(rest + j)).Store(to + j);
                    }

                    for (; j < width; j++)
                    {
                        to[j] = (to[j] * beta) + rest[j];
                    }
                }
            }
        }
    }
}
