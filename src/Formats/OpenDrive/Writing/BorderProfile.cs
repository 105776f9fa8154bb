using Sim.Geometry;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>A border beside a reference line: t over s, linear between stations. Immutable.</summary>
internal sealed class BorderProfile
{
    private const double ChordM = 0.005;
    private const double SimplifyM = 0.0015;
    private const int MaxDepth = 6;

    private BorderProfile(List<(double S, double T)> knots) => Knots = knots;

    /// <summary>Stations with growing s.</summary>
    public IReadOnlyList<(double S, double T)> Knots { get; }

    /// <summary>First station, m.</summary>
    public double FromM => Knots[0].S;

    /// <summary>Last station, m.</summary>
    public double ToM => Knots[^1].S;

    /// <summary>t at s, held beyond the ends.</summary>
    public double At(double s)
    {
        if (s <= Knots[0].S)
        {
            return Knots[0].T;
        }

        if (s >= Knots[^1].S)
        {
            return Knots[^1].T;
        }

        int low = 0, high = Knots.Count - 2;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = Knots[middle].S <= s ? (middle, high) : (low, middle - 1);
        }

        var (a, b) = (Knots[low], Knots[low + 1]);
        return a.T + (b.T - a.T) * ((s - a.S) / (b.S - a.S));
    }

    /// <summary>A border whose points belong to known stations of the reference line.</summary>
    /// <param name="curve">Reference line.</param>
    /// <param name="border">Border along it.</param>
    /// <param name="stations">s of each of its points, not falling.</param>
    public static BorderProfile? Of(ReferenceCurve curve, Polyline border, IReadOnlyList<double> stations)
    {
        var knots = new List<(double, double)>();
        for (int i = 0; i < stations.Count; i++)
        {
            var (point, tangent) = curve.At(stations[i]);
            double t = (border.Points[i] - point).Dot(tangent.Left);
            if (i > 0)
            {
                if (stations[i] <= stations[i - 1])
                {
                    return null;
                }

                Refine(curve, border.SegmentAt(i - 1), knots[^1], (stations[i], t), knots, 0);
            }

            knots.Add((stations[i], t));
        }

        return new(Simplified(knots));
    }

    /// <summary>A border whose points are dropped onto the reference line; null when it runs backwards beside it.</summary>
    public static BorderProfile? Dropped(ReferenceCurve curve, Polyline border)
    {
        var stations = new List<double>();
        var points = new List<Vector2d>();
        double from = double.NegativeInfinity;
        foreach (var point in border.Points)
        {
            if (Drop(curve, point, from) is not { } s)
            {
                return null;
            }

            if (stations.Count > 0 && s <= stations[^1] + 1e-4)
            {
                // A fold of less than a centimetre is dropped, a greater one is no graph over the line.
                if (s < stations[^1] - 0.01)
                {
                    return null;
                }

                continue;
            }

            stations.Add(s);
            points.Add(point);
            from = s;
        }

        return points.Count < 2 ? null : Cut(curve, new Polyline(points), stations);
    }

    /// <summary>Keeps what lies between the ends of the reference line and makes the border reach them where it nearly does.</summary>
    private static BorderProfile? Cut(ReferenceCurve curve, Polyline border, List<double> stations)
    {
        const double nearM = 5;
        double length = curve.LengthM;
        if (stations[0] > nearM || stations[^1] < length - nearM)
        {
            return null;
        }

        var knots = new List<(double S, double T)>();
        for (int i = 0; i + 1 < stations.Count; i++)
        {
            double low = i == 0 ? 0 : Math.Max(0, stations[i]), high = i + 2 == stations.Count ? length : Math.Min(length, stations[i + 1]);
            if (high <= low)
            {
                continue;
            }

            var segment = border.SegmentAt(i);
            if (Across(curve, segment, low) is not { } t0 || Across(curve, segment, high) is not { } t1)
            {
                return null;
            }

            if (knots.Count == 0 || low > knots[^1].S)
            {
                knots.Add((low, t0));
            }

            Refine(curve, segment, (low, t0), (high, t1), knots, 0);
            knots.Add((high, t1));
        }

        return knots.Count < 2 ? null : new(Simplified(knots));
    }

    private static void Refine(ReferenceCurve curve, Segment chord, (double S, double T) low, (double S, double T) high, List<(double, double)> knots, int depth)
    {
        double middle = 0.5 * (low.S + high.S);
        if (depth >= MaxDepth || high.S - low.S < 0.05 || Across(curve, chord, middle) is not { } t || Math.Abs(t - 0.5 * (low.T + high.T)) <= ChordM)
        {
            return;
        }

        Refine(curve, chord, low, (middle, t), knots, depth + 1);
        knots.Add((middle, t));
        Refine(curve, chord, (middle, t), high, knots, depth + 1);
    }

    /// <summary>t where the normal at s meets the line through a segment; null when they are nearly parallel.</summary>
    private static double? Across(ReferenceCurve curve, Segment chord, double s)
    {
        var (point, tangent) = curve.At(s);
        var way = chord.B - chord.A;
        double det = tangent.Left.Cross(way);
        return Math.Abs(det) > 0.1 * way.Length && way.Length > 0 ? (chord.A - point).Cross(way) / det : null;
    }

    /// <summary>s whose normal holds a point: the nearest one not before a station.</summary>
    public static double? Drop(ReferenceCurve curve, Vector2d point, double from)
    {
        double best = double.PositiveInfinity;
        double? found = null;
        var stations = curve.Stations;
        double Behind(double s)
        {
            var (at, tangent) = curve.At(s);
            return (point - at).Dot(tangent);
        }

        void Try(double s)
        {
            double distance = curve.At(s).Point.DistanceTo(point);
            if (distance < best - 1e-9 && s >= from - 0.5)
            {
                (best, found) = (distance, s);
            }
        }

        double before = Behind(0);
        if (before <= 0)
        {
            Try(before);
        }

        double beyond = Behind(curve.LengthM);
        if (beyond >= 0)
        {
            Try(curve.LengthM + beyond);
        }

        double last = before;
        for (int i = 1; i < stations.Count; i++)
        {
            double now = i == stations.Count - 1 ? beyond : Behind(stations[i]);
            if (last >= 0 && now <= 0 && stations[i] >= from - 0.5)
            {
                double low = stations[i - 1], high = stations[i];
                for (int k = 0; k < 50; k++)
                {
                    double middle = 0.5 * (low + high);
                    (low, high) = Behind(middle) >= 0 ? (middle, high) : (low, middle);
                }

                Try(0.5 * (low + high));
            }

            last = now;
        }

        return found;
    }

    /// <summary>Fewer stations within a tolerance (Douglas and Peucker 1973, distance measured along t).</summary>
    private static List<(double S, double T)> Simplified(List<(double S, double T)> knots)
    {
        var keep = new bool[knots.Count];
        keep[0] = keep[^1] = true;
        var pending = new Stack<(int From, int To)>();
        pending.Push((0, knots.Count - 1));
        while (pending.TryPop(out var range))
        {
            var (a, b) = (knots[range.From], knots[range.To]);
            double worst = SimplifyM;
            int at = -1;
            for (int i = range.From + 1; i < range.To; i++)
            {
                double line = a.T + (b.T - a.T) * ((knots[i].S - a.S) / (b.S - a.S));
                double off = Math.Abs(knots[i].T - line);
                if (off > worst)
                {
                    (worst, at) = (off, i);
                }
            }

            if (at > 0)
            {
                keep[at] = true;
                pending.Push((range.From, at));
                pending.Push((at, range.To));
            }
        }

        return [.. knots.Where((_, i) => keep[i])];
    }
}
