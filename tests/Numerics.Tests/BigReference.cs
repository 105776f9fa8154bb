using System.Numerics;

namespace Sim.Tests.Numerics;

/// <summary>Elementary functions in fixed point with 1400 binary places, plain and slow, to measure the fast ones against.</summary>
internal static class BigReference
{
    internal const int Places = 1400;
    private static readonly BigInteger One = BigInteger.One << Places;
    private static readonly BigInteger Ln2 = MakeLn2();
    internal static readonly BigInteger Pi = 4 * (4 * AtanOfInverse(5) - AtanOfInverse(239));

    internal static BigInteger From(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52 & 0x7FF);
        long mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (exponent == 0) exponent = 1; else mantissa |= 1L << 52;
        BigInteger value = Shift(mantissa, Places + exponent - 1075);
        return bits < 0 ? -value : value;
    }

    /// <summary>The distance of a double from the reference value in units of the value's last place.</summary>
    internal static double Ulps(double found, BigInteger expected)
    {
        if (expected.IsZero) return found == 0.0 ? 0.0 : double.PositiveInfinity;
        BigInteger magnitude = BigInteger.Abs(expected);
        int exponent = (int)magnitude.GetBitLength() - 1 - Places;
        int last = Math.Max(exponent - 52, -1074);
        if (exponent > 1023) return double.IsInfinity(found) ? 0.0 : double.PositiveInfinity;
        if (!double.IsFinite(found)) return double.PositiveInfinity;
        BigInteger difference = BigInteger.Abs(From(found) - expected);
        return (double)(difference << 20 >> (Places + last)) / (1 << 20);
    }

    internal static BigInteger Multiply(BigInteger a, BigInteger b) => a * b >> Places;

    internal static BigInteger Divide(BigInteger a, BigInteger b) => (a << Places) / b;

    internal static BigInteger Sqrt(BigInteger x)
    {
        if (x.IsZero) return x;
        BigInteger n = x << Places;
        BigInteger s = BigInteger.One << (int)((n.GetBitLength() + 1) / 2 + 1);
        while (true)
        {
            BigInteger t = (s + n / s) >> 1;
            if (t >= s) return s;
            s = t;
        }
    }

    internal static BigInteger Exp(BigInteger x)
    {
        BigInteger k = (2 * x + Ln2) / (2 * Ln2);
        BigInteger r = x - k * Ln2 >> 16;
        BigInteger term = One, sum = One;
        for (int n = 1; !term.IsZero && term != -1; n++)
        {
            term = Multiply(term, r) / n;
            sum += term;
        }
        for (int i = 0; i < 16; i++) sum = Multiply(sum, sum);
        return Shift(sum, (int)k);
    }

    internal static BigInteger Log(BigInteger x)
    {
        int e = (int)x.GetBitLength() - 1 - Places;
        BigInteger m = Shift(x, -e);
        BigInteger y = From(Math.Log((double)(m >> (Places - 60)) / (1L << 60)));
        for (int i = 0; i < 4; i++)
        {
            BigInteger p = Exp(y);
            y += Divide(2 * (m - p), m + p);
        }
        return y + e * Ln2;
    }

    internal static BigInteger Sin(BigInteger x) => Trig(x, false);

    internal static BigInteger Cos(BigInteger x) => Trig(x, true);

    internal static BigInteger Atan(BigInteger x)
    {
        if (x.Sign < 0) return -Atan(-x);
        if (x > One) return Pi / 2 - Atan(Divide(One, x));
        for (int i = 0; i < 6; i++) x = Divide(x, One + Sqrt(One + Multiply(x, x)));
        BigInteger z = Multiply(x, x), power = x, sum = x;
        for (int n = 3; !power.IsZero; n += 2)
        {
            power = Multiply(power, z);
            sum += (n & 2) != 0 ? -power / n : power / n;
        }
        return sum << 6;
    }

    internal static BigInteger Asin(BigInteger x)
    {
        BigInteger c = Sqrt(One - Multiply(x, x));
        return c.IsZero ? x.Sign * Pi / 2 : Atan(Divide(x, c));
    }

    internal static BigInteger Acos(BigInteger x) => Pi / 2 - Asin(x);

    internal static BigInteger Atan2(BigInteger y, BigInteger x)
    {
        BigInteger a = Atan(Divide(y, x));
        return x.Sign > 0 ? a : y.Sign >= 0 ? a + Pi : a - Pi;
    }

    internal static BigInteger Erf(BigInteger x)
    {
        BigInteger z = 2 * Multiply(x, x), term = x, sum = x;
        for (int n = 3; !term.IsZero && term != -1; n += 2)
        {
            term = Multiply(term, z) / n;
            sum += term;
        }
        return Divide(2 * sum, Multiply(Exp(z / 2), Sqrt(Pi)));
    }

    internal static BigInteger Erfc(BigInteger x) => One - Erf(x);

    internal static BigInteger NormalCdf(BigInteger x) => Erfc(Divide(-x, Sqrt(2 * One))) / 2;

    internal static BigInteger NormalDensity(BigInteger x) => Divide(Exp(-Multiply(x, x) / 2), Sqrt(2 * Pi));

    internal static BigInteger Cbrt(BigInteger x) => x.Sign < 0 ? -Cbrt(-x) : Exp(Log(x) / 3);

    internal static BigInteger Expm1(BigInteger x) => Exp(x) - One;

    internal static BigInteger Log1p(BigInteger x) => Log(One + x);

    internal static BigInteger Log2(BigInteger x) => Divide(Log(x), Ln2);

    internal static BigInteger Log10(BigInteger x) => Divide(Log(x), Log(10 * One));

    internal static BigInteger Sinh(BigInteger x) => (Exp(x) - Exp(-x)) / 2;

    internal static BigInteger Cosh(BigInteger x) => (Exp(x) + Exp(-x)) / 2;

    internal static BigInteger Tanh(BigInteger x) => Divide(Expm1(2 * x), Exp(2 * x) + One);

    internal static BigInteger Tan(BigInteger x) => Divide(Sin(x), Cos(x));

    internal static BigInteger Pow(BigInteger x, BigInteger y) => Exp(Multiply(y, Log(x)));

    internal static BigInteger Hypot(BigInteger x, BigInteger y) => Sqrt(Multiply(x, x) + Multiply(y, y));

    private static BigInteger Trig(BigInteger x, bool cosine)
    {
        // The multiple of 2 pi can have a thousand bits, and pi has 1400 places; inputs stay below 2^900.
        BigInteger k = (2 * x + 2 * Pi) / (4 * Pi);
        BigInteger r = x - k * 2 * Pi;
        BigInteger z = Multiply(r, r), term = cosine ? One : r, sum = term;
        for (int n = cosine ? 1 : 2; !term.IsZero && term != -1; n += 2)
        {
            term = -Multiply(term, z) / (n * (n + 1));
            sum += term;
        }
        return sum;
    }

    private static BigInteger AtanOfInverse(int n)
    {
        BigInteger power = One / n, sum = power;
        for (int k = 3; !power.IsZero; k += 2)
        {
            power /= n * n;
            sum += (k & 2) != 0 ? -power / k : power / k;
        }
        return sum;
    }

    private static BigInteger MakeLn2()
    {
        BigInteger power = (One * 2) / 3, sum = power;
        for (int k = 3; !power.IsZero; k += 2)
        {
            power /= 9;
            sum += power / k;
        }
        return sum;
    }

    private static BigInteger Shift(BigInteger x, int n) => n >= 0 ? x << n : x >> -n;
}
