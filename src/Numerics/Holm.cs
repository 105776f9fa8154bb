namespace Sim.Numerics;

/// <summary>Correction for several tests at once (S. Holm 1979). Pinned, thread-safe.</summary>
public static class Holm
{
    /// <summary>
    /// Adjusted p-values in the order given: those at most α may be rejected, and the probability of one wrong rejection among all stays at most α,
    /// however the tests depend on each other.
    /// </summary>
    /// <param name="pValues">p-values, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a probability.</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        var order = new int[pValues.Length];
        for (int i = 0; i < order.Length; i++)
        {
            if (!(pValues[i] >= 0 && pValues[i] <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(pValues), pValues[i], "A p-value is 0 to 1.");
            }

            order[i] = i;
        }

        var sorted = pValues.ToArray();
        Array.Sort(sorted, order);
        var adjusted = new double[sorted.Length];
        double before = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            before = Math.Max(before, Math.Min(1, (sorted.Length - i) * sorted[i]));
            adjusted[order[i]] = before;
        }

        return adjusted;
    }
}
