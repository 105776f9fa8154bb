namespace Sim.Geometry;

/// <summary>
/// The exact turn of three points: never wrong by rounding, so intersection and containment agree with each other. Exact while products of
/// coordinates neither overflow nor underflow (magnitudes between 1e-140 and 1e140, or 0). Pure and thread-safe, allocates nothing.
/// </summary>
public static class Orientation
{
    // Forward error bound of the plain determinant: (3 + 16 eps) eps with eps = 2^-53 (Shewchuk 1997, "Adaptive precision floating-point
    // arithmetic and fast robust geometric predicates", section 4.1).
    private const double ErrorBound = 3.3306690738754716e-16;
    private const double Splitter = 134217729.0; // 2^27 + 1

    /// <summary>1 when a, b, c turn left (counter-clockwise), -1 when they turn right, 0 when they are collinear.</summary>
    public static int Sign(Vector2d a, Vector2d b, Vector2d c)
    {
        double left = (a.X - c.X) * (b.Y - c.Y);
        double right = (a.Y - c.Y) * (b.X - c.X);
        double det = left - right;
        double bound = ErrorBound * (Math.Abs(left) + Math.Abs(right));
        if (det > bound)
        {
            return 1;
        }

        if (-det > bound)
        {
            return -1;
        }

        return a == b || b == c || a == c ? 0 : ExactSign(a, b, c);
    }

    private static int ExactSign(Vector2d a, Vector2d b, Vector2d c)
    {
        Span<double> sum = stackalloc double[12];
        int count = 0;
        AddProduct(sum, ref count, a.X, b.Y);
        AddProduct(sum, ref count, -a.X, c.Y);
        AddProduct(sum, ref count, -c.X, b.Y);
        AddProduct(sum, ref count, -a.Y, b.X);
        AddProduct(sum, ref count, a.Y, c.X);
        AddProduct(sum, ref count, c.Y, b.X);
        // The components do not overlap and grow in magnitude: the last one that is not 0 has the sign of the whole.
        for (int i = count - 1; i >= 0; i--)
        {
            if (sum[i] != 0)
            {
                return sum[i] > 0 ? 1 : -1;
            }
        }

        return 0;
    }

    private static void AddProduct(Span<double> sum, ref int count, double x, double y)
    {
        double product = x * y;
        double scaled = Splitter * x;
        double xHigh = scaled - (scaled - x);
        double xLow = x - xHigh;
        scaled = Splitter * y;
        double yHigh = scaled - (scaled - y);
        double yLow = y - yHigh;
        double error = xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
        Grow(sum, ref count, error);
        Grow(sum, ref count, product);
    }

    private static void Grow(Span<double> sum, ref int count, double value)
    {
        double q = value;
        for (int i = 0; i < count; i++)
        {
            double total = q + sum[i];
            double virtualPart = total - q;
            sum[i] = (q - (total - virtualPart)) + (sum[i] - virtualPart);
            q = total;
        }

        sum[count++] = q;
    }
}
