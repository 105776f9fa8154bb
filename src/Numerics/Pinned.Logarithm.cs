using System.Runtime.CompilerServices;

namespace Sim.Numerics;

public static partial class Pinned
{
    /// <summary>Natural logarithm. Negative arguments give NaN, zeros -infinity.</summary>
    /// <param name="x">Any number.</param>
    public static double Log(double x)
    {
        if (!(x > 0.0 && x < double.PositiveInfinity)) return LogSpecial(x);
        double h = LogParts(x, 0.0, out double l);
        return h + l;
    }

    /// <summary>Natural logarithm of 1 + x, accurate also for small x. Below -1 it is NaN, at -1 it is -infinity.</summary>
    /// <param name="x">Any number.</param>
    public static double Log1p(double x)
    {
        if (Math.Abs(x) < 1e-17) return x;
        if (!(x > -1.0 && x < double.PositiveInfinity)) return LogSpecial(1.0 + x);
        double s = Exact.TwoSum(1.0, x, out double t);
        double h = LogParts(s, t, out double l);
        return h + l;
    }

    /// <summary>Logarithm to base 2; exact for powers of two.</summary>
    /// <param name="x">Any number; negative gives NaN, zero -infinity.</param>
    public static double Log2(double x)
    {
        if (!(x > 0.0 && x < double.PositiveInfinity)) return LogSpecial(x);
        double h = LogParts(x, 0.0, out double l);
        h = Exact.Multiply(h, l, Log2EHi, Log2ELo, out l);
        return h + l;
    }

    /// <summary>Logarithm to base 10; exact for powers of ten that are doubles.</summary>
    /// <param name="x">Any number; negative gives NaN, zero -infinity.</param>
    public static double Log10(double x)
    {
        if (!(x > 0.0 && x < double.PositiveInfinity)) return LogSpecial(x);
        double h = LogParts(x, 0.0, out double l);
        h = Exact.Multiply(h, l, Log10EHi, Log10ELo, out l);
        return h + l;
    }

    private static double LogSpecial(double x)
    {
        if (x == 0.0) return double.NegativeInfinity;
        return x > 0.0 ? x : double.NaN;
    }

    // ln(x + tail) = result + low to about 66 bits, for positive finite x and |tail| at most half an ulp of x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LogParts(double x, double tail, out double low)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = 0;
        if (bits < 0x0010000000000000L)
        {
            bits = BitConverter.DoubleToInt64Bits(x * 18014398509481984.0);
            exponent = -54;
        }
        int index = (int)(bits >> 45) & 127;
        int upper = index >= 53 ? 1 : 0; // mantissas above sqrt 2 are halved, so that numbers near 1 on both sides share one centre
        exponent += (int)(bits >> 52) - 1023 + upper;
        long top = (bits & 0x000FFFFFFFE00000L) | ((1023L - upper) << 52);
        double mh = BitConverter.Int64BitsToDouble(top);
        double ml = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | ((1023L - upper) << 52)) - mh;
        ReadOnlySpan<double> table = LogTable;
        int row = 3 * index;
        double c = table[row];
        // c has at most 15 bits and mh 32, so both products and the difference are exact.
        double r = Exact.TwoSum(mh * c - 1.0, ml * c, out double rl);
        if (tail != 0.0)
            r = Exact.TwoSum(r, rl + Exact.Scale(tail, -exponent) * c, out rl);
        double k = exponent;
        double h = k * Ln2Top + table[row + 1];
        double l = k * Ln2Rest + table[row + 2];
        double z = Exact.TwoProduct(r, r, out double ze);
        double q = (1.0 / 3.0 - 0.25 * r) + z * ((0.2 - r * (1.0 / 6.0)) + z * ((1.0 / 7.0 - 0.125 * r) + z * (1.0 / 9.0 - 0.1 * r)));
        double s = Exact.TwoSum(h, r, out double e1);
        s = Exact.TwoSum(s, -0.5 * z, out double e2);
        return Exact.FastTwoSum(s, (e1 + e2) + (((l + rl) - (0.5 * ze + r * rl)) + r * z * q), out low);
    }
}
