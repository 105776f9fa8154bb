using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>
/// A product whose rows are searched for their greatest numbers tile by tile, while these lie in the first cache, so that the product itself is never written. The numbers have the bits that the product with
/// separate additions of the biases would have.
/// </summary>
internal static unsafe class EncodeKernel<TTile>
    where TTile : struct, IGemmTile
{
    private const int MostRows = 504;

    // Numbers of packed weights that stay in the second cache while the rows of a task pass by.
    private const int GroupSize = 1 << 17;

    /// <summary>Lays the weights out in panels of columns, each over the whole depth.</summary>
    /// <param name="weights">inputs × features, or features × inputs.</param>
    /// <param name="byFeature">Whether a row of the weights belongs to a feature.</param>
    /// <param name="inputs">Depth.</param>
    /// <param name="features">Columns.</param>
    public static Scratch Pack(float* weights, bool byFeature, int inputs, int features)
    {
        int panels = Panels(features);
        Scratch packed = Scratch.Rent((long)panels * TTile.Columns * inputs);
        Workers.For(panels, Math.Max(1, (1 << 16) / Math.Max(1, TTile.Columns * inputs)), new PackBody((nint)weights, byFeature, inputs, features, (nint)packed.Pointer));
        return packed;
    }

    public static void TopK(
        float* x, float* centre, int rows, int inputs, float* packed, float* bias, int features, int k, RankBy by, float* values, int* indices)
    {
        int chunk = Math.Clamp((rows + (4 * Workers.Threads) - 1) / (4 * Workers.Threads), 1, MostRows);
        chunk = (chunk + TTile.Rows - 1) / TTile.Rows * TTile.Rows;
        var body = new SearchBody((nint)x, (nint)centre, inputs, (nint)packed, (nint)bias, features, k, by, (nint)values, (nint)indices);
        Workers.For(rows, chunk, body);
    }

    private static int Panels(int features) => (features + TTile.Columns - 1) / TTile.Columns;

    private readonly struct PackBody(nint weights, bool byFeature, int inputs, int features, nint packed) : IBlockBody
    {
        public void Run(int first, int end)
        {
            for (int panel = first; panel < end; panel++)
            {
                int column = panel * TTile.Columns, lanes = Math.Min(TTile.Columns, features - column);
                float* to = (float*)packed + ((long)column * inputs);
                if (byFeature)
                {
                    GemmPacking.Turned((float*)weights + ((long)column * inputs), inputs, lanes, inputs, TTile.Columns, to);
                }
                else
                {
                    GemmPacking.Straight((float*)weights + column, features, lanes, inputs, TTile.Columns, to);
                }
            }
        }
    }

    private readonly struct SearchBody(nint x, nint centre, int inputs, nint packed, nint bias, int features, int k, RankBy by, nint values, nint indices) : IBlockBody
    {
        public void Run(int first, int end)
        {
            switch (Lanes.Best)
            {
                case Lanes.Width.Vector512:
                    Run<Lanes512>(first, end);
                    break;
                case Lanes.Width.Vector256:
                    Run<Lanes256>(first, end);
                    break;
                default:
                    Run<LanesScalar>(first, end);
                    break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Run<T>(int first, int end)
            where T : struct, ILanes<T>
        {
            int panels = (end - first + TTile.Rows - 1) / TTile.Rows, size = RankFilter.Size(k);
            int group = Math.Clamp(GroupSize / Math.Max(1, inputs * TTile.Columns), 1, 8), width = group * TTile.Columns;
            using Scratch leftScratch = Scratch.Rent((long)panels * TTile.Rows * inputs), keyScratch = Scratch.Rent((long)(end - first) * size), tileScratch = Scratch.Rent(TTile.Rows * (long)Math.Max(width, inputs));
            float* left = leftScratch.Pointer;
            float* tile = tileScratch.Pointer;
            Pack<T>(first, end, left, tile);
            using Scratch filterScratch = Scratch.Rent((long)(end - first) * sizeof(RankFilter) / sizeof(float));
            var filters = (RankFilter*)filterScratch.Pointer;
            for (int i = 0; i < end - first; i++)
            {
                filters[i] = new RankFilter(keyScratch.Pointer + ((long)i * size), k, by);
            }

            for (int column = 0; column < features; column += width)
            {
                int columns = Math.Min(width, features - column);
                for (int panel = 0; panel < panels; panel++)
                {
                    Multiply(left + ((long)panel * TTile.Rows * inputs), column, columns, tile, width);
                    int start = panel * TTile.Rows;
                    for (int i = start; i < Math.Min(start + TTile.Rows, end - first); i++)
                    {
                        filters[i].Look<T>(tile + ((i - start) * width), bias == 0 ? null : (float*)bias + column, columns, column);
                    }
                }
            }

            for (int i = 0; i < end - first; i++)
            {
                filters[i].Finish<T>((float*)values + ((long)(first + i) * k), (int*)indices + ((long)(first + i) * k));
            }
        }

        private void Multiply(float* left, int column, int columns, float* tile, int width)
        {
            for (int start = 0; start < inputs; start += GemmSizes.Depth)
            {
                int depth = Math.Min(GemmSizes.Depth, inputs - start);
                for (int j = 0; j < columns; j += TTile.Columns)
                {
                    float* right = (float*)packed + ((long)(column + j) * inputs) + ((long)start * TTile.Columns);
                    TTile.Run(depth, left + ((long)start * TTile.Rows), right, TTile.Columns, 1f, start == 0 ? 0f : 1f, tile + j, width);
                }
            }
        }

        // The rows less the centre, in panels over the whole depth.
        private void Pack<T>(int first, int end, float* left, float* rowsLess)
            where T : struct, ILanes<T>
        {
            for (int row = first; row < end; row += TTile.Rows)
            {
                int lanes = Math.Min(TTile.Rows, end - row);
                float* from = (float*)x + ((long)row * inputs);
                if (centre != 0)
                {
                    for (int i = 0; i < lanes; i++)
                    {
                        Pointwise.Loop2<DifferenceTerm, T>(from + ((long)i * inputs), (float*)centre, rowsLess + ((long)i * inputs), inputs, default);
                    }

                    from = rowsLess;
                }

                GemmPacking.Turned(from, inputs, lanes, inputs, TTile.Rows, left + ((long)(row - first) * inputs));
            }
        }
    }
}
