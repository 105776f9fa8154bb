namespace Sim.Numerics.Gradients;

/// <summary>What is done to one row at a time.</summary>
internal static class Rows
{
    public static void Softmax(ReadOnlySpan<float> x, Span<float> y)
    {
        float most = Largest(x);
        if (float.IsNegativeInfinity(most))
        {
            // Every entry is masked: no share goes anywhere, instead of NaN everywhere.
            y.Clear();
            return;
        }

        Exponentials(x, most, y);
        Mapping.SetScaled(y, y, (float)(1 / Sums.Sum(y)));
    }

    /// <summary>dx = or += factor · y (g − Σ g y).</summary>
    public static void SoftmaxBack(ReadOnlySpan<float> gradient, ReadOnlySpan<float> y, Span<float> target, bool isNew, float factor)
    {
        float inner = (float)Sums.Dot(gradient, y);
        for (int i = 0; i < y.Length; i++)
        {
            float back = factor * (y[i] * (gradient[i] - inner));
            target[i] = isNew ? back : target[i] + back;
        }
    }

    public static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y)
    {
        float most = Largest(x);
        Exponentials(x, most, y);
        float logarithm = (float)Math.Log(Sums.Sum(y));
        for (int i = 0; i < x.Length; i++)
            y[i] = x[i] - most - logarithm;
    }

    /// <summary>y = (x − mean) · scale; gives the scale, 1 / √(variance + epsilon).</summary>
    public static float Standardise(ReadOnlySpan<float> x, Span<float> y, float epsilon)
    {
        float mean = (float)(Sums.Sum(x) / x.Length);
        for (int i = 0; i < x.Length; i++)
            y[i] = x[i] - mean;

        float scale = (float)(1 / Math.Sqrt((Sums.Dot(y, y) / x.Length) + epsilon));
        Mapping.SetScaled(y, y, scale);
        return scale;
    }

    /// <summary>dx = or += scale · (g − mean g − y mean(g y)), or the same without the mean where the numbers were not centred.</summary>
    public static void StandardiseBack(ReadOnlySpan<float> gradient, ReadOnlySpan<float> y, float scale, Span<float> target, bool isNew, bool centred)
    {
        float mean = centred ? (float)(Sums.Sum(gradient) / y.Length) : 0, along = (float)(Sums.Dot(gradient, y) / y.Length);
        for (int i = 0; i < y.Length; i++)
        {
            float back = scale * (gradient[i] - mean - (y[i] * along));
            target[i] = isNew ? back : target[i] + back;
        }
    }

    private static void Exponentials(ReadOnlySpan<float> x, float most, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = x[i] - most;

        Mapping.Map(default(ExponentialFunction), y, y, Mapping.Vectors);
    }

    private static float Largest(ReadOnlySpan<float> x)
    {
        float most = float.NegativeInfinity;
        foreach (float number in x)
            most = MathF.Max(most, number);

        return most;
    }
}
