namespace Sim.Numerics;

/// <summary>Latin hypercube samples: in every coordinate, each of n equal slices holds exactly one of the n points.</summary>
public static class LatinHypercube
{
    /// <summary>Fills a table of points.</summary>
    /// <param name="count">Number of points, at least 1.</param>
    /// <param name="dimensions">Coordinates per point, at least 1.</param>
    /// <param name="random">Source of the permutations and of the place within each slice.</param>
    /// <param name="points">Takes count rows of <paramref name="dimensions"/> coordinates in [0, 1).</param>
    /// <param name="centred">True puts each point in the middle of its slices.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count below 1.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static void Sample(int count, int dimensions, RandomStream random, Span<double> points, bool centred = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentNullException.ThrowIfNull(random);
        if (points.Length < (long)count * dimensions)
            throw new ArgumentException("The span is shorter than count times dimensions.", nameof(points));
        var slices = new int[count];
        double width = 1.0 / count;
        for (int d = 0; d < dimensions; d++)
        {
            for (int i = 0; i < count; i++) slices[i] = i;
            random.Shuffle<int>(slices);
            for (int i = 0; i < count; i++)
            {
                double x = (slices[i] + (centred ? 0.5 : random.NextDouble())) * width;
                // Rounding may lift a point onto its slice's upper edge.
                double top = (slices[i] + 1) * width;
                points[i * dimensions + d] = x < top ? x : Math.BitDecrement(top);
            }
        }
    }
}
