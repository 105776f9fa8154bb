using Sim.Numerics;

namespace Sim.Reports.Coverage;

/// <summary>
/// The largest ball in the unit cube of the numeric parameters that holds no case, over the cube's diagonal. Exact with one parameter; with more, the
/// largest over the corners of the cube and the points of a Sobol sequence as centres, a lower bound.
/// </summary>
internal static class Dispersion
{
    private const int Probes = 4096;
    private const int LeastProbes = 256;
    private const int MaxCornerDimensions = 10;
    private const long MaxPairs = 20_000_000;

    /// <summary>The dispersion of cases.</summary>
    /// <returns>0 to 1; 1 without a case; null without a numeric parameter.</returns>
    public static double? Of(IReadOnlyList<ParameterBins> bins, IReadOnlyList<CaseRow> cases)
    {
        var numeric = bins.Where(b => b.IsNumeric).Take(Sobol.MaxDimensions).ToList();
        if (numeric.Count == 0)
        {
            return null;
        }

        var points = new List<double[]>();
        foreach (var row in cases)
        {
            var point = numeric.ConvertAll(b => row.Result.Case.Key.Parameters.TryGetValue(b.Name, out string? text) ? b.Place(text) : null);
            if (point.TrueForAll(x => x is not null))
            {
                points.Add([.. point.Select(x => x!.Value)]);
            }
        }

        return Of(points, numeric.Count);
    }

    /// <summary>The dispersion of points in the unit cube.</summary>
    public static double Of(IReadOnlyList<double[]> points, int dimensions) =>
        points.Count == 0 ? 1 : dimensions == 1 ? OnLine(points) : Probed(points, dimensions);

    private static double OnLine(IReadOnlyList<double[]> points)
    {
        double[] sorted = [.. points.Select(p => p[0]).Order()];
        double radius = Math.Max(sorted[0], 1 - sorted[^1]);
        for (int i = 1; i < sorted.Length; i++)
        {
            radius = Math.Max(radius, (sorted[i] - sorted[i - 1]) / 2);
        }

        return radius;
    }

    private static double Probed(IReadOnlyList<double[]> points, int dimensions)
    {
        var distinct = points.DistinctBy(p => string.Join(' ', p.Select(BitConverter.DoubleToInt64Bits))).ToList();
        int probes = (int)Math.Clamp(MaxPairs / distinct.Count, LeastProbes, Probes);
        var sobol = new Sobol(dimensions);
        var probe = new double[dimensions];
        double largest = 0;
        for (int i = 0; i < probes; i++)
        {
            sobol.Point((ulong)i, probe);
            largest = Math.Max(largest, Nearest(distinct, probe));
        }

        for (int corner = 0; dimensions <= MaxCornerDimensions && corner < 1 << dimensions; corner++)
        {
            for (int d = 0; d < dimensions; d++)
            {
                probe[d] = corner >> d & 1;
            }

            largest = Math.Max(largest, Nearest(distinct, probe));
        }

        return Math.Sqrt(largest) / Math.Sqrt(dimensions);
    }

    private static double Nearest(List<double[]> points, double[] probe)
    {
        double nearest = double.PositiveInfinity;
        foreach (double[] point in points)
        {
            double sum = 0;
            for (int d = 0; d < probe.Length; d++)
            {
                double difference = point[d] - probe[d];
                sum += difference * difference;
            }

            nearest = Math.Min(nearest, sum);
        }

        return nearest;
    }
}
