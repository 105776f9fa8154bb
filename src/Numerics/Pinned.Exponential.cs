using System.Runtime.CompilerServices;

namespace Sim.Numerics;

public static partial class Pinned
{
    private const double RoundingShift = 6755399441055744.0; // 1.5 * 2^52: adding and removing it rounds to the nearest integer

    /// <summary>e to the power x.</summary>
    /// <param name="x">Any number; above 709.78 the result is +infinity, below -745.14 it is 0.</param>
    public static double Exp(double x)
    {
        if (!(Math.Abs(x) < 708.0))
            return ExpFar(x);
        double k = (x * InvLn2Times128 + RoundingShift) - RoundingShift;
        double r = (x - k * Ln2Over128Top) - k * Ln2Over128Rest;
        double p = r + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0))));
        int n = (int)k;
        int j = (n & 127) << 1;
        double t = ExpTable[j];
        return (t + (ExpTable[j + 1] + t * p)) * Exact.PowerOfTwo(n >> 7);
    }

    private static double ExpFar(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.79) return double.PositiveInfinity;
        if (x < -745.2) return 0.0;
        double h = ExpParts(x, 0.0, out double l, out int n);
        return ScaleSum(h, l, n);
    }

    // exp(xh + xl) = (result + low) * 2^exponent with result in [0.99, 2.01], to about 68 bits. |xh| below 800.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ExpParts(double xh, double xl, out double low, out int exponent)
    {
        double k = (xh * InvLn2Times128 + RoundingShift) - RoundingShift;
        double r = Exact.TwoSum(xh - k * Ln2Over128Top, xl - k * Ln2Over128Rest, out double rl);
        double p = rl + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0)))));
        int n = (int)k;
        exponent = n >> 7;
        int j = (n & 127) << 1;
        double t = ExpTable[j], tl = ExpTable[j + 1];
        double a = Exact.TwoProduct(t, r, out double ae);
        double s = Exact.FastTwoSum(t, a, out double e);
        return Exact.FastTwoSum(s, e + (ae + (tl + (t * p + tl * r))), out low);
    }

    // exp(x) - 1 = (result + low), to about 66 bits also where it is small. |x| below 700.
    private static double Expm1Parts(double x, out double low)
    {
        if (Math.Abs(x) < 0.0027)
        {
            double q = x * x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0)))));
            return Exact.FastTwoSum(x, q, out low);
        }
        double h = ExpParts(x, 0.0, out double l, out int n);
        double scale = Exact.PowerOfTwo(n);
        h = Exact.TwoSum(h * scale, -1.0, out double e);
        return Exact.FastTwoSum(h, e + l * scale, out low);
    }

    // (h + l) * 2^n rounded once where the result is normal; the sum is made first, for then the product is exact.
    private static double ScaleSum(double h, double l, int n)
    {
        if (n >= -1023)
            return Exact.Scale(h + l, n);
        // A subnormal result has fewer bits than h + l: adding a constant whose last place is the result's does the only rounding.
        double coarse = Exact.PowerOfTwo(-1022 - n);
        double s = Exact.FastTwoSum(coarse, h, out double e);
        s += e + l;
        return (s - coarse) * Exact.PowerOfTwo(-900) * Exact.PowerOfTwo(n + 900);
    }

    /// <summary>e to the power x, minus 1, accurate also for small x.</summary>
    /// <param name="x">Any number.</param>
    public static double Expm1(double x)
    {
        if (x == 0.0 || double.IsNaN(x) || Math.Abs(x) < 1e-17) return x;
        if (x > 690.0) return Exp(x);
        if (x < -45.0) return -1.0;
        double h = Expm1Parts(x, out double l);
        return h + l;
    }

    /// <summary>x to the power y, with the special cases of <see cref="Math.Pow"/>.</summary>
    /// <param name="x">Base; a negative base with a non-integer exponent gives NaN.</param>
    /// <param name="y">Exponent.</param>
    public static double Pow(double x, double y)
    {
        if (y == 0.0 || x == 1.0) return 1.0;
        if (double.IsNaN(x) || double.IsNaN(y)) return double.NaN;
        double ax = Math.Abs(x);
        if (double.IsInfinity(y))
        {
            if (ax == 1.0) return 1.0;
            return ax > 1.0 == y > 0.0 ? double.PositiveInfinity : 0.0;
        }
        bool integer = Math.Floor(y) == y;
        bool odd = integer && Math.Abs(y) < 9007199254740992.0 && ((long)y & 1) != 0;
        if (ax == 0.0 || double.IsInfinity(ax))
        {
            double m = ax == 0.0 == y > 0.0 ? 0.0 : double.PositiveInfinity;
            return odd && double.IsNegative(x) ? -m : m;
        }
        if (x < 0.0 && !integer) return double.NaN;
        if (y == 1.0) return x;
        double result = ax == 1.0 ? 1.0 : PowPositive(ax, y);
        return odd && x < 0.0 ? -result : result;
    }

    private static double PowPositive(double x, double y)
    {
        double lh = LogParts(x, 0.0, out double ll);
        // Beyond these bounds the result is certainly out of range, or one; inside them no product overflows.
        double estimate = y * lh;
        if (estimate > 710.0) return double.PositiveInfinity;
        if (estimate < -746.0) return 0.0;
        if (Math.Abs(estimate) < 1e-18) return 1.0 + estimate;
        double ph = Math.Abs(y) < 1e280
            ? Exact.TwoProduct(y, lh, out double pe)
            : Exact.TwoProduct(y * 9.313225746154785E-10, lh * 1073741824.0, out pe);
        ph = Exact.FastTwoSum(ph, pe + y * ll, out double pl);
        double h = ExpParts(ph, pl, out double l, out int n);
        return ScaleSum(h, l, n);
    }

    /// <summary>Hyperbolic sine.</summary>
    /// <param name="x">Any number.</param>
    public static double Sinh(double x)
    {
        double a = Math.Abs(x);
        double r;
        if (!(a >= 1e-9)) return x;
        if (a < 22.0)
        {
            double m = Expm1Parts(a, out double ml);
            double d = Exact.TwoSum(m, 1.0, out double de);
            double q = Exact.Divide(m, ml, d, de + ml, out double ql);
            double s = Exact.FastTwoSum(m, q, out double e);
            r = 0.5 * (s + (e + (ml + ql)));
        }
        else if (a > 711.0) r = double.PositiveInfinity;
        else
        {
            double h = ExpParts(a, 0.0, out double l, out int n);
            r = ScaleSum(h, l, n - 1);
        }
        return x < 0.0 ? -r : r;
    }

    /// <summary>Hyperbolic cosine.</summary>
    /// <param name="x">Any number.</param>
    public static double Cosh(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(a)) return a;
        if (a > 711.0) return double.PositiveInfinity;
        double h = ExpParts(a, 0.0, out double l, out int n);
        if (a >= 22.0) return ScaleSum(h, l, n - 1);
        double scale = Exact.PowerOfTwo(n);
        h *= scale;
        l *= scale;
        double q = Exact.Divide(1.0, 0.0, h, l, out double ql);
        double s = Exact.FastTwoSum(h, q, out double e);
        return 0.5 * (s + (e + (l + ql)));
    }

    /// <summary>Hyperbolic tangent.</summary>
    /// <param name="x">Any number; infinities give 1 and -1.</param>
    public static double Tanh(double x)
    {
        double a = Math.Abs(x);
        if (!(a >= 1e-9)) return x;
        double r = 1.0;
        if (a < 22.0)
        {
            double m = Expm1Parts(a + a, out double ml);
            double d = Exact.TwoSum(m, 2.0, out double de);
            r = Exact.Divide(m, ml, d, de + ml, out double ql);
            r += ql;
        }
        return x < 0.0 ? -r : r;
    }
}
