using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Attention of transformers.</summary>
public static class AttentionOps
{
    /// <summary>
    /// For each sequence and head softmax(scale · Q Kᵀ + mask) V, where a head takes the columns [head · width / heads, (head + 1) · width / heads) of each operand and gives those of the result.
    /// The shares of one head of one sequence are kept for the backward pass: sequences × heads × queries × keys numbers.
    /// </summary>
    /// <param name="tape">The tape.</param>
    /// <param name="queries">Sequences × queries × width.</param>
    /// <param name="keys">Sequences × keys × width.</param>
    /// <param name="values">Sequences × keys × width.</param>
    /// <param name="heads">Number of heads; divides the width.</param>
    /// <param name="scale">Factor of the products; null takes 1/√(width / heads).</param>
    /// <param name="mask">Queries × keys, added to the scaled products, such as negative infinity where a query must not look; null for none. A query that may look nowhere gives NaN, as torch's.</param>
    /// <param name="shares">Takes the shares, sequences × heads × queries × keys; they belong to the tape.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Variable Attention(this Tape tape, Variable queries, Variable keys, Variable values, int heads, out Tensor shares, float? scale = null, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        Tensor q = queries.Value, k = keys.Value, v = values.Value;
        if (q.Rank != 3 || k.Rank != 3 || q.Shape[0] != k.Shape[0] || q.Shape[2] != k.Shape[2] || !k.HasShape(v.Shape) || q.Shape[2] % heads != 0 || k.Shape[1] == 0)
            throw new ArgumentException($"there is no attention with {heads} heads of a {q} to a {k} with values that are a {v}", nameof(keys));

        int sequences = q.Shape[0], rows = q.Shape[1], columns = k.Shape[1], width = q.Shape[2], depth = width / heads;
        if (mask is not null && !mask.HasShape(rows, columns))
            throw new ArgumentException($"a mask that is a {mask} does not fit {rows} queries and {columns} keys", nameof(mask));

        float factor = scale ?? (float)(1 / Math.Sqrt(depth));
        Tensor result = tape.New(q.Shape), p = tape.New(sequences, heads, rows, columns);
        Workers.For(sequences * heads, 1, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                int start = (i / heads * rows * width) + (i % heads * depth), other = (i / heads * columns * width) + (i % heads * depth);
                Span<float> scores = p.Values.Slice(i * rows * columns, rows * columns);
                Backends.Default.Gemm(false, true, rows, columns, depth, factor, q.Values[start..], width, k.Values[other..], width, 0, scores, columns);
                if (mask is not null)
                    Elementwise.Add(scores, mask.Values, scores);

                Softmax.Rows(scores, columns, scores);
                Backends.Default.Gemm(false, false, rows, depth, columns, 1, scores, columns, v.Values[other..], width, 0, result.Values[start..], width);
            }
        });
        shares = p;
        return tape.Record(
            result,
            gradient =>
            {
                // One variable may play several parts: its gradient is one sum, so all start from zeros.
                Tensor? toQ = queries.NeedsGradient ? ShapeOps.ZeroedGradient(queries) : null;
                Tensor? toK = keys.NeedsGradient ? ShapeOps.ZeroedGradient(keys) : null;
                Tensor? toV = values.NeedsGradient ? ShapeOps.ZeroedGradient(values) : null;
                Tensor scratch = tape.New(sequences * heads, rows * columns);
                Workers.For(sequences * heads, 1, (first, end) =>
                {
                    for (int i = first; i < end; i++)
                    {
                        int start = (i / heads * rows * width) + (i % heads * depth), other = (i / heads * columns * width) + (i % heads * depth);
                        ReadOnlySpan<float> g = gradient.Values[start..], s = p.Values.Slice(i * rows * columns, rows * columns);
                        Span<float> d = scratch.Row(i);
                        if (toV is not null)
                            Backends.Default.Gemm(true, false, columns, depth, rows, 1, s, columns, g, width, 1, toV.Values[other..], width);

                        if (toQ is null && toK is null)
                            continue;

                        Backends.Default.Gemm(false, true, rows, columns, depth, 1, g, width, v.Values[other..], width, 0, d, columns);
                        Softmax.RowsGradient(s, d, columns, d);
                        if (toQ is not null)
                            Backends.Default.Gemm(false, false, rows, depth, columns, factor, d, columns, k.Values[other..], width, 1, toQ.Values[start..], width);

                        if (toK is not null)
                            Backends.Default.Gemm(true, false, columns, depth, rows, factor, d, columns, q.Values[start..], width, 1, toK.Values[other..], width);
                    }
                });
            },
            queries,
            keys,
            values);
    }
}
