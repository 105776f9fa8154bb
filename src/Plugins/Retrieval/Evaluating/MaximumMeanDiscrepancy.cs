using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// Maximum mean discrepancy of two samples of numbers with LCTGen's kernel (scenario-generation §4): five Gaussians whose widths are the mean squared
/// distance of the pooled sample times 2^−2 to 2^2; biased, diagonal included, not a square root. Pure.
/// </summary>
internal static class MaximumMeanDiscrepancy
{
    private const int Kernels = 5;

    /// <summary>The distance of two samples; 0 for equal ones.</summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static double Between(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.IsEmpty || y.IsEmpty)
        {
            throw new ArgumentException("Both samples need values.", nameof(x));
        }

        double[] all = [.. x, .. y];
        int n = all.Length;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double d = all[i] - all[j];
                sum += d * d;
            }
        }

        double width = sum / ((double)n * n - n) / 4;
        if (!(width > 0))
        {
            return 0;
        }

        return Mean(x, x, width) + Mean(y, y, width) - 2 * Mean(x, y, width);
    }

    /// <summary>The mean over repeats of the distance of random samples of at most so many values a side.</summary>
    public static double Sampled(IReadOnlyList<double> x, IReadOnlyList<double> y, RandomStream random, int samples = 500, int repeats = 10)
    {
        double sum = 0;
        for (int r = 0; r < repeats; r++)
        {
            sum += Between(Draw(x, random, samples), Draw(y, random, samples));
        }

        return sum / repeats;
    }

    private static double[] Draw(IReadOnlyList<double> values, RandomStream random, int count)
    {
        double[] all = [.. values];
        if (all.Length > count)
        {
            random.Shuffle<double>(all);
            return all[..count];
        }

        return all;
    }

    private static double Mean(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double width)
    {
        double sum = 0;
        foreach (double a in x)
        {
            foreach (double b in y)
            {
                double d2 = (a - b) * (a - b);
                double w = width;
                for (int k = 0; k < Kernels; k++)
                {
                    sum += Pinned.Exp(-d2 / w);
                    w *= 2;
                }
            }
        }

        return sum / ((double)x.Length * y.Length);
    }
}
