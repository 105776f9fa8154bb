namespace Sim.Numerics;

/// <summary>The logarithm of the gamma function. Pinned; thread-safe.</summary>
public static class Gamma
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>ln Γ(x) by Stirling's series, from 10 on and by Γ(x + 1) = x Γ(x) below. Error below 1e-14 absolute or relative, whichever is larger.</summary>
    /// <param name="x">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive finite number.</exception>
    public static double Log(double x)
    {
        if (!(x > 0) || !double.IsFinite(x))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "The argument must be positive and finite.");
        }

        double product = 1;
        while (x < 10)
        {
            product *= x;
            x += 1;
        }

        return ((x - 0.5) * Pinned.Log(x)) - x + HalfLogTwoPi + Series(x) - Pinned.Log(product);
    }

    /// <summary>ln Γ(x) less Stirling's (x − ½) ln x − x + ½ ln 2π: small for large x, where the difference of the two would cancel.</summary>
    internal static double Correction(double x) => x >= 10 ? Series(x) : Log(x) - (((x - 0.5) * Pinned.Log(x)) - x + HalfLogTwoPi);

    private static double Series(double x)
    {
        double r = 1 / x, s = r * r;
        return r * ((1 / 12.0) + (s * ((-1 / 360.0) + (s * ((1 / 1260.0) + (s * ((-1 / 1680.0) + (s * ((1 / 1188.0) + (s * ((-691 / 360360.0) + (s / 156))))))))))));
    }
}
