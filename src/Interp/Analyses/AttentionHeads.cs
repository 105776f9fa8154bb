using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// What features of an autoencoder over attention outputs owe to heads, source tokens and what these tokens held (Kissane et al., arXiv 2406.17759; papers-sae §19). The autoencoder's activations are z of all heads side by side, before the
/// attention's output matrix (<c>hook_z</c>, concatenated).
/// </summary>
/// <remarks>Attention adds up values with weights; with these weights held, a feature's code before its rectifier is a sum over heads and source tokens, and this is what is told. Safe from several threads while nobody trains.</remarks>
public sealed class AttentionHeads
{
    private readonly Tensor _encoder;
    private readonly Tensor _decoder;

    /// <summary>Makes the analysis.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="decoder">F × d.</param>
    /// <param name="heads">Number of heads, of which d is a multiple.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the width is no multiple.</exception>
    public AttentionHeads(Tensor encoder, Tensor decoder, int heads)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (encoder.Rank != 2 || !decoder.HasShape(encoder.Shape) || encoder.Columns % heads != 0)
        {
            throw new ArgumentException($"an encoder {encoder} and a decoder {decoder} do not divide into {heads} heads", nameof(encoder));
        }

        (_encoder, _decoder, Heads) = (encoder, decoder, heads);
    }

    /// <summary>Number of heads.</summary>
    public int Heads { get; }

    /// <summary>Width of a head.</summary>
    public int HeadWidth => _encoder.Columns / Heads;

    /// <summary>Activations of an autoencoder from z by head: the same numbers, one row for each token.</summary>
    /// <param name="z">Tokens × heads × the width of a head.</param>
    /// <returns>Tokens × d, sharing memory.</returns>
    /// <exception cref="ArgumentException">The shape differs.</exception>
    public Tensor Concatenate(Tensor z)
    {
        ArgumentNullException.ThrowIfNull(z);
        return z.Rank == 3 && z.HasShape(z.Shape[0], Heads, HeadWidth) ? z.Reshape(z.Shape[0], Heads * HeadWidth) : throw new ArgumentException($"z is a {z}, expected tokens × {Heads} × {HeadWidth}", nameof(z));
    }

    /// <summary>Attribution by weights: the length of a decoder row's part of each head by that of the whole row. Squares of a row add up to 1; a row of zeros has none.</summary>
    /// <returns>F × heads.</returns>
    public Tensor Shares()
    {
        var shares = new Tensor(_decoder.Rows, Heads);
        for (int feature = 0; feature < shares.Rows; feature++)
        {
            ReadOnlySpan<float> row = _decoder.Row(feature);
            float whole = DecoderRows.Length(row);
            for (int head = 0; head < Heads; head++)
            {
                shares[feature, head] = whole > 0 ? DecoderRows.Length(Part(row, head)) / whole : 0;
            }
        }

        return shares;
    }

    /// <summary>Features with the largest share of a head, largest first; of equals, the earlier first.</summary>
    /// <param name="head">From 0.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<int> TopFeatures(int head, int count)
    {
        RequireHead(head);
        Tensor shares = Shares();
        return [.. Enumerable.Range(0, shares.Rows).OrderByDescending(feature => shares[feature, head]).Take(count)];
    }

    /// <summary>Direct feature attribution by head: <c>z_h · W_enc,h</c>. Its sum over heads is the feature's code before rectifier, without what comes of biases.</summary>
    /// <param name="activations">Tokens × d.</param>
    /// <param name="feature">From 0.</param>
    /// <returns>Tokens × heads.</returns>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public Tensor ByHead(Tensor activations, int feature)
    {
        RequireWidth(activations);
        ReadOnlySpan<float> row = Direction(feature);
        var result = new Tensor(activations.Rows, Heads);
        for (int token = 0; token < activations.Rows; token++)
        {
            for (int head = 0; head < Heads; head++)
            {
                result[token, head] = Dot(Part(activations.Row(token), head), Part(row, head));
            }
        }

        return result;
    }

    /// <summary>Direct feature attribution by source token and head: <c>A_h[t, s] · (v_h[s] · W_enc,h)</c>. Its sum over sources is that of <see cref="ByHead"/>.</summary>
    /// <param name="pattern">Heads × tokens × tokens: how much each token (row) attends to each source.</param>
    /// <param name="values">Tokens × d: values of all heads side by side, biases included.</param>
    /// <param name="feature">From 0.</param>
    /// <param name="token">The token whose code is explained.</param>
    /// <returns>Tokens × heads.</returns>
    /// <exception cref="ArgumentException">A shape differs.</exception>
    public Tensor BySource(Tensor pattern, Tensor values, int feature, int token)
    {
        RequireWidth(values);
        RequirePattern(pattern, values.Rows, token);
        Tensor result = ByHead(values, feature);
        for (int source = 0; source < result.Rows; source++)
        {
            for (int head = 0; head < Heads; head++)
            {
                result[source, head] *= Attention(pattern, head, token, source);
            }
        }

        return result;
    }

    /// <summary>
    /// The next step back: what parts of the residual stream at a source token add to a feature through a head's value, <c>A_h[t, s] · c[s] W_V,hᵀ W_enc,h</c>. Parts are those that the attention's layer norm made of them with its
    /// scale held, so that they add up to what the head reads. A part's own features can be asked for the same.
    /// </summary>
    /// <param name="pattern">Heads × tokens × tokens.</param>
    /// <param name="parts">Each tokens × the width of the residual stream.</param>
    /// <param name="valueWeights">d × the width of the residual stream: value matrices of all heads one under the other.</param>
    /// <param name="feature">From 0.</param>
    /// <param name="token">The token whose code is explained.</param>
    /// <returns>For each part tokens × heads; their sum and that of the values' biases is <see cref="BySource"/>.</returns>
    /// <exception cref="ArgumentException">A shape differs.</exception>
    public IReadOnlyList<Tensor> ByPart(Tensor pattern, IReadOnlyList<Tensor> parts, Tensor valueWeights, int feature, int token)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(valueWeights);
        if (valueWeights.Rank != 2 || valueWeights.Rows != _encoder.Columns)
        {
            throw new ArgumentException($"value weights are a {valueWeights}, expected {_encoder.Columns} rows", nameof(valueWeights));
        }

        Tensor directions = ValueDirections(valueWeights, feature);
        var results = new List<Tensor>();
        foreach (Tensor part in parts)
        {
            if (part.Rank != 2 || part.Columns != valueWeights.Columns)
            {
                throw new ArgumentException($"a part of the residual stream is a {part}, expected {valueWeights.Columns} columns", nameof(parts));
            }

            RequirePattern(pattern, part.Rows, token);
            Tensor result = Products.MatMul(part, directions, transposeB: true);
            for (int source = 0; source < result.Rows; source++)
            {
                for (int head = 0; head < Heads; head++)
                {
                    result[source, head] *= Attention(pattern, head, token, source);
                }
            }

            results.Add(result);
        }

        return results;
    }

    /// <summary>Directions of the residual stream that a feature reads through the values of each head: heads × the width of the residual stream.</summary>
    private Tensor ValueDirections(Tensor valueWeights, int feature)
    {
        ReadOnlySpan<float> row = Direction(feature);
        var directions = new Tensor(Heads, valueWeights.Columns);
        for (int i = 0; i < row.Length; i++)
        {
            Span<float> sum = directions.Row(i / HeadWidth);
            ReadOnlySpan<float> weights = valueWeights.Row(i);
            for (int column = 0; column < sum.Length; column++)
            {
                sum[column] += row[i] * weights[column];
            }
        }

        return directions;
    }

    private static float Attention(Tensor pattern, int head, int token, int source)
    {
        int tokens = pattern.Shape[1];
        return pattern.Values[(((head * tokens) + token) * tokens) + source];
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return (float)sum;
    }

    private ReadOnlySpan<float> Part(ReadOnlySpan<float> row, int head) => row.Slice(head * HeadWidth, HeadWidth);

    private ReadOnlySpan<float> Direction(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, _encoder.Rows);
        return _encoder.Row(feature);
    }

    private void RequireHead(int head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, Heads);
    }

    private void RequireWidth(Tensor activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        if (activations.Rank != 2 || activations.Columns != _encoder.Columns)
        {
            throw new ArgumentException($"activations of heads are a {activations}, expected {_encoder.Columns} columns", nameof(activations));
        }
    }

    private void RequirePattern(Tensor pattern, int tokens, int token)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (!pattern.HasShape(Heads, tokens, tokens))
        {
            throw new ArgumentException($"an attention pattern is a {pattern}, expected {Heads} × {tokens} × {tokens}", nameof(pattern));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, tokens);
    }
}
