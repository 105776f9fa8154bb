namespace Sim.Plugins.Criticality.Approach;

/// <summary>
/// Worst time to collision (Wachenfeld et al. 2016): how soon two discs can touch if both accelerate in the worst directions. The smallest positive
/// root of A t⁴ + C t² + D t + E. Pure.
/// </summary>
internal static class WorstCase
{
    /// <summary>The time, s: 0 when the discs touch already, infinite when neither can accelerate and they miss each other.</summary>
    /// <param name="distanceX">Offset of the discs' centres, m.</param>
    /// <param name="distanceY">Its other coordinate.</param>
    /// <param name="velocityX">Rate of that offset, m/s.</param>
    /// <param name="velocityY">Its other coordinate.</param>
    /// <param name="radiusM">Sum of the radii, m.</param>
    /// <param name="accelMps2">Sum of the greatest accelerations, m/s², not negative.</param>
    public static double Time(double distanceX, double distanceY, double velocityX, double velocityY, double radiusM, double accelMps2)
    {
        double e = distanceX * distanceX + distanceY * distanceY - radiusM * radiusM;
        if (e <= 0)
        {
            return 0;
        }

        double a = -0.25 * accelMps2 * accelMps2;
        double c = velocityX * velocityX + velocityY * velocityY - accelMps2 * radiusM;
        double d = 2 * (velocityX * distanceX + velocityY * distanceY);

        // f is convex up to its inflection and concave beyond it. In the convex part Newton from 0 rises to the smallest root, if there is one.
        double inflection = c <= 0 ? 0 : a == 0 ? double.PositiveInfinity : Math.Sqrt(c / (-6 * a));
        double t = 0;
        double f = e;
        while (t < inflection)
        {
            double slope = (4 * a * t * t + 2 * c) * t + d;
            if (slope >= 0)
            {
                break;
            }

            double next = t - f / slope;
            if (next >= inflection)
            {
                break;
            }

            if (next <= t)
            {
                return t;
            }

            t = next;
            f = ((a * t * t + c) * t + d) * t + e;
            if (f <= 0)
            {
                return t;
            }
        }

        if (a == 0)
        {
            return d < 0 && c == 0 ? -e / d : double.PositiveInfinity;
        }

        // In the concave part there is one root beyond the inflection; from its right side Newton falls to it.
        double right = Math.Max(2 * inflection, 1e-3);
        while (((a * right * right + c) * right + d) * right + e > 0)
        {
            right *= 2;
        }

        while (true)
        {
            double value = ((a * right * right + c) * right + d) * right + e;
            double slope = (4 * a * right * right + 2 * c) * right + d;
            double next = right - value / slope;
            if (!(next < right) || value >= 0)
            {
                return right;
            }

            right = next;
        }
    }
}
