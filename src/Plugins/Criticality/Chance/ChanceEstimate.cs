using Sim.Numerics;

namespace Sim.Plugins.Criticality.Chance;

/// <summary>A probability estimated by importance sampling, with its 95 % interval. Plain value.</summary>
/// <param name="Probability">The estimate, 0 to 1.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct ChanceEstimate(double Probability, double Low, double High)
{
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The mean of w × share over independent draws and its normal interval. Without a hit (or without a miss) the normal interval would be a point: then
    /// the exact bound of a share applies, times the largest weight.
    /// </summary>
    /// <param name="weights">Weight of each draw.</param>
    /// <param name="shares">Share of hits of each draw, 0 to 1.</param>
    public static ChanceEstimate Of(ReadOnlySpan<double> weights, ReadOnlySpan<double> shares)
    {
        int n = weights.Length;
        double mean = 0;
        double largest = 0;
        bool allHit = true;
        bool anyHit = false;
        for (int i = 0; i < n; i++)
        {
            mean += weights[i] * shares[i];
            largest = Math.Max(largest, weights[i]);
            allHit &= shares[i] == 1;
            anyHit |= shares[i] > 0;
        }

        mean /= n;
        // One-sided: with no hit in n draws the share of hits is below this with 97.5 %.
        double bound = 1 - Pinned.Exp(Pinned.Log(0.025) / n);
        if (!anyHit)
        {
            return new(0, 0, Math.Min(1, largest * bound));
        }

        if (allHit)
        {
            return new(1, Math.Max(0, 1 - largest * bound), 1);
        }

        double squares = 0;
        for (int i = 0; i < n; i++)
        {
            double off = weights[i] * shares[i] - mean;
            squares += off * off;
        }

        double half = n > 1 ? Z * Math.Sqrt(squares / (n - 1.0) / n) : 1;
        double probability = Math.Min(1, mean);
        return new(probability, Math.Clamp(mean - half, 0, probability), Math.Clamp(mean + half, probability, 1));
    }
}
