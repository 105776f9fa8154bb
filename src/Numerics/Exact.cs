using System.Runtime.CompilerServices;

namespace Sim.Numerics;

/// <summary>
/// Error-free transformations on doubles (Knuth's and Dekker's). A fused multiply-add would give the same products faster,
/// but not on machines without one; these use only operations that IEEE 754 fixes to the bit.
/// </summary>
internal static class Exact
{
    private const double Splitter = 134217729.0; // 2^27 + 1

    /// <summary>a + b as rounded sum and its exact error, in any order of magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double TwoSum(double a, double b, out double error)
    {
        double s = a + b;
        double t = s - a;
        error = (a - (s - t)) + (b - t);
        return s;
    }

    /// <summary>a + b as rounded sum and its exact error, for |a| at least |b| or a = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double FastTwoSum(double a, double b, out double error)
    {
        double s = a + b;
        error = b - (s - a);
        return s;
    }

    /// <summary>a * b as rounded product and its exact error; needs |a|, |b| below 2^995 and a product error above 2^-1074.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double TwoProduct(double a, double b, out double error)
    {
        double p = a * b;
        double c = Splitter * a;
        double ah = c - (c - a), al = a - ah;
        c = Splitter * b;
        double bh = c - (c - b), bl = b - bh;
        error = (((ah * bh - p) + ah * bl) + al * bh) + al * bl;
        return p;
    }

    /// <summary>(ah + al) * (bh + bl) to about 100 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Multiply(double ah, double al, double bh, double bl, out double low)
    {
        double p = TwoProduct(ah, bh, out double e);
        return FastTwoSum(p, e + (ah * bl + al * bh), out low);
    }

    /// <summary>(ah + al) / (bh + bl) to about 100 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Divide(double ah, double al, double bh, double bl, out double low)
    {
        double q = ah / bh;
        double p = TwoProduct(q, bh, out double e);
        double rest = ((ah - p) - e) + (al - q * bl);
        return FastTwoSum(q, rest / bh, out low);
    }

    /// <summary>sqrt(ah + al) to about 100 bits, for a positive argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Sqrt(double ah, double al, out double low)
    {
        double s = Math.Sqrt(ah);
        double p = TwoProduct(s, s, out double e);
        return FastTwoSum(s, (((ah - p) - e) + al) / (s + s), out low);
    }

    /// <summary>2^n as a double, for n in [-1022, 1023].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double PowerOfTwo(int n) => BitConverter.Int64BitsToDouble((long)(n + 1023) << 52);

    /// <summary>x * 2^n with one rounding for normal results, correct overflow and gradual underflow.</summary>
    internal static double Scale(double x, int n)
    {
        if (n > 1023)
        {
            x *= PowerOfTwo(1023);
            n -= 1023;
            if (n > 1023) { x *= PowerOfTwo(1023); n = Math.Min(n - 1023, 1023); }
        }
        else if (n < -1022)
        {
            // Steps that keep the value normal until the last product, so that it is rounded once.
            x *= PowerOfTwo(-969);
            n += 969;
            if (n < -1022) { x *= PowerOfTwo(-969); n = Math.Max(n + 969, -1022); }
        }
        return x * PowerOfTwo(n);
    }
}
