using System.Buffers;
using System.Runtime.Intrinsics;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Search;

/// <summary>One search: bounds of all products by whole numbers, then the products that matter in single precision.</summary>
internal readonly unsafe struct IndexSearch : IBlockBody
{
    private const int MostRowsOfABlock = 192;
    private const float Tiny = 1e-37f;

    private readonly InnerProductIndex _index;
    private readonly Tensor _queries;
    private readonly float[] _bias;
    private readonly float[] _slack;
    private readonly int _count;
    private readonly int _room;
    private readonly Memory<int> _indices;
    private readonly Memory<float> _products;
    private readonly RankBy _order;

    private IndexSearch(InnerProductIndex index, Tensor queries, float[] bias, float[] slack, int count, Memory<int> indices, Memory<float> products, RankBy order)
    {
        (_index, _queries, _bias, _slack, _count, _indices, _products, _order) = (index, queries, bias, slack, count, indices, products, order);
        _room = Math.Min(index.Rows.Rows, Math.Max(4 * count, count + 64));
    }

    public static void Run(InnerProductIndex index, Tensor queries, Tensor? bias, int count, Memory<int> indices, Memory<float> products, RankBy order)
    {
        int padded = index.Panels * TileProducts.TileColumns;
        float[] biases = ArrayPool<float>.Shared.Rent(padded);
        float[] slack = ArrayPool<float>.Shared.Rent(padded);
        try
        {
            biases.AsSpan(0, padded).Clear();
            bias?.Values.CopyTo(biases);
            for (int i = 0; i < padded; i++)
            {
                float b = biases[i];
                slack[i] = float.IsNegativeInfinity(b) ? 0 : (MathF.Abs(b) * 4e-7f) + Tiny;
                if (!(b < float.PositiveInfinity))
                {
                    throw new ArgumentException($"bias {i} is {b}; expected a finite number, or minus infinity for a row that comes after all others", nameof(bias));
                }
            }

            // As many blocks as keep all threads busy to the end; what is found does not depend on it.
            int threads = Workers.Threads;
            int blocks = (queries.Rows + MostRowsOfABlock - 1) / MostRowsOfABlock;
            blocks = (blocks + threads - 1) / threads * threads;
            int grain = Math.Max(1, (queries.Rows + blocks - 1) / Math.Max(1, blocks));
            grain = (grain + TileProducts.TileRows - 1) / TileProducts.TileRows * TileProducts.TileRows;
            Workers.For(queries.Rows, grain, new IndexSearch(index, queries, biases, slack, count, indices, products, order));
        }
        catch (AggregateException error) when (error.InnerException is ArgumentException)
        {
            throw new ArgumentException(error.InnerException.Message, error);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(biases);
            ArrayPool<float>.Shared.Return(slack);
        }
    }

    public void Run(int first, int end)
    {
        var scratch = SearchScratch.Mine;
        int rows = end - first;
        int tiles = (rows + TileProducts.TileRows - 1) / TileProducts.TileRows;
        int tileSize = _index.Pairs * 2 * TileProducts.TileRows;
        short[] packed = scratch.Packed(tiles * tileSize);
        Quantised[] quantised = scratch.Quantised(rows);
        float[] thresholds = scratch.Thresholds(rows);
        int[] counts = scratch.Counts(rows);
        _ = (scratch.Candidates(rows * _room), scratch.Upper(rows * _room), scratch.Lower(rows * _room), scratch.Sorted(_room));
        thresholds.AsSpan(0, rows).Fill(float.NegativeInfinity);
        counts.AsSpan(0, rows).Clear();
        int* sums = stackalloc int[TileProducts.TileRows * TileProducts.TileColumns];
        fixed (short* queries = packed, panels = _index.Packed.Span)
        {
            for (int row = 0; row < rows; row++)
            {
                short* target = queries + (row / TileProducts.TileRows * tileSize) + (2 * (row % TileProducts.TileRows));
                quantised[row] = Quantiser.Write(_queries.Row(first + row), target, 2 * TileProducts.TileRows);
            }

            for (int panel = 0; panel < _index.Panels; panel++)
            {
                short* rowsOfPanel = panels + ((long)panel * _index.Pairs * 2 * TileProducts.TileColumns);
                for (int tile = 0; tile < tiles; tile++)
                {
                    TileProducts.Multiply(queries + (tile * tileSize), rowsOfPanel, _index.Pairs, sums);
                    int begin = tile * TileProducts.TileRows;
                    Collect(scratch, sums, begin, Math.Min(begin + TileProducts.TileRows, rows), panel);
                }
            }
        }

        for (int row = 0; row < rows; row++)
        {
            Finish(scratch, row, first + row);
        }
    }

    private void Collect(SearchScratch scratch, int* sums, int begin, int end, int panel)
    {
        int firstColumn = panel * TileProducts.TileColumns;
        int columns = Math.Min(TileProducts.TileColumns, _index.Rows.Rows - firstColumn);
        float rounding = (float)DotProduct.ErrorBound(_queries.Columns) + 5e-7f;
        float[] thresholds = scratch.Thresholds(end);
        Quantised[] quantised = scratch.Quantised(end);
        fixed (float* steps = _index.Steps[firstColumn..], norms = _index.Norms[firstColumn..], lost = _index.Lost[firstColumn..], bias = _bias.AsSpan(firstColumn), slack = _slack.AsSpan(firstColumn))
        {
            for (int row = begin; row < end; row++, sums += TileProducts.TileColumns)
            {
                Quantised query = quantised[row];
                var step = Vector256.Create(query.Step);
                var ofNorm = Vector256.Create(query.Lost + (rounding * query.Norm));
                var ofLost = Vector256.Create(query.Norm + query.Lost);
                for (int column = 0; column < columns; column += Vector256<float>.Count)
                {
                    var near = (Vector256.ConvertToSingle(Vector256.Load(sums + column)) * (step * Vector256.Load(steps + column))) + Vector256.Load(bias + column);
                    var bound = (ofNorm * Vector256.Load(norms + column)) + (ofLost * Vector256.Load(lost + column)) + Vector256.Load(slack + column);
                    near = _order == RankBy.Magnitude ? Magnitude(near) : near;
                    var upper = near + bound;
                    uint hits = Vector256.GreaterThanOrEqual(upper, Vector256.Create(thresholds[row])).ExtractMostSignificantBits();
                    if (hits != 0)
                    {
                        Keep(scratch, row, firstColumn + column, columns - column, hits, upper, near - bound);
                    }
                }
            }
        }
    }

    private void Keep(SearchScratch scratch, int row, int column, int columns, uint hits, Vector256<float> upper, Vector256<float> lower)
    {
        float[] thresholds = scratch.Thresholds(row + 1);
        int[] counts = scratch.Counts(row + 1);
        int[] candidates = scratch.Candidates((row + 1) * _room);
        float[] uppers = scratch.Upper((row + 1) * _room);
        float[] lowers = scratch.Lower((row + 1) * _room);
        if (counts[row] < 0)
        {
            return;
        }

        for (int lane = 0; lane < Math.Min(columns, Vector256<float>.Count); lane++)
        {
            if ((hits & (1u << lane)) == 0 || upper[lane] < thresholds[row])
            {
                continue;
            }

            if (counts[row] == _room && !MakeRoom(scratch, row))
            {
                // Too many that cannot be told apart: all rows of this query are multiplied.
                thresholds[row] = float.PositiveInfinity;
                counts[row] = -1;
                return;
            }

            int slot = (row * _room) + counts[row]++;
            (candidates[slot], uppers[slot], lowers[slot]) = (column + lane, upper[lane], lower[lane]);
        }
    }

    // A row that a bias of minus infinity puts behind all others stays there.
    private static Vector256<float> Magnitude(Vector256<float> near) =>
        Vector256.ConditionalSelect(Vector256.Equals(near, Vector256.Create(float.NegativeInfinity)), near, Vector256.Abs(near));

    private bool MakeRoom(SearchScratch scratch, int row)
    {
        int kept = Prune(scratch, row);
        return kept <= _room - Math.Max(1, _room / 8);
    }

    private int Prune(SearchScratch scratch, int row)
    {
        int count = scratch.Counts(row + 1)[row];
        Span<int> candidates = scratch.Candidates((row + 1) * _room).AsSpan(row * _room, _room);
        Span<float> upper = scratch.Upper((row + 1) * _room).AsSpan(row * _room, _room);
        Span<float> lower = scratch.Lower((row + 1) * _room).AsSpan(row * _room, _room);
        Span<float> sorted = scratch.Sorted(_room).AsSpan(0, count);
        lower[..count].CopyTo(sorted);
        float threshold = PartialSort.KthLargest(sorted, _count);
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (upper[i] >= threshold)
            {
                (candidates[kept], upper[kept], lower[kept]) = (candidates[i], upper[i], lower[i]);
                kept++;
            }
        }

        scratch.Thresholds(row + 1)[row] = threshold;
        return scratch.Counts(row + 1)[row] = kept;
    }

    private void Finish(SearchScratch scratch, int row, int query)
    {
        bool all = scratch.Counts(row + 1)[row] < 0;
        int count = all ? _index.Rows.Rows : Prune(scratch, row);
        Span<int> candidates = all ? default : scratch.Candidates((row + 1) * _room).AsSpan(row * _room, count);
        Span<float> products = scratch.Products(count).AsSpan(0, count);
        Span<ulong> keys = scratch.Keys(count).AsSpan(0, count);
        ReadOnlySpan<float> x = _queries.Row(query);
        for (int i = 0; i < count; i++)
        {
            int candidate = all ? i : candidates[i];
            products[i] = DotProduct.Of(x, _index.Rows.Row(candidate)) + _bias[candidate];

            // Falling by product; candidates come in the order of rows, so equal products keep it.
            keys[i] = ((ulong)~PartialSort.Rising(_order == RankBy.Magnitude && !float.IsNegativeInfinity(products[i]) ? MathF.Abs(products[i]) : products[i]) << 32) | (uint)i;
        }

        keys.Sort();
        Span<int> indices = _indices.Span.Slice(query * _count, _count);
        Span<float> values = _products.Span.Slice(query * _count, _count);
        for (int i = 0; i < _count; i++)
        {
            int slot = (int)(uint)keys[i];
            indices[i] = all ? slot : candidates[slot];
            values[i] = products[slot];
        }
    }
}
