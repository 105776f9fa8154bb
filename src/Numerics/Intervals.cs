namespace Sim.Numerics;

/// <summary>
/// Confidence intervals of shares and means; two-sided at 95 % where not said otherwise. Only pinned functions and sums in the given order: the same
/// bytes on every machine. Thread-safe.
/// </summary>
public static partial class Intervals
{
    // The 97.5 % quantile of the normal distribution, and the probability between minus and plus it.
    private const double Z = 1.959963984540054;
    private const double Central = 0.95;

    /// <summary>A share with its Wilson score interval at 95 % (<see cref="Wilson(long, long, double, bool)"/>): never outside 0 to 1, usable for 0 and for all of them.</summary>
    /// <param name="successes">How many, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Of how many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static IntervalEstimate Share(int successes, int trials) => Wilson(successes, trials);

    /// <summary>
    /// A mean with its Student interval, mean ± t · s / √n with t of n − 1 degrees of freedom: right for normal values, good for others when there
    /// are many. No interval for a single value; null for none, and where a sum leaves the range of doubles.
    /// </summary>
    /// <param name="values">The values, finite.</param>
    public static IntervalEstimate? Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return null;
        }

        // Relative to the first one, so that equal values have exactly that mean and no spread.
        double sum = 0;
        foreach (double value in values)
        {
            sum += value - values[0];
        }

        double mean = values[0] + (sum / values.Length);
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        if (!double.IsFinite(mean) || !double.IsFinite(squares))
        {
            return null;
        }

        if (values.Length == 1)
        {
            return new(mean);
        }

        double half = StudentQuantile(values.Length - 1) * Math.Sqrt(squares / (values.Length - 1.0) / values.Length);
        return double.IsFinite(mean - half) && double.IsFinite(mean + half) ? new(mean, mean - half, mean + half) : null;
    }

    /// <summary>
    /// The 97.5 % quantile of Student's t: the finite series of its central probability for whole degrees of freedom (Abramowitz and Stegun 26.7.3
    /// and 26.7.4), bisected. Relative error below 1e-12.
    /// </summary>
    /// <param name="degrees">Degrees of freedom, 1 to 1,000,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such a number.</exception>
    public static double StudentQuantile(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degrees, 1_000_000);
        double low = Z;
        double high = 13;
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            if (CentralProbability(middle, degrees) < Central)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    private static double CentralProbability(double t, int degrees)
    {
        double hypotenuse = Math.Sqrt(degrees + (t * t));
        double sin = t / hypotenuse;
        double cos2 = degrees / (degrees + (t * t));
        bool odd = degrees % 2 == 1;
        double term = odd ? Math.Sqrt(degrees) / hypotenuse : 1;
        double sum = degrees == 1 ? 0 : term;
        for (int k = 1; k <= (odd ? (degrees - 3) / 2 : (degrees - 2) / 2); k++)
        {
            term *= cos2 * (odd ? 2.0 * k / ((2.0 * k) + 1) : ((2.0 * k) - 1) / (2.0 * k));
            sum += term;
        }

        return odd ? 2 / Math.PI * (Pinned.Atan(t / Math.Sqrt(degrees)) + (sin * sum)) : sin * sum;
    }
}
