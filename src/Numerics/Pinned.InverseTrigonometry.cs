namespace Sim.Numerics;

public static partial class Pinned
{
    /// <summary>Arc tangent, in [-pi/2, pi/2] rad.</summary>
    /// <param name="x">Any number.</param>
    public static double Atan(double x)
    {
        double a = Math.Abs(x);
        if (!(a >= 1e-9)) return x;
        if (a > 1e17) return x < 0.0 ? -HalfPiHi : HalfPiHi;
        double h = AngleParts(a, 0.0, 1.0, 0.0, out double l);
        return x < 0.0 ? -(h + l) : h + l;
    }

    /// <summary>Angle of the vector (x, y) against the x axis, in [-pi, pi] rad, with the signed-zero and infinity cases of <see cref="Math.Atan2"/>.</summary>
    /// <param name="y">Ordinate.</param>
    /// <param name="x">Abscissa.</param>
    public static double Atan2(double y, double x)
    {
        if (double.IsNaN(x) || double.IsNaN(y)) return double.NaN;
        double ay = Math.Abs(y), ax = Math.Abs(x);
        double h, l = 0.0;
        if (ay == 0.0) h = 0.0;
        else if (double.IsInfinity(ay) || double.IsInfinity(ax))
        {
            h = !double.IsInfinity(ax) ? HalfPiHi : double.IsInfinity(ay) ? 0.25 * PiHi : 0.0;
            l = !double.IsInfinity(ax) ? HalfPiLo : double.IsInfinity(ay) ? 0.25 * PiLo : 0.0;
        }
        else
        {
            double larger = Math.Max(ax, ay), smaller = Math.Min(ax, ay);
            if (smaller < larger * 1e-40)
            {
                // The quotient decides alone; it may be subnormal, so no correction terms.
                if (ay < ax) h = x < 0.0 ? 0.0 : ay / ax;
                else (h, l) = (HalfPiHi, HalfPiLo);
            }
            else
            {
                double scale = larger > 1e150 ? Exact.PowerOfTwo(-512) : larger < 1e-150 ? Exact.PowerOfTwo(600) : 1.0;
                ax *= scale;
                ay *= scale;
                h = AngleParts(ay, 0.0, ax, 0.0, out l);
            }
        }
        if (double.IsNegative(x))
        {
            double s = Exact.FastTwoSum(PiHi, -h, out double e);
            h = s + (e + (PiLo - l));
        }
        else h += l;
        return double.IsNegative(y) ? -h : h;
    }

    /// <summary>Arc sine, in [-pi/2, pi/2] rad. Outside [-1, 1] it is NaN.</summary>
    /// <param name="x">Number in [-1, 1].</param>
    public static double Asin(double x)
    {
        double a = Math.Abs(x);
        if (!(a <= 1.0)) return double.NaN;
        if (a < 1e-9) return x;
        double c = Cathetus(a, out double cl);
        double h = AngleParts(a, 0.0, c, cl, out double l);
        return x < 0.0 ? -(h + l) : h + l;
    }

    /// <summary>Arc cosine, in [0, pi] rad. Outside [-1, 1] it is NaN.</summary>
    /// <param name="x">Number in [-1, 1].</param>
    public static double Acos(double x)
    {
        double a = Math.Abs(x);
        if (!(a <= 1.0)) return double.NaN;
        if (a < 1e-40) return HalfPiHi;
        double c = Cathetus(a, out double cl);
        double h = AngleParts(c, cl, a, 0.0, out double l);
        if (x >= 0.0) return h + l;
        double s = Exact.FastTwoSum(PiHi, -h, out double e);
        return s + (e + (PiLo - l));
    }

    // sqrt(1 - a^2) for a in [0, 1]; (1 - a)(1 + a) keeps its digits where a is near 1.
    private static double Cathetus(double a, out double low)
    {
        double m = Exact.FastTwoSum(1.0, -a, out double ml);
        double p = Exact.FastTwoSum(1.0, a, out double pl);
        double d = Exact.Multiply(m, ml, p, pl, out double dl);
        if (d == 0.0)
        {
            low = 0.0;
            return 0.0;
        }
        return Exact.Sqrt(d, dl, out low);
    }

    // Angle of ((xh + xl), (yh + yl)) in the first quadrant, result + low. The smaller over the larger is near i/64; the vector turned
    // back by atan(i/64) is (x + c y, y - c x), whose angle is below 1/128 and a short series.
    private static double AngleParts(double yh, double yl, double xh, double xl, out double low)
    {
        bool swap = yh > xh;
        if (swap)
            (xh, xl, yh, yl) = (yh, yl, xh, xl);
        int i = (int)(yh / xh * 64.0 + 0.5);
        double th, tl, ah = 0.0, al = 0.0;
        if (i == 0)
            th = Exact.Divide(yh, yl, xh, xl, out tl);
        else
        {
            double c = i * 0.015625;
            double cx = Exact.TwoProduct(c, xh, out double cxe);
            double n = Exact.TwoSum(yh, -cx, out double ne);
            double cy = Exact.TwoProduct(c, yh, out double cye);
            double d = Exact.FastTwoSum(xh, cy, out double de);
            n = Exact.TwoSum(n, (ne - cxe) + (yl - c * xl), out ne);
            d = Exact.FastTwoSum(d, (de + cye) + (xl + c * yl), out de);
            th = Exact.Divide(n, ne, d, de, out tl);
            ah = AtanTable[2 * i];
            al = AtanTable[2 * i + 1];
        }
        double z = th * th;
        double series = th * z * (-1.0 / 3.0 + z * (0.2 + z * (-1.0 / 7.0 + z * (1.0 / 9.0 - z * (1.0 / 11.0)))));
        double s = Exact.FastTwoSum(ah, th, out double e);
        s = Exact.FastTwoSum(s, e + (al + (tl + series)), out low);
        if (!swap)
            return s;
        double turned = Exact.FastTwoSum(HalfPiHi, -s, out e);
        return Exact.FastTwoSum(turned, e + (HalfPiLo - low), out low);
    }
}
