namespace Sim.Numerics;

public static partial class Pinned
{
    /// <summary>The error function, 2/sqrt(pi) times the integral of exp(-t²) from 0 to x.</summary>
    /// <param name="x">Any number.</param>
    public static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        double a = Math.Abs(x), r;
        if (a < 0.5)
        {
            r = ErfSmall(a, 0.0, out double l);
            r += l;
        }
        else if (a > 6.0) r = 1.0;
        else
        {
            double h = ErfcParts(a, 0.0, out double l, out int n);
            double scale = Exact.PowerOfTwo(n);
            double s = Exact.FastTwoSum(1.0, -h * scale, out double e);
            r = s + (e - l * scale);
        }
        return double.IsNegative(x) ? -r : r;
    }

    /// <summary>The complementary error function, 1 - erf(x), accurate also where it is tiny.</summary>
    /// <param name="x">Any number.</param>
    public static double Erfc(double x) => double.IsNaN(x) ? x : ErfcScaled(x, 0.0, 0);

    /// <summary>The standard normal distribution function: the probability of a value below x.</summary>
    /// <param name="x">Any number.</param>
    public static double NormalCdf(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) > 40.0) return x < 0.0 ? 0.0 : 1.0;
        double h = Exact.TwoProduct(-x, InvSqrt2Hi, out double e);
        h = Exact.FastTwoSum(h, e - x * InvSqrt2Lo, out double l);
        return ErfcScaled(h, l, -1);
    }

    /// <summary>The inverse of <see cref="NormalCdf"/>. 0 gives -infinity, 1 gives +infinity, outside [0, 1] it is NaN.</summary>
    /// <param name="p">Probability in [0, 1].</param>
    public static double NormalQuantile(double p)
    {
        if (!(p > 0.0 && p < 1.0))
            return p == 0.0 ? double.NegativeInfinity : p == 1.0 ? double.PositiveInfinity : double.NaN;
        double q = Math.Abs(p - 0.5); // exact for p from 1/4 up
        double t = p < 0.5 ? p : 1.0 - p;
        double x, excess;
        if (q <= 0.425)
            x = q * Polynomial(QuantileMiddle, q * q);
        else
        {
            double s = Math.Sqrt(-2.0 * Log(t));
            x = s * Polynomial(QuantileTail, 1.0 / s);
        }
        double h = Exact.TwoProduct(x, InvSqrt2Hi, out double e);
        h = Exact.FastTwoSum(h, e + x * InvSqrt2Lo, out double l);
        double inverseDensity = 2.5066282746310002;
        if (h < 0.5)
        {
            h = ErfSmall(h, l, out l);
            excess = (q <= 0.25 ? 0.5 * h - q : (0.5 * h - 0.5) + t) + 0.5 * l;
            inverseDensity *= Exp(0.5 * x * x);
        }
        else
        {
            // Scaled by 2^100, so that probabilities below the normal doubles keep their digits.
            h = ErfcParts(h, l, out l, out int n);
            double scale = Exact.PowerOfTwo(n + 99);
            excess = (t * 1.2676506002282294E+30 - h * scale) - l * scale;
            double root = Exp(0.25 * x * x);
            inverseDensity = inverseDensity * root * 7.888609052210118E-31 * root;
        }
        // One step of Halley for cdf(x) = p; the density's error only scales an already small step.
        double u = excess * inverseDensity;
        x -= u / (1.0 + 0.5 * x * u);
        return p < 0.5 ? -x : x;
    }

    // erfc(xh + xl) * 2^shift.
    private static double ErfcScaled(double xh, double xl, int shift)
    {
        double h, l, e;
        double a = Math.Abs(xh);
        if (a < 0.5)
        {
            h = ErfSmall(xh, xl, out l);
            h = Exact.FastTwoSum(1.0, -h, out e);
            return (h + (e - l)) * Exact.PowerOfTwo(shift);
        }
        if (a > 27.5)
            return xh > 0.0 ? 0.0 : 2.0 * Exact.PowerOfTwo(shift);
        if (xh > 0.0)
        {
            h = ErfcParts(xh, xl, out l, out int n);
            return ScaleSum(h, l, n + shift);
        }
        if (a > 6.0)
            return 2.0 * Exact.PowerOfTwo(shift);
        h = ErfcParts(-xh, -xl, out l, out int m);
        double scale = Exact.PowerOfTwo(m);
        h = Exact.FastTwoSum(2.0, -h * scale, out e);
        return (h + (e - l * scale)) * Exact.PowerOfTwo(shift);
    }

    // erf(xh + xl) = result + low for |x| below 0.5.
    private static double ErfSmall(double xh, double xl, out double low)
    {
        double z = xh * xh;
        double p = Exact.Multiply(xh, xl, TwoOverSqrtPiHi, TwoOverSqrtPiLo, out double pl);
        return Exact.FastTwoSum(p, pl + p * (z * Polynomial(ErfSeries, z) - xh * xl), out low);
    }

    // erfc(xh + xl) = (result + low) * 2^exponent, for x in [0.5, 28]: exp(-x^2) times a smooth function.
    private static double ErfcParts(double xh, double xl, out double low, out int exponent)
    {
        double s = Exact.TwoProduct(xh, xh, out double se);
        double e = ExpParts(-s, -(se + 2.0 * xh * xl), out double el, out exponent);
        double g, gl;
        if (xh < 8.0)
        {
            int i = (int)(xh * 4.0);
            ReadOnlySpan<double> row = ErfcxTable.AsSpan(i * 18, 18);
            double d = (xh - (i + 0.5) * 0.25) + xl;
            g = Exact.FastTwoSum(row[0], row[1] + d * Polynomial(row[2..], d), out gl);
        }
        else
        {
            double u = 0.5 / s;
            double q = Exact.Divide(InvSqrtPiHi, InvSqrtPiLo, xh, xl, out double ql);
            g = Exact.FastTwoSum(q, ql + q * (u * Polynomial(ErfcxFar, u)), out gl);
        }
        // g is at least 2^-6: bring the product near 1, as ScaleSum expects.
        g *= 64.0;
        gl *= 64.0;
        exponent -= 6;
        return Exact.Multiply(e, el, g, gl, out low);
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double r = coefficients[^1];
        for (int i = coefficients.Length - 2; i >= 0; i--)
            r = r * x + coefficients[i];
        return r;
    }
}
