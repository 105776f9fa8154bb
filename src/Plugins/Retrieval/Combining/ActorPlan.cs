namespace Sim.Plugins.Retrieval.Combining;

/// <summary>What one actor is to do: how far along its course and where across it, before others are minded. Immutable.</summary>
internal sealed class ActorPlan
{
    /// <summary>Distance along the course.</summary>
    public required SpeedCurve Along { get; init; }

    /// <summary>Offset from the course at knots of half a second, m, the present one first.</summary>
    public required double[] AcrossM { get; init; }

    /// <summary>The retrieved behaviours it was blended from, the nearest first.</summary>
    public required IReadOnlyList<WeightedProfile> Sources { get; init; }

    /// <summary>Offset at a time, m.</summary>
    public double AcrossAt(double seconds)
    {
        double u = Math.Clamp(seconds / ProfileLibrary.KnotS, 0, AcrossM.Length - 1);
        int k = Math.Min((int)u, AcrossM.Length - 2);
        if (k < 0)
        {
            return AcrossM[0];
        }

        // Catmull-Rom: no corners at knots.
        double f = u - k;
        double a = AcrossM[Math.Max(k - 1, 0)];
        double b = AcrossM[k];
        double c = AcrossM[k + 1];
        double d = AcrossM[Math.Min(k + 2, AcrossM.Length - 1)];
        return b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
    }
}
