namespace Sim.Numerics;

/// <summary>
/// The regularised incomplete beta function I_x(a, b), its logarithm and inverse: what binomial tails and their confidence limits are made of. The
/// continued fraction of DLMF 8.17.22 behind a factor in saddle-point form (C. Loader 2000), which keeps its digits for millions of trials. Pinned;
/// thread-safe.
/// </summary>
public static class IncompleteBeta
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double Tiny = 1e-300;

    /// <summary>I_x(a, b), 0 to 1.</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    /// <param name="x">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double Regularized(double a, double b, double x)
    {
        Check(a, b, x);
        return x is 0 or 1 ? x : Below(a, b, x) ? Pinned.Exp(LogSmall(a, b, x, 1 - x)) : 1 - Pinned.Exp(LogSmall(b, a, 1 - x, x));
    }

    /// <summary>1 − I_x(a, b), without the loss of digits where I is near 1.</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    /// <param name="x">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double Complement(double a, double b, double x)
    {
        Check(a, b, x);
        return x is 0 or 1 ? 1 - x : Below(a, b, x) ? 1 - Pinned.Exp(LogSmall(a, b, x, 1 - x)) : Pinned.Exp(LogSmall(b, a, 1 - x, x));
    }

    /// <summary>ln I_x(a, b), also where I itself is too small for a double; −∞ for x = 0.</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    /// <param name="x">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double LogRegularized(double a, double b, double x)
    {
        Check(a, b, x);
        return x == 0 ? double.NegativeInfinity
            : x == 1 ? 0
            : Below(a, b, x) ? LogSmall(a, b, x, 1 - x)
            : Pinned.Log1p(-Pinned.Exp(LogSmall(b, a, 1 - x, x)));
    }

    /// <summary>The x with I_x(a, b) = p, by bisection down to neighbouring doubles.</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    /// <param name="p">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double Inverse(double a, double b, double p)
    {
        Check(a, b, p);
        if (p is 0 or 1)
        {
            return p;
        }

        double low = 0, high = 1, q = 1 - p;
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            // Whichever of I and its complement is small carries the digits.
            bool tooSmall = p <= 0.5 ? Regularized(a, b, middle) < p : Complement(a, b, middle) > q;
            if (tooSmall)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    /// <summary>ln of x^a (1 − x)^b / B(a, b), for x and y = 1 − x inside (0, 1).</summary>
    internal static double LogFactor(double a, double b, double x, double y)
    {
        double n = a + b;
        // Off the mean a/n; the smaller of the two shares gives it with more digits.
        double off = x <= y ? (n * x) - a : b - (n * y);
        return Gamma.Correction(n) - Gamma.Correction(a) - Gamma.Correction(b)
            + (0.5 * (Pinned.Log(a) + Pinned.Log(b) - Pinned.Log(n))) - HalfLogTwoPi
            + (a * LogLess(off / a)) + (b * LogLess(-off / b));
    }

    private static bool Below(double a, double b, double x) => x < (a + 1) / (a + b + 2);

    private static double LogSmall(double a, double b, double x, double y) => LogFactor(a, b, x, y) + Pinned.Log(Fraction(a, b, x) / a);

    // Lentz's method.
    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 - ((a + b) * x / (a + 1));
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        double h = d;
        for (int m = 1; m < 1_000_000; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2.0 * m)));
            Step(even);
            double odd = -(a + m) * (a + b + m) * x / ((a + (2.0 * m)) * (a + (2 * m) + 1));
            if (Math.Abs(Step(odd) - 1) < 1e-16)
            {
                break;
            }
        }

        return h;

        double Step(double coefficient)
        {
            d = 1 + (coefficient * d);
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + (coefficient / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            h *= c * d;
            return c * d;
        }
    }

    // ln(1 + t) − t, without the loss of digits where t is small.
    private static double LogLess(double t)
    {
        if (!(Math.Abs(t) < 0.15))
        {
            return t <= -1 ? double.NegativeInfinity : Pinned.Log1p(t) - t;
        }

        // ln(1 + t) = 2 artanh(r) with r = t / (2 + t); 2 r − t = −r t.
        double r = t / (2 + t), s = r * r, sum = 0, power = s;
        for (int k = 3; k < 60; k += 2)
        {
            double term = power / k;
            sum += term;
            if (term < 1e-18)
            {
                break;
            }

            power *= s;
        }

        return (2 * r * sum) - (r * t);
    }

    private static void Check(double a, double b, double x)
    {
        if (!(a > 0) || !(b > 0) || !double.IsFinite(a + b) || !(x >= 0 && x <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(x), $"I_x(a, b) needs positive a and b and x in 0 to 1, found a = {a}, b = {b}, x = {x}.");
        }
    }
}
