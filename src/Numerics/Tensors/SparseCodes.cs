namespace Sim.Numerics.Tensors;

/// <summary>
/// Codes of which each row has k numbers that may differ from zero: their values and, at the same place, the features they belong to. Finding them, taking them back to the space of inputs, and gradients.
/// </summary>
/// <remarks>Weights by feature have a row per feature. Results depend neither on the number of threads nor on the width of the processor.</remarks>
public static unsafe class SparseCodes
{
    /// <summary>The k greatest of (x − centre) · weights + bias for each row, in falling order, without ever storing that product.</summary>
    /// <param name="x">Rows of inputs.</param>
    /// <param name="centre">What is taken from each row first, or empty.</param>
    /// <param name="weights">The encoder's weights.</param>
    /// <param name="bias">What each feature gets, or empty.</param>
    /// <param name="k">How many of each row, 0 to the number of features.</param>
    /// <param name="values">Receives k numbers per row.</param>
    /// <param name="indices">Receives their features.</param>
    /// <param name="by">What they are chosen and ordered by; the numbers keep their sign.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void EncodeTopK(
        ReadOnlySpan<float> x, ReadOnlySpan<float> centre, PackedWeights weights, ReadOnlySpan<float> bias, int k, Span<float> values, Span<int> indices, RankBy by = RankBy.Value)
    {
        ArgumentNullException.ThrowIfNull(weights);
        int inputs = weights.Inputs, features = weights.Features, rows = RowLoop.Rows(x.Length, inputs);
        Selection.CheckK(k, features, rows, values.Length, indices.Length);
        if (!centre.IsEmpty)
        {
            RowLoop.Require(nameof(centre), inputs, centre.Length);
        }

        if (!bias.IsEmpty)
        {
            RowLoop.Require(nameof(bias), features, bias.Length);
        }

        fixed (float* px = x, pc = centre, pb = bias, pv = values)
        fixed (int* pi = indices)
        {
            switch (weights.Width)
            {
                case Lanes.Width.Vector512:
                    EncodeKernel<GemmTile512>.TopK(px, pc, rows, inputs, weights.Pointer, pb, features, k, by, pv, pi);
                    break;
                case Lanes.Width.Vector256:
                    EncodeKernel<GemmTile256>.TopK(px, pc, rows, inputs, weights.Pointer, pb, features, k, by, pv, pi);
                    break;
                default:
                    EncodeKernel<GemmTileScalar>.TopK(px, pc, rows, inputs, weights.Pointer, pb, features, k, by, pv, pi);
                    break;
            }
        }
    }

    /// <summary>The same with weights that are laid out for this one call, as in training, where they change from step to step.</summary>
    /// <param name="x">Rows of inputs.</param>
    /// <param name="centre">What is taken from each row first, or empty.</param>
    /// <param name="weights">inputs × features, or features × inputs.</param>
    /// <param name="byFeature">Whether a row of the weights belongs to a feature, as in a linear layer of PyTorch.</param>
    /// <param name="inputs">Length of a row of x.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="bias">What each feature gets, or empty.</param>
    /// <param name="k">How many of each row.</param>
    /// <param name="values">Receives k numbers per row.</param>
    /// <param name="indices">Receives their features.</param>
    /// <param name="by">What they are chosen and ordered by.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void EncodeTopK(
        ReadOnlySpan<float> x, ReadOnlySpan<float> centre, ReadOnlySpan<float> weights, bool byFeature, int inputs, int features, ReadOnlySpan<float> bias, int k, Span<float> values, Span<int> indices, RankBy by = RankBy.Value)
    {
        using var packed = new PackedWeights(weights, inputs, features, byFeature);
        EncodeTopK(x, centre, packed, bias, k, values, indices, by);
    }

    /// <summary>For each row bias + the sum of its codes' values times their features' weights, added in the codes' order.</summary>
    /// <param name="values">k numbers per row; where one is zero its weights are not read.</param>
    /// <param name="indices">Their features, each below the number of features.</param>
    /// <param name="k">Codes per row, at least 1.</param>
    /// <param name="weights">The decoder's weights by feature.</param>
    /// <param name="bias">What each row begins with; its length is that of a row.</param>
    /// <param name="result">Receives the rows.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or an index is out of range.</exception>
    public static void Decode(ReadOnlySpan<float> values, ReadOnlySpan<int> indices, int k, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> result)
    {
        int columns = bias.Length, rows = Check(values.Length, indices, k, RowLoop.Rows(weights.Length, columns));
        RowLoop.Require(nameof(result), checked(rows * columns), result.Length);
        fixed (float* pv = values, pw = weights, pb = bias, to = result)
        fixed (int* pi = indices)
        {
            RowLoop.For(rows, (long)k * columns, new DecodeRows((nint)pv, (nint)pi, k, (nint)pw, (nint)pb, columns, (nint)to));
        }
    }

    /// <summary>The gradient of <see cref="Decode"/> with respect to the codes' values: the dot products of their features' weights with the row's gradient.</summary>
    /// <param name="indices">The codes' features.</param>
    /// <param name="k">Codes per row, at least 1.</param>
    /// <param name="weights">The decoder's weights by feature.</param>
    /// <param name="columns">Length of a row of weights.</param>
    /// <param name="gradient">Gradient with respect to the rows that were decoded.</param>
    /// <param name="result">Receives a number per code.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or an index is out of range.</exception>
    public static void DecodeGradient(ReadOnlySpan<int> indices, int k, ReadOnlySpan<float> weights, int columns, ReadOnlySpan<float> gradient, Span<float> result)
    {
        int rows = Check(result.Length, indices, k, RowLoop.Rows(weights.Length, columns));
        RowLoop.Require(nameof(gradient), checked(rows * columns), gradient.Length);
        fixed (float* pw = weights, pg = gradient, to = result)
        fixed (int* pi = indices)
        {
            RowLoop.For(rows, (long)k * columns, new GradientRows((nint)pi, k, (nint)pw, columns, (nint)pg, (nint)to));
        }
    }

    /// <summary>
    /// For each feature the sum over its codes of coefficient times their row: with a loss's gradient as rows the gradient of a decoder's weights by feature, with the inputs as rows that of an encoder's.
    /// </summary>
    /// <param name="index">The codes by feature.</param>
    /// <param name="coefficients">A number per code; where one is zero its row is not read.</param>
    /// <param name="rows">A row for each row of codes.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="result">A row per feature; what no code belongs to becomes zero.</param>
    /// <param name="add">Whether the sums are added to what the result holds.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void SumByFeature(FeatureIndex index, ReadOnlySpan<float> coefficients, ReadOnlySpan<float> rows, int columns, Span<float> result, bool add = false)
    {
        ArgumentNullException.ThrowIfNull(index);
        RowLoop.Require(nameof(coefficients), index.Count, coefficients.Length);
        RowLoop.Require(nameof(result), checked(index.Features * columns), result.Length);
        RowLoop.Require(nameof(rows), checked(index.Rows * columns), rows.Length);
        fixed (float* pc = coefficients, pr = rows, to = result)
        fixed (int* starts = index.Starts, places = index.Places)
        {
            RowLoop.For(index.Features, columns * (1 + ((long)index.Count / Math.Max(1, index.Features))), new FeatureRows((nint)starts, (nint)places, index.RowLength, (nint)pc, (nint)pr, columns, (nint)to, add));
        }
    }

    /// <summary>For each feature the sum of its codes' coefficients: the gradient of an encoder's bias.</summary>
    /// <param name="index">The codes by feature.</param>
    /// <param name="coefficients">A number per code.</param>
    /// <param name="result">A number per feature.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void SumByFeature(FeatureIndex index, ReadOnlySpan<float> coefficients, Span<float> result)
    {
        ArgumentNullException.ThrowIfNull(index);
        RowLoop.Require(nameof(coefficients), index.Count, coefficients.Length);
        RowLoop.Require(nameof(result), index.Features, result.Length);
        for (int feature = 0; feature < result.Length; feature++)
        {
            float sum = 0f;
            foreach (int place in index.CodesOf(feature))
            {
                sum += coefficients[place];
            }

            result[feature] = sum;
        }
    }

    private static int Check(int count, ReadOnlySpan<int> indices, int k, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        RowLoop.Require(nameof(indices), count, indices.Length);
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)features)
            {
                throw new ArgumentException($"feature {index} of {features}", nameof(indices));
            }
        }

        return RowLoop.Rows(count, k);
    }

    private readonly struct DecodeRows(nint values, nint indices, int k, nint weights, nint bias, int columns, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            float* result = (float*)to + ((long)row * columns);
            new ReadOnlySpan<float>((float*)bias, columns).CopyTo(new Span<float>(result, columns));
            WeightedRows.Add<T>((float*)values + ((long)row * k), (int*)indices + ((long)row * k), k, (float*)weights, columns, result);
        }
    }

    private readonly struct GradientRows(nint indices, int k, nint weights, int columns, nint gradient, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            long first = (long)row * k;
            WeightedRows.Dot<T>((int*)indices + first, k, (float*)weights, columns, (float*)gradient + ((long)row * columns), (float*)to + first);
        }
    }

    private readonly struct FeatureRows(nint starts, nint places, int perRow, nint coefficients, nint rows, int columns, nint to, bool add) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            float* result = (float*)to + ((long)row * columns);
            if (!add)
            {
                new Span<float>(result, columns).Clear();
            }

            int first = ((int*)starts)[row], count = ((int*)starts)[row + 1] - first;
            WeightedRows.AddPlaces<T>((float*)coefficients, (int*)places + first, count, perRow, (float*)rows, columns, result);
        }
    }
}
