using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sim.Numerics;

public static partial class Pinned
{
    private const double QuarterPi = 0.7853981633974483;

    /// <summary>Sine of an angle of any size. Infinities give NaN.</summary>
    /// <param name="x">Angle, rad.</param>
    public static double Sin(double x)
    {
        if (Math.Abs(x) <= QuarterPi)
            return Math.Abs(x) < 1e-8 ? x : SinKernel(x, 0.0);
        int quadrant = ReduceAny(x, out double r, out double rl);
        double v = (quadrant & 1) == 0 ? SinKernel(r, rl) : CosKernel(r, rl);
        return (quadrant & 2) == 0 ? v : -v;
    }

    /// <summary>Cosine of an angle of any size. Infinities give NaN.</summary>
    /// <param name="x">Angle, rad.</param>
    public static double Cos(double x)
    {
        if (Math.Abs(x) <= QuarterPi)
            return CosKernel(x, 0.0);
        int quadrant = ReduceAny(x, out double r, out double rl) + 1;
        double v = (quadrant & 1) == 0 ? SinKernel(r, rl) : CosKernel(r, rl);
        return (quadrant & 2) == 0 ? v : -v;
    }

    /// <summary>Sine and cosine with one reduction: the same bits as <see cref="Sin"/> and <see cref="Cos"/>.</summary>
    /// <param name="x">Angle, rad.</param>
    public static (double Sin, double Cos) SinCos(double x)
    {
        if (Math.Abs(x) <= QuarterPi)
            return (Math.Abs(x) < 1e-8 ? x : SinKernel(x, 0.0), CosKernel(x, 0.0));
        int quadrant = ReduceAny(x, out double r, out double rl);
        double s = SinKernel(r, rl), c = CosKernel(r, rl);
        return (quadrant & 3) switch
        {
            0 => (s, c),
            1 => (c, -s),
            2 => (-s, -c),
            _ => (-c, s),
        };
    }

    /// <summary>Tangent of an angle of any size. Infinities give NaN.</summary>
    /// <param name="x">Angle, rad.</param>
    public static double Tan(double x)
    {
        double r = x, rl = 0.0;
        int quadrant = Math.Abs(x) <= QuarterPi ? 0 : ReduceAny(x, out r, out rl);
        if (Math.Abs(r) < 1e-9 && quadrant == 0 && rl == 0.0)
            return x;
        double z = Exact.TwoProduct(r, r, out double ze);
        double s = Exact.FastTwoSum(r, rl * (1.0 - 0.5 * z) + r * z * SinSeries(z), out double sl);
        double c = Exact.FastTwoSum(1.0, -0.5 * z, out double cl);
        c = Exact.FastTwoSum(c, cl + (z * z * CosSeries(z) - (0.5 * ze + r * rl)), out cl);
        double q = (quadrant & 1) == 0 ? Exact.Divide(s, sl, c, cl, out double ql) : Exact.Divide(-c, -cl, s, sl, out ql);
        return q + ql;
    }

    // (sin r - r) / r^3 and (cos r - 1 + r^2/2) / r^4 for z = r^2 up to (pi/4)^2: Chebyshev fits, errors below 2^-66.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SinSeries(double z)
    {
        double w = z * z;
        return -0.16666666666666666 + (z * (0.008333333333333331 - z * 0.0001984126984126504)
            + w * z * ((2.755731921932058e-06 - z * 2.50521062259944e-08) + w * (1.6058530596645953e-10 - z * 7.586636882825159e-13)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double CosSeries(double z)
    {
        double w = z * z;
        return 0.041666666666666664 + (z * (-0.0013888888888888887 + z * 2.4801587301584632e-05)
            + w * z * ((-2.755731922139249e-07 + z * 2.0876755787492604e-09) + w * (-1.1470460319209511e-11 + z * 4.745838412531023e-14)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SinKernel(double r, double rl)
    {
        double z = r * r;
        return r + (r * z * SinSeries(z) + rl * (1.0 - 0.5 * z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double CosKernel(double r, double rl)
    {
        double z = r * r;
        double half = 0.5 * z;
        double w = 1.0 - half;
        return w + (((1.0 - w) - half) + (z * z * CosSeries(z) - r * rl));
    }

    // x = quadrant * pi/2 + (r + rl), |r| at most about pi/4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReduceAny(double x, out double r, out double rl)
    {
        if (Math.Abs(x) < 1e6)
        {
            double k = (x * TwoOverPi + RoundingShift) - RoundingShift;
            r = Reduce(x, k, out rl);
            return (int)k;
        }
        return ReduceLarge(x, out r, out rl);
    }

    // x - k * pi/2 for |k| below 2^20: pi/2 in three parts of 33 bits, whose multiples are exact, and the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Reduce(double x, double k, out double low)
    {
        double a = x - k * HalfPiPartA;
        a = Exact.TwoSum(a, -k * HalfPiPartB, out double e1);
        a = Exact.TwoSum(a, -k * HalfPiPartC, out double e2);
        return Exact.TwoSum(a, (e1 + e2) - k * HalfPiPartD, out low);
    }

    // Payne and Hanek's reduction in integers: of the product of x with 2/pi only the bits that decide the quadrant and the next 190 are made.
    private static int ReduceLarge(double x, out double r, out double rl)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)(bits >> 52) & 0x7FF;
        if (biased == 0x7FF)
        {
            r = rl = double.NaN;
            return 0;
        }
        ulong mantissa = ((ulong)bits & 0x000FFFFFFFFFFFFFUL) | 0x0010000000000000UL;
        int first = biased - 1075 - 2 + 64; // index of the first bit of 2/pi whose product with x is not a multiple of 4
        int word = first >> 6, shift = first & 63;
        ReadOnlySpan<ulong> table = TwoOverPiBits;
        ulong w0 = Window(table, word, shift), w1 = Window(table, word + 1, shift), w2 = Window(table, word + 2, shift);
        ulong p2 = Math.BigMul(w2, mantissa, out ulong low2);
        ulong p1 = Math.BigMul(w1, mantissa, out ulong low1);
        ulong mid = low1 + p2;
        ulong high = w0 * mantissa + p1 + (mid < low1 ? 1UL : 0UL);

        int quadrant = (int)(high >> 62);
        bool negative = (high >> 61 & 1) != 0; // a fraction of a half or more is the next quadrant less its complement
        ulong f0 = high << 2 | mid >> 62, f1 = mid << 2 | low2 >> 62, f2 = low2 << 2;
        if (negative)
        {
            quadrant++;
            f2 = ~f2 + 1;
            f1 = ~f1 + (f2 == 0 ? 1UL : 0UL);
            f0 = ~f0 + (f2 == 0 && f1 == 0 ? 1UL : 0UL);
        }
        int exponent = 0;
        while (f0 == 0 && exponent > -192)
        {
            (f0, f1, f2) = (f1, f2, 0UL);
            exponent -= 64;
        }
        int zeros = BitOperations.LeadingZeroCount(f0);
        if (zeros > 0)
        {
            f0 = f0 << zeros | f1 >> (64 - zeros);
            f1 = f1 << zeros | f2 >> (64 - zeros);
        }
        exponent -= zeros;
        double fh = (long)(f0 >> 11) * Exact.PowerOfTwo(exponent - 53);
        double fl = (long)((f0 & 0x7FF) << 42 | f1 >> 22) * Exact.PowerOfTwo(exponent - 106);
        r = Exact.Multiply(fh, fl, HalfPiHi, HalfPiLo, out rl);
        if (negative != bits < 0)
        {
            r = -r;
            rl = -rl;
        }
        return bits < 0 ? -quadrant : quadrant;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Window(ReadOnlySpan<ulong> table, int word, int shift) =>
        shift == 0 ? table[word] : table[word] << shift | table[word + 1] >> (64 - shift);
}
