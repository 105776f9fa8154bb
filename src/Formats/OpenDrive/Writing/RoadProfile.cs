namespace Sim.Formats.OpenDrive.Writing;

/// <summary>Height and roll of a road along its reference line, and what single lanes lie above it. Immutable.</summary>
internal sealed class RoadProfile
{
    private const double HeightM = 0.001;
    private const double RollRad = 1e-5;
    private const double ToleranceM = 0.005;

    private RoadProfile(List<(double S, double Value)> elevation, List<(double S, double Value)> roll, List<(double S, double Value)>[] raised) => (Elevation, Roll, Raised) = (elevation, roll, raised);

    /// <summary>Height of the reference line, m, linear between stations; empty when flat at 0.</summary>
    public IReadOnlyList<(double S, double Value)> Elevation { get; }

    /// <summary>Superelevation, rad; empty when level.</summary>
    public IReadOnlyList<(double S, double Value)> Roll { get; }

    /// <summary>What each lane lies above the surface, m, from a station on; empty where it lies on it.</summary>
    public IReadOnlyList<IReadOnlyList<(double S, double Value)>> Raised { get; }

    /// <summary>Roll at s.</summary>
    public double RollAt(double s) => At(Roll, s);

    /// <summary>Reads the profile off the lanes.</summary>
    public static RoadProfile Of(LaneBundle bundle, BundleShape shape)
    {
        var lanes = bundle.Lanes;
        int own = 0;
        for (int p = 1; p < lanes.Count; p++)
        {
            int near = Math.Abs(2 * p + 1 - 2 * bundle.LeftCount), best = Math.Abs(2 * own + 1 - 2 * bundle.LeftCount);
            double reach = Reach(shape, p) - Reach(shape, own);
            own = reach > 0.5 || (reach > -0.5 && near < best) ? p : own;
        }

        var roll = new List<(double, double)>();
        if (Values(lanes[own].Lane.SuperelevationRad, lanes[own]) is { } rolls)
        {
            for (int i = 0; i < rolls.Length; i++)
            {
                roll.Add((shape.Stations[own][i], lanes[own].Along ? rolls[i] : -rolls[i]));
            }

            roll = Simplified(roll, RollRad);
        }

        var elevation = new List<(double, double)>();
        if (Values(lanes[own].Lane.ElevationM, lanes[own]) is { } heights)
        {
            for (int i = 0; i < heights.Length; i++)
            {
                double s = shape.Stations[own][i];
                elevation.Add((s, heights[i] - Tilt(shape, own, s, At(roll, s))));
            }

            elevation = Simplified(elevation, HeightM);
        }

        var raised = new List<(double S, double Value)>[lanes.Count];
        for (int p = 0; p < lanes.Count; p++)
        {
            bool flat = p == own || (Values(lanes[p].Lane.ElevationM, lanes[p]) is null && elevation.Count == 0);
            raised[p] = flat ? [] : Steps(lanes[p], shape, p, elevation, roll);
        }

        return new(elevation, roll, raised);
    }

    /// <summary>Heights above the road, each from the station on at which it begins: the reader holds one until the next.</summary>
    private static List<(double S, double Value)> Steps(BundledLane lane, BundleShape shape, int place, List<(double, double)> elevation, List<(double, double)> roll)
    {
        var values = Values(lane.Lane.ElevationM, lane);
        var stations = shape.Stations[place];
        var steps = new List<(double S, double Value)>();
        for (int i = 0; i < stations.Count; i++)
        {
            double above = (values?[i] ?? 0) - At(elevation, stations[i]) - Tilt(shape, place, stations[i], At(roll, stations[i]));
            if (Math.Abs(above - (steps.Count > 0 ? steps[^1].Value : 0)) > ToleranceM)
            {
                steps.Add((Math.Max(0, stations[i] - 1e-6), above));
            }
        }

        return steps;
    }

    private static double Reach(BundleShape shape, int place) => shape.Stations[place][^1] - shape.Stations[place][0];

    private static double Tilt(BundleShape shape, int place, double s, double roll) =>
        roll == 0 ? 0 : 0.5 * (shape.Outer(place, s) + shape.Inner(place, s)) / Numerics.Pinned.Cos(roll) * Numerics.Pinned.Sin(roll);

    private static double[]? Values(IReadOnlyList<double>? values, BundledLane lane)
    {
        if (values is null || values.Count != lane.Centre.Points.Count)
        {
            return null;
        }

        return [.. lane.Along ? values : values.Reverse()];
    }

    private static double At(IReadOnlyList<(double S, double Value)> knots, double s)
    {
        if (knots.Count == 0)
        {
            return 0;
        }

        int i = 0;
        while (i + 2 < knots.Count && knots[i + 1].S <= s)
        {
            i++;
        }

        if (knots.Count == 1 || s <= knots[0].S)
        {
            return knots[0].Value;
        }

        var (a, b) = (knots[i], knots[i + 1]);
        return s >= b.S ? b.Value : a.Value + (b.Value - a.Value) * ((s - a.S) / (b.S - a.S));
    }

    private static List<(double S, double Value)> Simplified(List<(double S, double Value)> knots, double tolerance)
    {
        var kept = new List<(double S, double Value)> { knots[0] };
        int from = 0;
        for (int i = 2; i <= knots.Count; i++)
        {
            bool fits = i < knots.Count;
            for (int k = from + 1; k < i && fits; k++)
            {
                var (a, b) = (knots[from], knots[i]);
                fits = Math.Abs(knots[k].Value - (a.Value + (b.Value - a.Value) * ((knots[k].S - a.S) / (b.S - a.S)))) <= tolerance;
            }

            if (!fits)
            {
                kept.Add(knots[i - 1]);
                from = i - 1;
            }
        }

        return kept;
    }
}
