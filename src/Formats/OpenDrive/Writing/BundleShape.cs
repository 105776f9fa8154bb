using Sim.Geometry;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>Reference line and borders of a bundle. Immutable.</summary>
internal sealed class BundleShape
{
    /// <summary>Largest distance between a lane's centre line and the written one that passes, m.</summary>
    public const double ToleranceM = 0.02;

    private const double SectionM = 0.002;
    private const double StepM = 5;
    private const double CutM = 1;
    private readonly LaneBundle _bundle;
    private readonly BorderProfile[] _outer;

    private BundleShape(LaneBundle bundle, ReferenceCurve curve, BorderProfile centre, BorderProfile[] outer, IReadOnlyList<double>[] stations)
    {
        (_bundle, Curve, Centre, _outer, Stations) = (bundle, curve, centre, outer, stations);
    }

    /// <summary>The reference line.</summary>
    public ReferenceCurve Curve { get; }

    /// <summary>The border between the sides: lane 0.</summary>
    public BorderProfile Centre { get; }

    /// <summary>s of every centre point of each lane, in the bundle's direction.</summary>
    public IReadOnlyList<double>[] Stations { get; }

    /// <summary>Draws a bundle; null when its borders are no graphs over any of its lines.</summary>
    public static BundleShape? Draw(LaneBundle bundle)
    {
        if (Sections(bundle) is { } exact)
        {
            return exact;
        }

        int owner = Math.Min(bundle.LeftCount, bundle.Lanes.Count - 1);
        var own = bundle.Lanes[owner];
        bool onLeft = owner >= bundle.LeftCount;
        BundleShape? best = null;
        double least = double.PositiveInfinity;
        foreach (var line in (ReadOnlySpan<Polyline>)[onLeft ? own.Left : own.Right, onLeft ? own.Right : own.Left, own.Centre])
        {
            if (Borders(bundle, own, line, onLeft ? own.Left : own.Right) is { } shape && shape.ErrorM() is var error && error < least)
            {
                (best, least) = (shape, error);
            }

            if (least <= ToleranceM)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Outer border of a lane, m beside the reference line; where the lane is closed that of the next lane inwards.</summary>
    public double Outer(int place, double s)
    {
        var profile = _outer[place];
        return s >= profile.FromM - 1e-9 && s <= profile.ToM + 1e-9 ? profile.At(s) : Inner(place, s);
    }

    /// <summary>Inner border of a lane, m.</summary>
    public double Inner(int place, double s) =>
        place == _bundle.LeftCount || place == _bundle.LeftCount - 1 ? Centre.At(s) : Outer(place + (place >= _bundle.LeftCount ? -1 : 1), s);

    /// <summary>Stations at which a lane's width may change its slope, from 0 to the length.</summary>
    public List<double> WidthStations(int place)
    {
        var found = new List<double> { 0, Curve.LengthM };
        int step = place >= _bundle.LeftCount ? -1 : 1;
        int limit = place >= _bundle.LeftCount ? _bundle.LeftCount - 1 : _bundle.LeftCount;
        for (int p = place; p != limit; p += step)
        {
            found.AddRange(_outer[p].Knots.Select(k => k.S));
            if (p != place && _outer[p].FromM <= 1e-6 && _outer[p].ToM >= Curve.LengthM - 1e-6)
            {
                break;
            }
        }

        found.AddRange(Centre.Knots.Select(k => k.S));
        found.RemoveAll(s => s < 0 || s > Curve.LengthM);
        found.Sort();
        int kept = 1;
        for (int i = 1; i < found.Count; i++)
        {
            if (found[i] > found[kept - 1] + 1e-6)
            {
                found[kept++] = found[i];
            }
        }

        found.RemoveRange(kept, found.Count - kept);
        return found;
    }

    /// <summary>True when the lanes' own cross-sections are square to the reference line, so that the written borders are exact.</summary>
    public bool IsSquare { get; private init; }

    /// <summary>Greatest distance of the written centre lines from the lanes' own, m.</summary>
    public double ErrorM() => Enumerable.Range(0, _bundle.Lanes.Count).Max(ErrorM);

    /// <summary>Greatest distance of one written centre line from the lane's own, m.</summary>
    public double ErrorM(int place)
    {
        var centre = _bundle.Lanes[place].Centre;
        double from = Math.Max(0, _outer[place].FromM), to = Math.Min(Curve.LengthM, _outer[place].ToM);
        int pieces = Math.Max(4, (int)Math.Ceiling(to - from));
        var stations = WidthStations(place).Where(s => s >= from && s <= to).Concat(Enumerable.Range(0, pieces + 1).Select(i => from + (to - from) * i / pieces)).Order();
        var drawn = new Polyline([.. stations.Select(s =>
        {
            var (point, tangent) = Curve.At(s);
            return point + tangent.Left * (0.5 * (Outer(place, s) + Inner(place, s)));
        })]);
        double worst = 0;
        foreach (var point in drawn.Points)
        {
            worst = Math.Max(worst, Beside(centre, point));
        }

        foreach (var point in centre.Points)
        {
            worst = Math.Max(worst, Beside(drawn, point));
        }

        return worst;
    }

    /// <summary>Distance beside a line; a little beyond its ends is the cut of the road, not an error.</summary>
    private static double Beside(Polyline line, Vector2d point)
    {
        double distance = line.DistanceTo(point);
        if (distance <= ToleranceM / 4)
        {
            return distance;
        }

        var at = line.Project(point);
        double beyond = Math.Max(-at.S, at.S - line.LengthM);
        return beyond > CutM ? beyond : beyond > 0 ? Math.Abs(at.D) : distance;
    }

    /// <summary>Lanes whose points are common cross-sections, square to the reference line: nothing has to be measured.</summary>
    private static BundleShape? Sections(LaneBundle bundle)
    {
        var lanes = bundle.Lanes;
        int owner = -1;
        bool useLeft = true;
        for (int i = Math.Max(0, bundle.LeftCount - 1); i <= Math.Min(lanes.Count - 1, bundle.LeftCount); i++)
        {
            if (owner < 0 || lanes[i].Centre.Points.Count > lanes[owner].Centre.Points.Count)
            {
                (owner, useLeft) = (i, i >= bundle.LeftCount);
            }
        }

        var own = lanes[owner];
        var line = useLeft ? own.Left : own.Right;
        if (own.Left.Points.Count != own.Right.Points.Count || own.Left.Points.Count != own.Centre.Points.Count)
        {
            return null;
        }

        var tangents = new Vector2d[line.Points.Count];
        for (int i = 0; i < tangents.Length; i++)
        {
            var across = own.Left.Points[i] - own.Right.Points[i];
            if (across.Length < 0.3)
            {
                return null;
            }

            tangents[i] = new Vector2d(across.Y, -across.X).UnitOr(new(1, 0));
            if (i > 0 && !(Along(line.Points[i] - line.Points[i - 1], tangents[i]) && Along(line.Points[i] - line.Points[i - 1], tangents[i - 1])))
            {
                return null;
            }
        }

        // Where the lane gets wider its border is not square to the cross-sections, but its centre line is.
        var reference = Square(line, tangents) || !Square(own.Centre, tangents) ? line : own.Centre;
        var curve = new ReferenceCurve(reference.Points, tangents);
        var outer = new BorderProfile[lanes.Count];
        var stations = new IReadOnlyList<double>[lanes.Count];
        for (int p = 0; p < lanes.Count; p++)
        {
            if (Align(lanes[p], line, tangents) is not { } first)
            {
                return null;
            }

            stations[p] = [.. curve.Stations.Skip(first).Take(lanes[p].Centre.Points.Count)];
            if (BorderProfile.Of(curve, p >= bundle.LeftCount ? lanes[p].Right : lanes[p].Left, stations[p]) is not { } profile)
            {
                return null;
            }

            outer[p] = profile;
        }

        var centre = BorderProfile.Of(curve, line, curve.Stations);
        var shape = centre is null ? null : new BundleShape(bundle, curve, centre, outer, stations) { IsSquare = true };
        return shape is not null && shape.ErrorM() <= ToleranceM ? shape : null;

        static bool Along(Vector2d step, Vector2d tangent) => step.Length > 1e-3 && step.Dot(tangent) > 0.9 * step.Length;
    }

    /// <summary>True when a line runs the way that square cross-sections tell.</summary>
    private static bool Square(Polyline line, Vector2d[] tangents)
    {
        for (int i = 0; i + 1 < tangents.Length; i++)
        {
            var step = line.Points[i + 1] - line.Points[i];
            if (!(step.Length > 1e-3) || Math.Abs(step.Cross(tangents[i] + tangents[i + 1])) > 0.01 * step.Length)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Index of the cross-section with which a lane begins.</summary>
    private static int? Align(BundledLane lane, Polyline line, Vector2d[] tangents)
    {
        int count = lane.Centre.Points.Count;
        if (lane.Left.Points.Count != count || lane.Right.Points.Count != count)
        {
            return null;
        }

        for (int first = 0; first + count <= tangents.Length; first++)
        {
            bool fits = true;
            for (int i = 0; i < count && fits; i++)
            {
                var (at, tangent) = (line.Points[first + i], tangents[first + i]);
                fits = Math.Abs((lane.Left.Points[i] - at).Dot(tangent)) <= SectionM && Math.Abs((lane.Right.Points[i] - at).Dot(tangent)) <= SectionM;
            }

            if (fits)
            {
                return first;
            }
        }

        return null;
    }

    /// <summary>Lanes with any points: the borders are dropped onto a smooth line.</summary>
    private static BundleShape? Borders(LaneBundle bundle, BundledLane own, Polyline line, Polyline centreLine)
    {
        var points = Dense(line);
        if (points.Count < 2)
        {
            return null;
        }

        var tangents = Tangents(points);
        tangents[0] = End(own, 0, tangents[0]);
        tangents[^1] = End(own, ^1, tangents[^1]);
        var curve = new ReferenceCurve(points, tangents);
        if (BorderProfile.Dropped(curve, centreLine) is not { } centre)
        {
            return null;
        }

        var outer = new BorderProfile[bundle.Lanes.Count];
        var stations = new IReadOnlyList<double>[bundle.Lanes.Count];
        for (int p = 0; p < outer.Length; p++)
        {
            var lane = bundle.Lanes[p];
            if (BorderProfile.Dropped(curve, p >= bundle.LeftCount ? lane.Right : lane.Left) is not { } profile)
            {
                return null;
            }

            outer[p] = profile;
            double scale = lane.Centre.LengthM > 0 ? curve.LengthM / lane.Centre.LengthM : 0;
            stations[p] = [.. lane.Centre.ArcLengthM.ToArray().Select(s => s * scale)];
        }

        return new BundleShape(bundle, curve, centre, outer, stations);
    }

    /// <summary>Direction square to a lane's last cross-section, so that the next road, cut the same way, fits.</summary>
    private static Vector2d End(BundledLane lane, Index at, Vector2d tangent)
    {
        var across = lane.Left.Points[at] - lane.Right.Points[at];
        var square = new Vector2d(across.Y, -across.X).UnitOr(tangent);
        return across.Length > 0.5 && square.Dot(tangent) > 0.9 ? square : tangent;
    }

    private static List<Vector2d> Dense(Polyline line)
    {
        var points = new List<Vector2d> { line.Points[0] };
        for (int i = 1; i < line.Points.Count; i++)
        {
            double gap = points[^1].DistanceTo(line.Points[i]);
            if (gap < 0.05)
            {
                if (i == line.Points.Count - 1 && points.Count > 1)
                {
                    points[^1] = line.Points[i];
                }

                continue;
            }

            int pieces = Math.Max(1, (int)Math.Ceiling(gap / StepM));
            var from = points[^1];
            for (int k = 1; k <= pieces; k++)
            {
                points.Add(k == pieces ? line.Points[i] : from.Lerp(line.Points[i], (double)k / pieces));
            }
        }

        return points;
    }

    /// <summary>Tangents of the parabola through each point and its neighbours.</summary>
    private static Vector2d[] Tangents(List<Vector2d> points)
    {
        var found = new Vector2d[points.Count];
        for (int i = 0; i < found.Length; i++)
        {
            var before = i > 0 ? points[i] - points[i - 1] : points[1] - points[0];
            var after = i + 1 < points.Count ? points[i + 1] - points[i] : before;
            double a = before.Length, b = after.Length;
            found[i] = (before * (b / a) + after * (a / b)).UnitOr(after.UnitOr(new(1, 0)));
        }

        return found;
    }
}
