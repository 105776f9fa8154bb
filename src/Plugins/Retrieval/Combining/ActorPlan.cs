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

    /// <summary>Heading beside that of the motion at the same knots, rad.</summary>
    public required double[] TurnRad { get; init; }

    /// <summary>Offset at a time, m.</summary>
    public double AcrossAt(double seconds) => At(AcrossM, seconds);

    /// <summary>Heading beside that of the motion at a time, rad.</summary>
    public double TurnAt(double seconds) => At(TurnRad, seconds);

    private static double At(double[] values, double seconds)
    {
        double u = Math.Clamp(seconds / ProfileLibrary.KnotS, 0, values.Length - 1);
        int k = Math.Min((int)u, values.Length - 2);
        if (k < 0)
        {
            return values[0];
        }

        // Catmull-Rom: no corners at knots.
        double f = u - k;
        double a = values[Math.Max(k - 1, 0)];
        double b = values[k];
        double c = values[k + 1];
        double d = values[Math.Min(k + 2, values.Length - 1)];
        return b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
    }
}
