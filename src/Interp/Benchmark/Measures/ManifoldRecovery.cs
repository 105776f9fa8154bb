using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>How well groups of features hold manifolds (arXiv 2604.28119; papers-sae §14).</summary>
/// <remarks>
/// Features are taken greedily by the geometric capture curve: each time the direction along which most of the concept's activations is left, which are then projected off the span of all taken.
/// <c>capture</c> is the share of the concept's variance in the span of as many features as the manifold has dimensions. The restricted R² fits the concept's activations, on tokens that have it, with an
/// affine map from the codes of the first features, eight of them unless told otherwise.
/// </remarks>
public static class ManifoldRecovery
{
    /// <summary>Means over manifolds.</summary>
    /// <param name="data">Data with manifolds.</param>
    /// <param name="batch">Fresh tokens of it.</param>
    /// <param name="features">Directions of features: F × d, rows of unit length or zero.</param>
    /// <param name="codes">Codes of the tokens: B × F.</param>
    /// <param name="count">How many features the restricted R² may use.</param>
    /// <returns>Capture and restricted R².</returns>
    /// <exception cref="ArgumentException">The data has no manifold.</exception>
    public static (double Capture, double Restricted) Of(KnownData data, KnownBatch batch, Tensor features, Tensor codes, int count = 8)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(codes);
        if (data.Manifolds.Count == 0)
        {
            throw new ArgumentException($"'{data.Name}' has no manifolds", nameof(data));
        }

        double capture = 0, restricted = 0;
        foreach (KnownManifold manifold in data.Manifolds)
        {
            int[] tokens = [.. Enumerable.Range(0, batch.Codes.Rows).Where(t => batch.Codes.Row(t).Slice(manifold.First, manifold.Dimensions).ContainsAnyExcept(0f))];
            int[] taken = Take(Centred(data, batch, manifold, tokens), features, Math.Min(Math.Max(count, manifold.Dimensions), features.Rows), manifold.Dimensions, out double share);
            capture += share;
            restricted += Explained(batch, manifold, tokens, codes, taken.AsSpan(0, Math.Min(count, taken.Length)));
        }

        return (capture / data.Manifolds.Count, restricted / data.Manifolds.Count);
    }

    // The concept's part of activations, without its mean.
    private static Tensor Centred(KnownData data, KnownBatch batch, KnownManifold manifold, int[] tokens)
    {
        var rows = new Tensor(tokens.Length, data.Width);
        float[] mean = new float[data.Width];
        for (int t = 0; t < tokens.Length; t++)
        {
            for (int i = 0; i < manifold.Dimensions; i++)
            {
                RowProducts.AddScaled(rows.Row(t), batch.Codes[tokens[t], manifold.First + i], data.Directions.Row(manifold.First + i));
            }

            RowProducts.AddScaled(mean, 1f / tokens.Length, rows.Row(t));
        }

        for (int t = 0; t < tokens.Length; t++)
        {
            RowProducts.AddScaled(rows.Row(t), -1, mean);
        }

        return rows;
    }

    private static int[] Take(Tensor activations, Tensor features, int count, int dimensions, out double share)
    {
        Tensor spread = Products.MatMul(activations, activations, transposeA: true);
        int width = spread.Rows;
        double all = Trace(spread);
        var basis = new List<float[]>();
        var taken = new List<int>();
        share = 0;
        while (taken.Count < count)
        {
            Tensor along = Products.MatMul(features, spread);
            int best = -1;
            double most = double.NegativeInfinity;
            for (int feature = 0; feature < features.Rows; feature++)
            {
                double left = RowProducts.Dot(along.Row(feature), features.Row(feature));
                if (left > most && !taken.Contains(feature))
                {
                    (best, most) = (feature, left);
                }
            }

            taken.Add(best);
            float[] direction = features.Row(best).ToArray();
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (float[] before in basis)
                {
                    RandomDirections.TakeOff(direction, before);
                }
            }

            if (DecoderRows.Length(direction) > 1e-4f)
            {
                RandomDirections.Normalise(direction);
                basis.Add(direction);
                ProjectOff(spread, direction, width);
            }

            if (taken.Count == dimensions)
            {
                share = all > 0 ? 1 - (Trace(spread) / all) : 0;
            }
        }

        return [.. taken];
    }

    // (I − qqᵀ) S (I − qqᵀ).
    private static void ProjectOff(Tensor spread, float[] q, int width)
    {
        float[] product = new float[width];
        for (int i = 0; i < width; i++)
        {
            product[i] = RowProducts.Dot(spread.Row(i), q);
        }

        float quadratic = RowProducts.Dot(product, q);
        for (int i = 0; i < width; i++)
        {
            RowProducts.AddScaled(spread.Row(i), -product[i] + (q[i] * quadratic), q);
            RowProducts.AddScaled(spread.Row(i), -q[i], product);
        }
    }

    private static double Trace(Tensor square)
    {
        double sum = 0;
        for (int i = 0; i < square.Rows; i++)
        {
            sum += square[i, i];
        }

        return sum;
    }

    private static double Explained(KnownBatch batch, KnownManifold manifold, int[] tokens, Tensor codes, ReadOnlySpan<int> taken)
    {
        // Codes that never change would make the fit degenerate; the pivoted factorisation drops them.
        var design = new Matrix(tokens.Length, taken.Length + 1);
        for (int t = 0; t < tokens.Length; t++)
        {
            design[t, 0] = 1;
            for (int i = 0; i < taken.Length; i++)
            {
                design[t, i + 1] = codes[tokens[t], taken[i]];
            }
        }

        double left = 0, all = 0;
        double[] aim = new double[tokens.Length];
        for (int dimension = 0; dimension < manifold.Dimensions; dimension++)
        {
            double mean = 0;
            for (int t = 0; t < aim.Length; t++)
            {
                aim[t] = batch.Codes[tokens[t], manifold.First + dimension];
                mean += aim[t] / aim.Length;
            }

            double residual = LeastSquares.Solve(design, aim).ResidualNorm;
            left += residual * residual;
            foreach (double value in aim)
            {
                all += (value - mean) * (value - mean);
            }
        }

        return all > 0 ? 1 - (left / all) : 0;
    }
}
