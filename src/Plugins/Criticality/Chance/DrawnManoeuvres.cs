using Sim.Numerics;

namespace Sim.Plugins.Criticality.Chance;

/// <summary>
/// Random manoeuvres of the ego, drawn once: a constant acceleration along the path and one across it, which changes sign half-way so that the ego ends
/// parallel to its path. Nominal density p: two independent normal ones; drawn from q = ½ p + ½ the same with twice the deviation, so that rare hard
/// manoeuvres are seen often and no weight p/q exceeds 2. Every draw comes with its mirror image, so that a mirrored scene has the same probability.
/// </summary>
internal sealed class DrawnManoeuvres
{
    private const double Wider = 2;

    /// <summary>Draws.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="pairs">How many draws, each with its mirror image.</param>
    /// <param name="deviationMps2">Standard deviation of both accelerations, m/s².</param>
    /// <param name="limitMps2">No acceleration exceeds it, m/s²: a harder draw stands for full use of the grip.</param>
    public DrawnManoeuvres(ulong seed, int pairs, double deviationMps2, double limitMps2)
    {
        Along = new double[pairs];
        Across = new double[pairs];
        Weight = new double[pairs];
        var random = new RandomStream(seed);
        for (int i = 0; i < pairs; i++)
        {
            double scale = random.NextDouble() < 0.5 ? 1 : Wider;
            double along = random.NextNormal() * scale;
            double across = random.NextNormal() * scale;
            double squares = along * along + across * across;
            // p and q share the factor 1 / (2 π σ²).
            double p = Pinned.Exp(-0.5 * squares);
            double q = 0.5 * p + 0.5 * Pinned.Exp(-0.5 * squares / (Wider * Wider)) / (Wider * Wider);
            Along[i] = Math.Clamp(along * deviationMps2, -limitMps2, limitMps2);
            Across[i] = Math.Clamp(across * deviationMps2, -limitMps2, limitMps2);
            Weight[i] = p / q;
        }
    }

    /// <summary>Acceleration along the path of each pair, m/s².</summary>
    public double[] Along { get; }

    /// <summary>Acceleration across the path of each pair in the first half, m/s²; the mirror image has the opposite one.</summary>
    public double[] Across { get; }

    /// <summary>Weight p/q of each pair.</summary>
    public double[] Weight { get; }

    /// <summary>Effective number of pairs: (Σ w)² / Σ w².</summary>
    public double EffectiveSize()
    {
        double sum = 0;
        double squares = 0;
        foreach (double weight in Weight)
        {
            sum += weight;
            squares += weight * weight;
        }

        return squares > 0 ? sum * sum / squares : 0;
    }
}
