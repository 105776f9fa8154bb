using Sim.Numerics;

namespace Sim.Reports.Failures;

/// <summary>
/// A partner's approach in a form that can be compared: per sample its place in the ego's frame, drawn together with the logarithm of the distance (a metre
/// counts less far away), and its heading as a point on a circle. Immutable.
/// </summary>
internal sealed class ApproachShape
{
    /// <summary>Within about this distance a metre counts fully, m.</summary>
    public const double NearM = 5;

    /// <summary>One radian of heading counts as this many metres.</summary>
    public const double HeadingM = 2;

    private const int Columns = 4;
    private readonly double[] _samples;

    private ApproachShape(double[] samples) => _samples = samples;

    /// <summary>Number of samples.</summary>
    public int Count => _samples.Length / Columns;

    /// <summary>The shape of an approach (<see cref="CaseEnding.Approach"/>); null when there is none.</summary>
    public static ApproachShape? Of(IReadOnlyList<double> approach)
    {
        int count = Math.Min(approach.Count / 3, Motion.MaxSamples);
        if (count == 0)
        {
            return null;
        }

        // What a damaged file holds beyond is bounded here.
        const double Far = 1e6;
        int from = approach.Count / 3 - count;
        var samples = new double[Columns * count];
        for (int i = 0; i < count; i++)
        {
            double x = Math.Clamp(approach[3 * (from + i)], -Far, Far), y = Math.Clamp(approach[3 * (from + i) + 1], -Far, Far);
            double range = Math.Sqrt(x * x + y * y);
            double scale = range > 1e-9 ? NearM * Pinned.Log1p(range / NearM) / range : 1;
            var (sin, cos) = Pinned.SinCos(Math.Clamp(approach[3 * (from + i) + 2], -Far, Far));
            samples[Columns * i] = x * scale;
            samples[Columns * i + 1] = y * scale;
            samples[Columns * i + 2] = HeadingM * cos;
            samples[Columns * i + 3] = HeadingM * sin;
        }

        return new ApproachShape(samples);
    }

    /// <summary>
    /// Mean distance of two approaches after dynamic time warping (symmetric steps, the diagonal counted twice, normalised by the sum of the lengths), m.
    /// Symmetric; 0 for equal ones. Approaches of different length are compared over their common end.
    /// </summary>
    public double DistanceTo(ApproachShape other)
    {
        int count = Math.Min(Count, other.Count);
        Span<double> previous = stackalloc double[Motion.MaxSamples + 1], current = stackalloc double[Motion.MaxSamples + 1];
        previous.Fill(double.PositiveInfinity);
        int here = Columns * (Count - count), there = Columns * (other.Count - count);
        for (int i = 0; i < count; i++)
        {
            current[0] = double.PositiveInfinity;
            for (int k = 0; k < count; k++)
            {
                double cost = Distance(_samples.AsSpan(here + Columns * i, Columns), other._samples.AsSpan(there + Columns * k, Columns));
                double diagonal = i == 0 && k == 0 ? 0 : previous[k];
                current[k + 1] = Math.Min(diagonal + 2 * cost, Math.Min(previous[k + 1], current[k]) + cost);
            }

            var swap = previous;
            previous = current;
            current = swap;
        }

        return previous[count] / (2 * count);
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int c = 0; c < Columns; c++)
        {
            double d = a[c] - b[c];
            sum += d * d;
        }

        return Math.Sqrt(sum);
    }
}
