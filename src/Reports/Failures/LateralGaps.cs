using Sim.Numerics;

namespace Sim.Reports.Failures;

/// <summary>How near the ego passes actors beside it. Pure.</summary>
internal static class LateralGaps
{
    // Farther to the side than this nobody is beside the ego, m.
    private const double ReachM = 10;

    /// <summary>Smallest gap across the ego's heading to an actor that is beside it (their boxes overlap along its heading), m, at least 0; null when there is none.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="ego">The ego's track.</param>
    /// <param name="untilUs">Later steps do not count, µs.</param>
    public static double? Smallest(Recording recording, Track ego, long untilUs)
    {
        double? best = null;
        int end = Math.Min(ego.EndStep, recording.StepCount);
        foreach (var other in recording.Tracks)
        {
            if (ReferenceEquals(other, ego))
            {
                continue;
            }

            double reach = ReachM + ego.Body.LengthM + ego.Body.WidthM + other.Body.LengthM + other.Body.WidthM;
            int last = Math.Min(end, other.EndStep);
            for (int step = Math.Max(0, Math.Max(ego.FirstStep, other.FirstStep)); step < last && recording.TimeUs(step) <= untilUs; step++)
            {
                if (ego.IsPresent(step) && other.IsPresent(step) && Gap(ego, other, step, reach) is { } gap && !(best <= gap))
                {
                    best = gap;
                }
            }
        }

        return best;
    }

    private static double? Gap(Track ego, Track other, int step, double reachM)
    {
        int i = step - ego.FirstStep, k = step - other.FirstStep;
        double dx = other.X.Span[k] - ego.X.Span[i], dy = other.Y.Span[k] - ego.Y.Span[i];
        if (!(Math.Abs(dx) + Math.Abs(dy) <= 2 * reachM) || !double.IsFinite(ego.HeadingRad.Span[i]) || !double.IsFinite(other.HeadingRad.Span[k]))
        {
            return null;
        }

        var (sin, cos) = Pinned.SinCos(ego.HeadingRad.Span[i]);
        var (halfX, halfY) = PreCrashEvents.HalfExtents(other.Body, Pinned.AngleDifference(other.HeadingRad.Span[k], ego.HeadingRad.Span[i]));
        double along = Math.Abs(dx * cos + dy * sin) - ego.Body.LengthM / 2 - halfX;
        double across = Math.Abs(dy * cos - dx * sin) - ego.Body.WidthM / 2 - halfY;
        return along < 0 && across <= ReachM ? Math.Max(0, across) : null;
    }
}
