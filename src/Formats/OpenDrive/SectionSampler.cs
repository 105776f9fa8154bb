using System.Globalization;

namespace Sim.Formats.OpenDrive;

/// <summary>
/// Cuts sections into cross-sections: at every start of a record and, between them, as densely as the chord error of every border asks.
/// </summary>
internal sealed class SectionSampler(string file)
{
    /// <summary>Largest distance between a border and its polyline, and between the surface and its chords, m.</summary>
    public const double ChordErrorM = 0.01;

    /// <summary>A lane narrower than this counts as closed, m.</summary>
    public const double ZeroWidthM = 0.001;

    public const int MaxPointsPerLane = 10_000;

    private const long MaxWork = 20_000_000;
    private const double MergeM = 1e-6;
    private const double MaxPlace = 1e9;
    private readonly List<double> _starts = [];
    private long _work;

    /// <summary>Fills the part's cross-sections and the range that each lane keeps.</summary>
    public void Sample(SectionPart part)
    {
        double tolerance = ChordErrorM;
        CollectStarts(part);
        while (!TrySample(part, tolerance))
        {
            tolerance *= 2;
            if (_starts.Count > MaxPointsPerLane || tolerance > 1e3)
            {
                throw Error(part.Road, string.Create(CultureInfo.InvariantCulture,
                    $"found a lane section of road \"{part.Road.Id}\" that needs more than {MaxPointsPerLane} points a lane; split it."));
            }
        }

        foreach (var slot in part.Slots)
        {
            Trim(slot);
        }
    }

    /// <summary>The borders at one s inside the part.</summary>
    public CrossSection At(SectionPart part, double s)
    {
        double inside = Math.Clamp(s, part.Start, part.End - (MergeM / 2));
        return new Interval(this, part, inside, inside).At(Math.Clamp(s, part.Start, part.End));
    }

    private static InputException ErrorAt(string file, OdrRoad road, string message) => new(message, file, road.Line, road.Column);

    private InputException Error(OdrRoad road, string message) => ErrorAt(file, road, message);

    private void CollectStarts(SectionPart part)
    {
        _starts.Clear();
        var road = part.Road;
        for (int g = road.PlanIndexAt(part.Start); g < road.Plan.Count && road.Plan[g].S < part.End; g++)
        {
            var geometry = road.Plan[g];

            // A turn of at most 1 rad per piece, so that the quarter points of a piece cannot all lie on its chord by symmetry.
            int pieces = 1 + (int)geometry.MaxTurnRad;
            for (int i = 0; i < pieces; i++)
            {
                AddStart(part, geometry.S + (geometry.Length * i / pieces));
            }
        }

        AddStarts(part, road.Elevation, 0);
        AddStarts(part, road.Superelevation, 0);
        AddStarts(part, road.LaneOffset, 0);
        foreach (var slot in part.Slots)
        {
            AddStarts(part, slot.Lane.Widths.Count > 0 ? slot.Lane.Widths : slot.Lane.Borders, part.Section.S);
        }

        _starts.Sort();
        int kept = 0;
        double last = part.Start;
        for (int i = 0; i < _starts.Count; i++)
        {
            double s = _starts[i];
            if (s > last + MergeM && s < part.End - MergeM)
            {
                _starts[kept++] = last = s;
            }
        }

        _starts.RemoveRange(kept, _starts.Count - kept);
        _starts.Add(part.End);
    }

    private void AddStarts(SectionPart part, List<Cubic> records, double origin)
    {
        for (int i = Cubic.FirstAfter(records, part.Start - origin); i < records.Count && records[i].Start + origin < part.End; i++)
        {
            AddStart(part, records[i].Start + origin);
        }
    }

    private void AddStart(SectionPart part, double s)
    {
        if (s > part.Start && s < part.End)
        {
            Spend(part.Road, 1);
            _starts.Add(s);
        }
    }

    private bool TrySample(SectionPart part, double tolerance)
    {
        var found = part.CrossSections;
        found.Clear();
        double from = part.Start;
        foreach (double to in _starts)
        {
            var interval = new Interval(this, part, from, to);
            var low = interval.At(from);
            var high = interval.At(to);

            // At a start the record that begins there holds; the one before it only ends the section or its own chord.
            found.Add(low);
            if (!Refine(interval, low, interval.At(0.5 * (from + to)), high, tolerance, 0, found))
            {
                return false;
            }

            if (to == part.End)
            {
                found.Add(high);
            }

            from = to;
        }

        return found.Count <= MaxPointsPerLane;
    }

    private static bool Refine(
        Interval interval, CrossSection low, CrossSection middle, CrossSection high, double tolerance, int depth, List<CrossSection> found)
    {
        var first = interval.At(0.5 * (low.S + middle.S));
        var third = interval.At(0.5 * (middle.S + high.S));
        if (depth > 24 || (Near(low, first, high, 0.25, tolerance) && Near(low, middle, high, 0.5, tolerance)
            && Near(low, third, high, 0.75, tolerance)))
        {
            return true;
        }

        if (found.Count >= MaxPointsPerLane || !Refine(interval, low, first, middle, tolerance, depth + 1, found))
        {
            return false;
        }

        found.Add(middle);
        return Refine(interval, middle, third, high, tolerance, depth + 1, found);
    }

    private static bool Near(CrossSection low, CrossSection at, CrossSection high, double fraction, double tolerance)
    {
        double rise = at.Elevation - (low.Elevation + (fraction * (high.Elevation - low.Elevation)));
        double roll = at.Roll - (low.Roll + (fraction * (high.Roll - low.Roll)));
        double reach = Math.Max(Math.Abs(at.T[0]), Math.Abs(at.T[^1]));
        if (Math.Abs(rise) + (Math.Abs(roll) * reach) > tolerance)
        {
            return false;
        }

        for (int i = 0; i < at.Points.Length; i++)
        {
            var from = low.Points[i];
            var chord = high.Points[i] - from;
            var offset = at.Points[i] - from;
            double length = chord.LengthSquared;
            double along = length > 0 ? Math.Clamp(offset.Dot(chord) / length, 0, 1) : 0;
            if ((offset - (chord * along)).LengthSquared > tolerance * tolerance)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Keeps the longest stretch where the lane is open, with the closed cross-section at either side of it as the tip of a taper.</summary>
    private static void Trim(LaneSlot slot)
    {
        var crossings = slot.Part.CrossSections;
        double best = 0;
        int i = 0;
        while (i < crossings.Count)
        {
            if (crossings[i].Width(slot.Position) < ZeroWidthM)
            {
                i++;
                continue;
            }

            int start = i;
            while (i < crossings.Count && crossings[i].Width(slot.Position) >= ZeroWidthM)
            {
                i++;
            }

            int first = Math.Max(0, start - 1), last = Math.Min(crossings.Count - 1, i);
            double length = crossings[last].S - crossings[first].S;
            if (length > best)
            {
                best = length;
                (slot.First, slot.Last) = (first, last);
            }
        }
    }

    private void Spend(OdrRoad road, int amount)
    {
        _work += amount;
        if (_work > MaxWork)
        {
            throw Error(road, $"found a network that needs more than {MaxWork} border points, reached at road \"{road.Id}\"; split it.");
        }
    }

    /// <summary>A stretch within which the same records hold.</summary>
    private readonly struct Interval
    {
        private readonly SectionSampler _sampler;
        private readonly SectionPart _part;
        private readonly PlanGeometry _plan;
        private readonly Cubic _elevation;
        private readonly Cubic _roll;
        private readonly Cubic _offset;
        private readonly (Cubic Shape, bool IsBorder)[] _lanes;

        public Interval(SectionSampler sampler, SectionPart part, double from, double to)
        {
            _sampler = sampler;
            _part = part;
            var road = part.Road;
            double middle = 0.5 * (from + to);
            _plan = road.Plan[road.PlanIndexAt(middle)];
            _elevation = Pick(road.Elevation, middle);
            _roll = Pick(road.Superelevation, middle);
            _offset = Pick(road.LaneOffset, middle);
            _lanes = new (Cubic, bool)[part.Slots.Length];
            for (int i = 0; i < _lanes.Length; i++)
            {
                var lane = part.Slots[i].Lane;
                bool border = lane.Widths.Count == 0 && lane.Borders.Count > 0;
                _lanes[i] = (Pick(border ? lane.Borders : lane.Widths, middle - part.Section.S), border);
            }
        }

        public CrossSection At(double s)
        {
            int borders = _lanes.Length + 1, centre = _part.LeftCount;
            _sampler.Spend(_part.Road, borders);
            var cross = new CrossSection(s, borders) { Elevation = _elevation.At(s), Roll = _roll.At(s) };
            var t = cross.T;
            double ds = s - _part.Section.S, offset = _offset.At(s);
            t[centre] = offset;
            for (int i = centre - 1; i >= 0; i--)
            {
                double value = _lanes[i].Shape.At(ds);
                t[i] = _lanes[i].IsBorder ? Math.Max(t[i + 1], offset + Math.Abs(value)) : t[i + 1] + Math.Max(0, value);
            }

            for (int i = centre; i < _lanes.Length; i++)
            {
                double value = _lanes[i].Shape.At(ds);
                t[i + 1] = _lanes[i].IsBorder ? Math.Min(t[i], offset - Math.Abs(value)) : t[i] - Math.Max(0, value);
            }

            var frame = _plan.At(s - _plan.S);
            double level = cross.Roll == 0 ? 1 : Numerics.Pinned.Cos(cross.Roll);
            for (int i = 0; i < borders; i++)
            {
                var point = frame.At(t[i] * level);
                if (!(Math.Abs(point.X) <= MaxPlace && Math.Abs(point.Y) <= MaxPlace && Math.Abs(cross.Elevation) <= MaxPlace
                    && Math.Abs(cross.Roll) <= 1.6))
                {
                    throw _sampler.Error(_part.Road, string.Create(CultureInfo.InvariantCulture,
                        $"found road \"{_part.Road.Id}\" leaving the plane at s = {s}; expected places within 1e9 m and a superelevation within ±1.6 rad."));
                }

                cross.Points[i] = point;
            }

            return cross;
        }

        private static Cubic Pick(List<Cubic> records, double s)
        {
            int i = Cubic.Find(records, s);
            return i < 0 ? default : records[i];
        }
    }
}
