namespace Sim.Numerics.Tensors;

/// <summary>Layer and root-mean-square normalisation of rows. A result may be one of its operands.</summary>
public static unsafe class Norms
{
    /// <summary>(x − mean) / √(variance + epsilon) · weight + bias, with the variance over the row's length (Ba, Kiros and Hinton, 2016).</summary>
    /// <param name="x">Rows.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <param name="weight">Factor of each column, or empty for 1.</param>
    /// <param name="bias">What each column gets, or empty for 0.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="result">Receives the rows.</param>
    /// <param name="means">Receives each row's mean, or empty.</param>
    /// <param name="inverses">Receives each row's 1 / √(variance + epsilon), or empty.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Layer(
        ReadOnlySpan<float> x, int columns, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> result, Span<float> means = default, Span<float> inverses = default) =>
        Run(centred: true, x, columns, weight, bias, epsilon, result, means, inverses);

    /// <summary>x / √(mean of squares + epsilon) · weight (Zhang and Sennrich, 2019).</summary>
    /// <param name="x">Rows.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <param name="weight">Factor of each column, or empty for 1.</param>
    /// <param name="epsilon">What is added to the mean of squares.</param>
    /// <param name="result">Receives the rows.</param>
    /// <param name="inverses">Receives each row's 1 / √(mean of squares + epsilon), or empty.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void RootMeanSquare(ReadOnlySpan<float> x, int columns, ReadOnlySpan<float> weight, float epsilon, Span<float> result, Span<float> inverses = default) =>
        Run(centred: false, x, columns, weight, [], epsilon, result, [], inverses);

    /// <summary>Gradient through <see cref="Layer"/> with respect to its rows.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="weight">Factor of each column, or empty for 1.</param>
    /// <param name="means">Each row's mean.</param>
    /// <param name="inverses">Each row's 1 / √(variance + epsilon).</param>
    /// <param name="gradient">Gradient with respect to what the function gave.</param>
    /// <param name="result">Receives that with respect to the rows.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void LayerGradient(
        ReadOnlySpan<float> x, int columns, ReadOnlySpan<float> weight, ReadOnlySpan<float> means, ReadOnlySpan<float> inverses, ReadOnlySpan<float> gradient, Span<float> result)
    {
        RowLoop.Require(nameof(means), RowLoop.Rows(x.Length, columns), means.Length);
        Back(x, columns, weight, means, inverses, gradient, result);
    }

    /// <summary>Gradient through <see cref="RootMeanSquare"/> with respect to its rows.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="weight">Factor of each column, or empty for 1.</param>
    /// <param name="inverses">Each row's 1 / √(mean of squares + epsilon).</param>
    /// <param name="gradient">Gradient with respect to what the function gave.</param>
    /// <param name="result">Receives that with respect to the rows.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void RootMeanSquareGradient(ReadOnlySpan<float> x, int columns, ReadOnlySpan<float> weight, ReadOnlySpan<float> inverses, ReadOnlySpan<float> gradient, Span<float> result) =>
        Back(x, columns, weight, [], inverses, gradient, result);

    /// <summary>(x − mean) · inverse for each row: what the weights of a normalisation met, whose products with the gradient sum to the weights' gradient.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="means">Each row's mean, or empty for 0.</param>
    /// <param name="inverses">Each row's factor.</param>
    /// <param name="result">Receives the rows.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Standardise(ReadOnlySpan<float> x, int columns, ReadOnlySpan<float> means, ReadOnlySpan<float> inverses, Span<float> result)
    {
        int rows = RowLoop.Rows(x.Length, columns);
        RowLoop.Require(nameof(result), x.Length, result.Length);
        RowLoop.Require(nameof(inverses), rows, inverses.Length);
        if (!means.IsEmpty)
        {
            RowLoop.Require(nameof(means), rows, means.Length);
        }

        fixed (float* px = x, pm = means, pi = inverses, to = result)
        {
            RowLoop.For(rows, columns, new StandardRows((nint)px, columns, (nint)pm, (nint)pi, (nint)to));
        }
    }

    private static void Run(
        bool centred, ReadOnlySpan<float> x, int columns, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> result, Span<float> means, Span<float> inverses)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int rows = RowLoop.Rows(x.Length, columns);
        RowLoop.Require(nameof(result), x.Length, result.Length);
        RequireOrEmpty(nameof(weight), columns, weight.Length);
        RequireOrEmpty(nameof(bias), columns, bias.Length);
        RequireOrEmpty(nameof(means), rows, means.Length);
        RequireOrEmpty(nameof(inverses), rows, inverses.Length);
        fixed (float* px = x, pw = weight, pb = bias, to = result, pm = means, pi = inverses)
        {
            RowLoop.For(rows, 3L * columns, new ForwardRows(centred, (nint)px, columns, (nint)pw, (nint)pb, epsilon, (nint)to, (nint)pm, (nint)pi));
        }
    }

    private static void Back(
        ReadOnlySpan<float> x, int columns, ReadOnlySpan<float> weight, ReadOnlySpan<float> means, ReadOnlySpan<float> inverses, ReadOnlySpan<float> gradient, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int rows = RowLoop.Rows(x.Length, columns);
        RowLoop.Require(nameof(result), x.Length, result.Length);
        RowLoop.Require(nameof(gradient), x.Length, gradient.Length);
        RowLoop.Require(nameof(inverses), rows, inverses.Length);
        RequireOrEmpty(nameof(weight), columns, weight.Length);
        fixed (float* px = x, pw = weight, pm = means, pi = inverses, pg = gradient, to = result)
        {
            RowLoop.For(rows, 4L * columns, new BackRows((nint)px, columns, (nint)pw, (nint)pm, (nint)pi, (nint)pg, (nint)to));
        }
    }

    private static void RequireOrEmpty(string name, int expected, int found)
    {
        if (found != 0)
        {
            RowLoop.Require(name, expected, found);
        }
    }

    private readonly struct ForwardRows(bool centred, nint x, int columns, nint weight, nint bias, float epsilon, nint to, nint means, nint inverses) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            float* from = (float*)x + ((long)row * columns);
            float* result = (float*)to + ((long)row * columns);
            float mean = centred ? Fold.Sum<T, FirstTerm>(from, from, columns, default) / columns : 0f;
            float inverse = 1f / MathF.Sqrt((Fold.Sum<T, SpreadTerm>(from, from, columns, new SpreadTerm(mean)) / columns) + epsilon);
            if (means != 0)
            {
                ((float*)means)[row] = mean;
            }

            if (inverses != 0)
            {
                ((float*)inverses)[row] = inverse;
            }

            Pointwise.Loop<Standard, T>(from, result, columns, new Standard(mean, inverse));
            if (weight != 0)
            {
                Pointwise.Loop2<ProductTerm, T>(result, (float*)weight, result, columns, default);
            }

            if (bias != 0)
            {
                Pointwise.Loop2<SumTerm, T>(result, (float*)bias, result, columns, default);
            }
        }
    }

    // With n the standardised row and h the gradient times the weights: inverse · (h − mean(h) − n · mean(h n)), the middle term only where the row was centred.
    private readonly struct BackRows(nint x, int columns, nint weight, nint means, nint inverses, nint gradient, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            long start = (long)row * columns;
            float* from = (float*)x + start;
            float* result = (float*)to + start;
            float mean = means == 0 ? 0f : ((float*)means)[row], inverse = ((float*)inverses)[row];
            using Scratch scratch = Scratch.Rent(columns);
            float* h = scratch.Pointer;
            if (weight == 0)
            {
                new ReadOnlySpan<float>((float*)gradient + start, columns).CopyTo(new Span<float>(h, columns));
            }
            else
            {
                Pointwise.Loop2<ProductTerm, T>((float*)gradient + start, (float*)weight, h, columns, default);
            }

            float along = Fold.Sum<T, StandardProduct>(from, h, columns, new StandardProduct(mean, inverse)) / columns;
            float level = means == 0 ? 0f : Fold.Sum<T, FirstTerm>(h, h, columns, default) / columns;
            Pointwise.Loop2<BackMap, T>(from, h, result, columns, new BackMap(mean, inverse, level, along));
        }
    }

    private readonly struct StandardRows(nint x, int columns, nint means, nint inverses, nint to) : ILaneRows
    {
        public void Run<T>(int row)
            where T : struct, ILanes<T>
        {
            long start = (long)row * columns;
            Pointwise.Loop<Standard, T>((float*)x + start, (float*)to + start, columns, new Standard(means == 0 ? 0f : ((float*)means)[row], ((float*)inverses)[row]));
        }
    }

    private readonly struct Standard(float mean, float inverse) : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => (x - T.Of(mean)) * T.Of(inverse);
    }

    private readonly struct StandardProduct(float mean, float inverse) : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => (x - T.Of(mean)) * T.Of(inverse) * y;
    }

    private readonly struct BackMap(float mean, float inverse, float level, float along) : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => T.Of(inverse) * (y - T.Of(level) - ((x - T.Of(mean)) * T.Of(inverse) * T.Of(along)));
    }
}
