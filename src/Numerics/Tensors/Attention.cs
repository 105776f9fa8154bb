namespace Sim.Numerics.Tensors;

/// <summary>Scaled dot-product attention (Vaswani et al., 2017) without a tape, some queries at a time: the shares of all queries are never stored at once.</summary>
public static unsafe class Attention
{
    private const int QueriesTogether = 64;

    /// <summary>For each sequence and head softmax(scale · Q Kᵀ) V; a head takes the columns [head · width / heads, (head + 1) · width / heads) of each operand and gives those of the result.</summary>
    /// <param name="queries">Sequences × queries × width.</param>
    /// <param name="keys">Sequences × keys × width.</param>
    /// <param name="values">Sequences × keys × width.</param>
    /// <param name="heads">Number of heads; divides the width.</param>
    /// <param name="scale">Factor of the products; null takes 1/√(width / heads).</param>
    /// <param name="causal">Whether query i sees keys 0 to i + keys − queries only, so that the last query sees all of them.</param>
    /// <param name="mask">Queries × keys, added to the scaled products, or null.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a causal query would see no key.</exception>
    public static Tensor Apply(Tensor queries, Tensor keys, Tensor values, int heads, float? scale = null, bool causal = false, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (queries.Rank != 3 || keys.Rank != 3 || queries.Shape[0] != keys.Shape[0] || queries.Columns != keys.Columns || !values.HasShape(keys.Shape) || queries.Columns % heads != 0 || keys.Shape[1] == 0)
        {
            throw new ArgumentException($"there is no attention with {heads} heads of a {queries} to a {keys} with values that are a {values}", nameof(keys));
        }

        int sequences = queries.Shape[0], rows = queries.Shape[1], columns = keys.Shape[1], width = queries.Columns, depth = width / heads;
        if (mask is not null && !mask.HasShape(rows, columns))
        {
            throw new ArgumentException($"a mask that is a {mask} does not fit {rows} queries and {columns} keys", nameof(mask));
        }

        if (causal && columns < rows)
        {
            throw new ArgumentException($"{rows} causal queries of {columns} keys: the first would see none", nameof(causal));
        }

        var result = new Tensor(queries.Shape);
        int blocks = (rows + QueriesTogether - 1) / QueriesTogether;
        float factor = scale ?? (float)(1 / Math.Sqrt(depth));
        Workers.For(sequences * heads * blocks, 1, (first, end) =>
        {
            using Scratch scratch = Scratch.Rent((long)QueriesTogether * columns);
            for (int i = first; i < end; i++)
            {
                int query = i % blocks * QueriesTogether, head = i / blocks % heads, sequence = i / blocks / heads, count = Math.Min(QueriesTogether, rows - query);

                // Beyond what the block's last query sees there is nothing to compute.
                int seen = causal ? query + count + columns - rows : columns;
                long start = ((((long)sequence * rows) + query) * width) + (head * depth), other = ((long)sequence * columns * width) + (head * depth);
                var shares = new Span<float>(scratch.Pointer, count * seen);
                Backends.Default.Gemm(false, true, count, seen, depth, factor, queries.Values[(int)start..], width, keys.Values[(int)other..], width, 0f, shares, seen);
                for (int row = 0; row < count; row++)
                {
                    Span<float> of = shares.Slice(row * seen, seen);
                    int visible = causal ? query + row + 1 + columns - rows : seen;
                    if (mask is not null)
                    {
                        Elementwise.Add(of[..visible], mask.Row(query + row)[..visible], of[..visible]);
                    }

                    Softmax.Rows(of[..visible], visible, of[..visible]);
                    of[visible..].Clear();
                }

                Backends.Default.Gemm(false, false, count, depth, seen, 1f, shares, seen, values.Values[(int)other..], width, 0f, result.Values[(int)start..], width);
            }
        });
        return result;
    }
}
