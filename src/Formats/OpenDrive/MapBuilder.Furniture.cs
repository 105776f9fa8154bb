using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

internal sealed partial class MapBuilder
{
    /// <summary>A stop line belongs to a lane when it lies at most this far before the lane's end, m.</summary>
    private const double StopLineReachM = 30;

    private readonly HashSet<string> _signalIds = new(StringComparer.Ordinal);
    private readonly List<(string Id, Vector2d From, Vector2d To, List<LaneSlot> Lanes)> _stopLines = [];

    private List<MapSignal> BuildSignals()
    {
        var signals = new List<MapSignal>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var road in _source.Roads)
        {
            foreach (var signal in road.Signals)
            {
                if (signal.IsReference)
                {
                    continue;
                }

                // Ids should be unique in a file; where they are not, the later ones are told apart by their road and a number.
                string id = Unique(signal.Id, road.Id, taken);
                if (signal.Id == id)
                {
                    _signalIds.Add(id);
                }

                signals.Add(Place(road, signal, id));
                BindSignal(road, signal, id);
                if (signal.Type == "294")
                {
                    AddStopLineOfSignal(road, signal, id);
                }
            }
        }

        foreach (var road in _source.Roads)
        {
            foreach (var reference in road.Signals)
            {
                if (reference.IsReference && _signalIds.Contains(reference.Id))
                {
                    BindSignal(road, reference, reference.Id);
                }
            }
        }

        foreach (var slot in _slots)
        {
            SortUnique(slot.SignalIds);
        }

        return signals;
    }

    private static string Unique(string id, string roadId, HashSet<string> taken)
    {
        if (taken.Add(id))
        {
            return id;
        }

        string other = $"{id}@{roadId}";
        for (int n = 2; !taken.Add(other); n++)
        {
            other = System.FormattableString.Invariant($"{id}@{roadId}#{n}");
        }

        return other;
    }

    private static MapSignal Place(OdrRoad road, OdrSignal signal, string id)
    {
        var frame = road.FrameAt(signal.S);
        double level = Pinned.Cos(Cubic.Evaluate(road.Superelevation, signal.S));
        var place = frame.At(signal.T * level);
        double heading = Pinned.Atan2(frame.Sin, frame.Cos) + signal.HeadingOffsetRad + (signal.Orientation == '-' ? 0 : Math.PI);
        bool light = Vocabulary.IsLightCode(signal.Type) || (signal.Dynamic && signal.Type.Length == 0);
        return new MapSignal
        {
            Id = id,
            Kind = light ? MapSignalKind.Light : MapSignalKind.Sign,
            Code = signal.Type,
            Subtype = signal.Subtype,
            Country = signal.Country,
            Value = signal.ValueSi,
            Pose = signal.Inertial ?? new Pose2d(place.X, place.Y, Pinned.WrapAngle(heading)),
            HeightM = signal.HeightM,
            Cycle = signal.Cycle,
            CycleOffsetUs = signal.CycleOffsetUs,
        };
    }

    private static void BindSignal(OdrRoad road, OdrSignal signal, string id)
    {
        foreach (var slot in LanesAt(road, signal.S, signal.Orientation, signal.Validity))
        {
            slot.SignalIds.Add(id);
        }
    }

    /// <summary>
    /// Lanes that something at s is valid for: those of the validity elements, else all lanes for vehicles that are driven the way the
    /// orientation says. Where a validity spans both sides of the road, the orientation still chooses the direction.
    /// </summary>
    private static List<LaneSlot> LanesAt(OdrRoad road, double s, char orientation, List<(int From, int To)> validity)
    {
        var found = new List<LaneSlot>();
        Collect(road.LeftParts, 1);
        Collect(road.RightParts, -1);
        return found;

        void Collect(List<SectionPart> parts, int side)
        {
            if (PartAt(parts, s) is not { } part)
            {
                return;
            }

            foreach (var slot in part.Slots)
            {
                if (slot.Kept && Math.Sign(slot.Lane.Id) == side && Binds(slot))
                {
                    found.Add(slot);
                }
            }
        }

        bool Binds(LaneSlot slot)
        {
            bool facing = orientation == ' ' || slot.AlongS == (orientation == '+');
            if (validity.Count == 0)
            {
                return facing && Vocabulary.IsForVehicles(slot.Lane.Type);
            }

            foreach (var (from, to) in validity)
            {
                if (slot.Lane.Id >= from && slot.Lane.Id <= to)
                {
                    return facing || (from > 0) == (to > 0);
                }
            }

            return false;
        }
    }

    private static SectionPart? PartAt(List<SectionPart> parts, double s)
    {
        int low = 0, high = parts.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = parts[middle].Start <= s ? (middle, high) : (low, middle - 1);
        }

        return parts.Count == 0 ? null : parts[low];
    }

    private void AddStopLineOfSignal(OdrRoad road, OdrSignal signal, string id)
    {
        var lanes = LanesAt(road, signal.S, signal.Orientation, signal.Validity);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var slot in lanes)
        {
            var cross = _sampler.At(slot.Part, signal.S);
            low = Math.Min(low, cross.T[slot.Position + 1]);
            high = Math.Max(high, cross.T[slot.Position]);
        }

        if (high > low)
        {
            var frame = road.FrameAt(signal.S);
            double level = Pinned.Cos(Cubic.Evaluate(road.Superelevation, signal.S));
            AddStopLine(id, frame.At(high * level), frame.At(low * level), signal.S, lanes);
        }
    }

    private void AddStopLine(string id, Vector2d from, Vector2d to, double s, List<LaneSlot> lanes)
    {
        _stopLines.Add((id, from, to, lanes));
        foreach (var slot in lanes)
        {
            double distance = slot.AlongS ? slot.Part.End - s : s - slot.Part.Start;
            if (distance <= StopLineReachM && distance < slot.StopLineDistance && Vocabulary.IsForVehicles(slot.Lane.Type))
            {
                slot.StopLineDistance = distance;
                slot.StopLineId = id;
            }
        }
    }

    /// <summary>Stop lines with the lights and stop signs that bind the same lanes.</summary>
    private List<StopLine> BuildStopLines(List<MapSignal> signals)
    {
        var stopping = new HashSet<string>(StringComparer.Ordinal);
        foreach (var signal in signals)
        {
            if (signal.Kind == MapSignalKind.Light || signal.Code is "206" or "R1-1")
            {
                stopping.Add(signal.Id);
            }
        }

        var result = new List<StopLine>(_stopLines.Count);
        foreach (var (id, from, to, lanes) in _stopLines)
        {
            var bound = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var slot in lanes)
            {
                foreach (string signal in slot.SignalIds)
                {
                    if (stopping.Contains(signal))
                    {
                        bound.Add(signal);
                    }
                }
            }

            result.Add(new StopLine(id, from, to, [.. bound]));
        }

        return result;
    }

    private (List<Crosswalk> Crosswalks, List<MapArea> Areas) BuildObjects()
    {
        var crosswalks = new List<Crosswalk>();
        var areas = new List<MapArea>();
        var takenCrosswalks = new HashSet<string>(StringComparer.Ordinal);
        var takenAreas = new HashSet<string>(StringComparer.Ordinal);
        var takenLines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, _, _, _) in _stopLines)
        {
            takenLines.Add(id);
        }

        foreach (var road in _source.Roads)
        {
            foreach (var item in road.Objects)
            {
                if (item.Kind == OdrObjectKind.StopLine)
                {
                    AddStopLineOfObject(road, item, Unique(item.Id, road.Id, takenLines));
                    continue;
                }

                foreach (var outline in Outlines(road, item))
                {
                    if (item.Kind == OdrObjectKind.Crosswalk)
                    {
                        crosswalks.Add(new Crosswalk(Unique(item.Id, road.Id, takenCrosswalks), outline));
                    }
                    else
                    {
                        areas.Add(new MapArea(Unique(item.Id, road.Id, takenAreas), MapAreaKind.Parking, outline));
                    }
                }
            }
        }

        return (crosswalks, areas);
    }

    private static List<Polygon> Outlines(OdrRoad road, OdrObject item)
    {
        var outlines = new List<Polygon>();
        if (item.Repeats.Count == 0 || item.CornersAreRoad)
        {
            AddOutline(item.S, item.T);
            return outlines;
        }

        foreach (var (s, length, distance, t0, t1) in item.Repeats)
        {
            int count = 1 + (int)((length / distance) + 1e-9);
            for (int i = 0; i < count; i++)
            {
                double along = i * distance;
                AddOutline(s + along, length > 0 ? t0 + ((t1 - t0) * along / length) : t0);
            }
        }

        return outlines;

        void AddOutline(double s, double t)
        {
            var points = Corners(road, item, s, t);
            if (points.Length >= 3)
            {
                outlines.Add(new Polygon(points));
            }
        }
    }

    /// <summary>The outline in the plan: road corners, local corners, or the box of length along the heading and width across it.</summary>
    private static Vector2d[] Corners(OdrRoad road, OdrObject item, double s, double t)
    {
        if (item.CornersAreRoad)
        {
            var placed = new Vector2d[item.Corners.Count];
            for (int i = 0; i < placed.Length; i++)
            {
                placed[i] = PlaceAt(road, item.Corners[i].A, item.Corners[i].B);
            }

            return placed;
        }

        double u = item.Length / 2, v = item.Width / 2;
        (double A, double B)[] local = item.Corners.Count > 0 ? [.. item.Corners]
            : u > 0 && v > 0 ? [(u, v), (-u, v), (-u, -v), (u, -v)] : [];
        var origin = PlaceAt(road, s, t);
        var frame = road.FrameAt(s);
        var (sin, cos) = Pinned.SinCos(item.HeadingRad);
        var ahead = new Vector2d((frame.Cos * cos) - (frame.Sin * sin), (frame.Sin * cos) + (frame.Cos * sin));
        var points = new Vector2d[local.Length];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = origin + (ahead * local[i].A) + (ahead.Left * local[i].B);
        }

        return points;
    }

    private static Vector2d PlaceAt(OdrRoad road, double s, double t) =>
        road.FrameAt(s).At(t * Pinned.Cos(Cubic.Evaluate(road.Superelevation, s)));

    private void AddStopLineOfObject(OdrRoad road, OdrObject item, string id)
    {
        var corners = Corners(road, item, item.S, item.T);
        if (corners.Length is < 2 or > 64)
        {
            return;
        }

        // The line runs across the paint: between the middles of the two short edges of a box, else between the farthest corners.
        Vector2d from, to;
        if (corners.Length == 4)
        {
            bool firstIsShort = corners[0].DistanceTo(corners[1]) < corners[1].DistanceTo(corners[2]);
            (from, to) = firstIsShort
                ? (corners[0].Lerp(corners[1], 0.5), corners[2].Lerp(corners[3], 0.5))
                : (corners[1].Lerp(corners[2], 0.5), corners[3].Lerp(corners[0], 0.5));
        }
        else
        {
            (from, to) = Farthest(corners);
        }

        var frame = road.FrameAt(item.S);
        var origin = new Vector2d(frame.X, frame.Y);
        var left = new Vector2d(-frame.Sin, frame.Cos);
        double a = (from - origin).Dot(left), b = (to - origin).Dot(left);
        double low = Math.Min(a, b) - 0.1, high = Math.Max(a, b) + 0.1;
        var lanes = LanesAt(road, item.S, item.Orientation, item.Validity);
        lanes.RemoveAll(slot =>
        {
            var cross = _sampler.At(slot.Part, item.S);
            double middle = 0.5 * (cross.T[slot.Position] + cross.T[slot.Position + 1]);
            return middle < low || middle > high;
        });
        AddStopLine(id, from, to, item.S, lanes);
    }

    private static (Vector2d From, Vector2d To) Farthest(Vector2d[] points)
    {
        var best = (points[0], points[1]);
        double length = -1;
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = i + 1; j < points.Length; j++)
            {
                double distance = points[i].DistanceTo(points[j]);
                if (distance > length)
                {
                    (best, length) = ((points[i], points[j]), distance);
                }
            }
        }

        return best;
    }
}
