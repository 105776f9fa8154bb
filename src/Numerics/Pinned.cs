using System.Runtime.CompilerServices;

namespace Sim.Numerics;

/// <summary>
/// Elementary functions whose results have the same bits on every machine: they use only IEEE 754 addition, subtraction, multiplication,
/// division, square root and integer operations, in a fixed order, and never a fused multiply-add or the C library. Special values (NaN,
/// infinities, signed zeros, domain errors) are those of <see cref="Math"/>. Errors are below 1 ulp; the measured table is in
/// <c>docs/numerics.md</c>. All members are pure, allocate nothing and may be called from any thread. Angles are in radians.
/// </summary>
public static partial class Pinned
{
    /// <summary>The angle brought into (-pi, pi] by whole turns, in radians. NaN and infinities give NaN.</summary>
    /// <param name="angleRad">Any angle, rad.</param>
    /// <remarks>Angles already in range come back unchanged; -pi itself becomes pi.</remarks>
    public static double WrapAngle(double angleRad)
    {
        if (angleRad > -Math.PI && angleRad <= Math.PI)
            return angleRad;
        if (angleRad == -Math.PI)
            return Math.PI;
        return ReduceTurns(angleRad, 0.0);
    }

    /// <summary>The shortest signed turn from one heading to another: to - from brought into (-pi, pi], rad.</summary>
    /// <param name="toRad">Target heading, rad.</param>
    /// <param name="fromRad">Start heading, rad.</param>
    public static double AngleDifference(double toRad, double fromRad)
    {
        double d = Exact.TwoSum(toRad, -fromRad, out double e);
        if (d > -Math.PI && d <= Math.PI)
            return d;
        return d == -Math.PI ? Math.PI : ReduceTurns(d, e);
    }

    // The double nearest to 2 pi is not a whole turn, so whole turns are taken off in three parts; 2^20 turns stay exact to the last bit.
    private static double ReduceTurns(double high, double low)
    {
        if (!double.IsFinite(high))
            return double.NaN;
        double r, rest;
        if (Math.Abs(high) < 1e6)
        {
            double k = Math.Floor(high * (0.25 * TwoOverPi) + 0.5) * 4.0;
            r = Reduce(high, k, out rest);
            r = Exact.TwoSum(r, rest + low, out _);
        }
        else
        {
            int quadrant = ReduceLarge(high, out r, out rest) & 3;
            r = quadrant switch
            {
                1 => (HalfPiHi + (HalfPiLo + r + rest)),
                2 => r > 0 ? r - PiHi + (rest - PiLo) : PiHi + (r + (rest + PiLo)),
                3 => r - HalfPiHi + (rest - HalfPiLo),
                _ => r,
            };
        }
        if (r > Math.PI)
            r -= 2.0 * Math.PI;
        return r <= -Math.PI ? Math.PI : r;
    }

    /// <summary>Square root of x² + y² without overflow or underflow on the way. An infinity in either argument gives +infinity.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="y">Any number.</param>
    public static double Hypot(double x, double y)
    {
        x = Math.Abs(x);
        y = Math.Abs(y);
        if (x < y)
            (x, y) = (y, x);
        if (double.IsInfinity(x) || double.IsInfinity(y))
            return double.PositiveInfinity;
        if (double.IsNaN(x) || double.IsNaN(y))
            return double.NaN;
        if (y == 0.0)
            return x;
        if (y < x * 8.673617379884035e-19)
            return x + y; // before scaling, which could take a far larger x out of range
        double back = 1.0;
        if (x > 3.273390607896142e+150) { x *= 2.409919865102884e-181; y *= 2.409919865102884e-181; back = 4.149515568880993e+180; }
        else if (y < 3.4395525670743494e-136) { x *= 4.149515568880993e+180; y *= 4.149515568880993e+180; back = 2.409919865102884e-181; }
        double p = Exact.TwoProduct(x, x, out double pe);
        double q = Exact.TwoProduct(y, y, out double qe);
        double s = Exact.FastTwoSum(p, q, out double e);
        double h = Math.Sqrt(s);
        double hh = Exact.TwoProduct(h, h, out double he);
        h += (((s - hh) - he) + (e + (pe + qe))) / (h + h);
        return h * back;
    }

    /// <summary>Cube root, with the sign of x.</summary>
    /// <param name="x">Any number.</param>
    public static double Cbrt(double x)
    {
        if (x == 0.0 || !double.IsFinite(x))
            return x;
        double a = Math.Abs(x);
        int shift = 0;
        if (a < 1.1830521861667747e-271) { a *= 2.037035976334486e+90; shift = -100; }
        else if (a > 8.452712498170644e+270) { a *= 4.909093465297727e-91; shift = 100; }
        // A third of the exponent bits starts within 4 %; each Halley step triples the correct digits.
        double t = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(a) / 3 + 0x2A9F7893782DA1CEL);
        double c = t * t * t;
        t *= (c + 2.0 * a) / (2.0 * c + a);
        c = t * t * t;
        t *= (c + 2.0 * a) / (2.0 * c + a);
        double s = Exact.TwoProduct(t, t, out double se);
        double u = Exact.TwoProduct(s, t, out double ue);
        t += (((a - u) - ue) - se * t) / (3.0 * s);
        t *= Exact.PowerOfTwo(shift);
        return x < 0.0 ? -t : t;
    }
}
