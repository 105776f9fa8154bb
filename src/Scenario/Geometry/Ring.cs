namespace Sim.Geometry;

/// <summary>Measures of a closed ring given as a span, first point not repeated. Sums are relative to the first point.</summary>
internal static class Ring
{
    public static double SignedAreaM2(ReadOnlySpan<Vector2d> ring)
    {
        double twice = 0;
        for (int i = 2; i < ring.Length; i++)
        {
            twice += (ring[i - 1] - ring[0]).Cross(ring[i] - ring[0]);
        }

        return twice / 2;
    }

    public static Vector2d Centroid(ReadOnlySpan<Vector2d> ring)
    {
        if (ring.Length == 0)
        {
            return new(double.NaN, double.NaN);
        }

        double twice = 0;
        double absolute = 0;
        var sum = Vector2d.Zero;
        var mean = Vector2d.Zero;
        for (int i = 1; i < ring.Length; i++)
        {
            var b = ring[i] - ring[0];
            mean += b;
            var a = ring[i - 1] - ring[0];
            double cross = a.Cross(b);
            twice += cross;
            absolute += Math.Abs(a.X * b.Y) + Math.Abs(a.Y * b.X);
            sum += (a + b) * cross;
        }

        // Without an area worth the name the centroid's quotient is noise; the mean of the points lies on the line.
        return Math.Abs(twice) > 1e-12 * absolute ? ring[0] + sum * (1 / (3 * twice)) : ring[0] + mean * (1.0 / ring.Length);
    }
}
