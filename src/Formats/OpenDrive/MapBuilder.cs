using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

/// <summary>Turns the parsed model into a road map.</summary>
internal sealed partial class MapBuilder
{
    private readonly OdrParser _source;
    private readonly SectionSampler _sampler;
    private readonly Dictionary<string, OdrRoad> _roads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _junctionIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _laneIds = new(StringComparer.Ordinal);
    private readonly List<LaneSlot> _slots = [];
    private readonly Dictionary<string, LaneSlot> _slotById = new(StringComparer.Ordinal);

    public MapBuilder(OdrParser source, string file)
    {
        _source = source;
        _sampler = new SectionSampler(file);
    }

    public RoadMap Build(string fallbackName, bool withRoads)
    {
        foreach (var junction in _source.Junctions)
        {
            _junctionIds.Add(junction.Id);
        }

        foreach (var road in _source.Roads)
        {
            _roads.Add(road.Id, road);
            CutIntoParts(road);
        }

        LinkLanes();
        var signals = BuildSignals();
        var (crosswalks, areas) = BuildObjects();
        var stopLines = BuildStopLines(signals);
        var lanes = new List<Lane>(_slots.Count);
        SectionPart? part = null;
        var borders = new BorderCache();
        foreach (var slot in _slots)
        {
            if (slot.Part != part)
            {
                part = slot.Part;
                borders.Reset(part);
            }

            lanes.Add(BuildLane(slot, borders));
        }

        return new RoadMap
        {
            Name = _source.Name.Length > 0 ? _source.Name : fallbackName,
            Origin = GeoReference.Read(_source.GeoReference, _source.OffsetX, _source.OffsetY),
            Lanes = lanes,
            Junctions = BuildJunctions(),
            Crosswalks = crosswalks,
            Areas = areas,
            Signals = signals,
            StopLines = stopLines,
            Roads = withRoads ? [.. _source.Roads.Select(RoadLines.Of)] : null,
            Licence = _source.Licence,
        };
    }

    private void CutIntoParts(OdrRoad road)
    {
        int count = road.Sections.Count;
        double end = road.Length;
        var leftEnd = new double[count];
        var rightEnd = new double[count];
        double nextLeft = end, nextRight = end;
        for (int i = count - 1; i >= 0; i--)
        {
            var section = road.Sections[i];
            bool left = AppliesTo(section, 1), right = AppliesTo(section, -1);
            (leftEnd[i], rightEnd[i]) = (left ? nextLeft : double.NaN, right ? nextRight : double.NaN);
            (nextLeft, nextRight) = (left ? section.S : nextLeft, right ? section.S : nextRight);
        }

        for (int i = 0; i < count; i++)
        {
            double start = road.Sections[i].S;
            if (leftEnd[i] == rightEnd[i])
            {
                AddPart(new SectionPart(road, i, start, leftEnd[i], true, true));
                continue;
            }

            if (!double.IsNaN(leftEnd[i]))
            {
                AddPart(new SectionPart(road, i, start, leftEnd[i], true, false));
            }

            if (!double.IsNaN(rightEnd[i]))
            {
                AddPart(new SectionPart(road, i, start, rightEnd[i], false, true));
            }
        }
    }

    private static bool AppliesTo(OdrSection section, int side)
    {
        if (!section.SingleSide)
        {
            return true;
        }

        foreach (var lane in section.Lanes)
        {
            if (Math.Sign(lane.Id) == side)
            {
                return true;
            }
        }

        return false;
    }

    private void AddPart(SectionPart part)
    {
        // A section without length has no lanes to drive on.
        if (!(part.End - part.Start > 1e-6))
        {
            return;
        }

        var slots = new List<LaneSlot>(part.Section.Lanes.Count);
        foreach (var lane in part.Section.Lanes)
        {
            if (lane.Id == 0)
            {
                part.Centre = lane;
            }
            else if (lane.Id > 0 ? part.HasLeft : part.HasRight)
            {
                string id = Unique(lane.MapId ?? string.Create(CultureInfo.InvariantCulture, $"{part.Road.Id}:{part.Index}:{lane.Id}"));
                slots.Add(new LaneSlot(part, lane, slots.Count, id));
                part.LeftCount += lane.Id > 0 ? 1 : 0;
            }
        }

        part.Slots = [.. slots];
        if (part.HasLeft)
        {
            part.Road.LeftParts.Add(part);
        }

        if (part.HasRight)
        {
            part.Road.RightParts.Add(part);
        }

        if (slots.Count == 0)
        {
            return;
        }

        _sampler.Sample(part);
        foreach (var slot in slots)
        {
            if (slot.Kept)
            {
                _slots.Add(slot);
                _slotById.Add(slot.Id, slot);
            }
        }
    }

    /// <summary>Ids of the file's own numbers are unique; one kept in user data may be anything.</summary>
    private string Unique(string id)
    {
        string free = id;
        for (int n = 2; !_laneIds.Add(free); n++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{id}#{n}");
        }

        return free;
    }

    private Lane BuildLane(LaneSlot slot, BorderCache borders)
    {
        var part = slot.Part;
        var road = part.Road;
        bool along = slot.AlongS;
        int count = slot.Last - slot.First + 1;
        var centre = new Vector2d[count];
        double[]? elevation = null, roll = null;
        for (int i = 0; i < count; i++)
        {
            var cross = part.CrossSections[along ? slot.First + i : slot.Last - i];
            centre[i] = cross.Points[slot.Position].Lerp(cross.Points[slot.Position + 1], 0.5);
            double t = 0.5 * (cross.T[slot.Position] + cross.T[slot.Position + 1]);
            double z = cross.Elevation + HeightAt(slot.Lane, cross.S - part.Section.S)
                + (cross.Roll == 0 ? 0 : t * Pinned.Sin(cross.Roll));
            if (z != 0)
            {
                (elevation ??= new double[count])[i] = z;
            }

            if (cross.Roll != 0)
            {
                (roll ??= new double[count])[i] = along ? cross.Roll : -cross.Roll;
            }
        }

        var high = borders.Get(slot, slot.Position);
        var low = borders.Get(slot, slot.Position + 1);
        var highMark = MarkOf(part, slot.Position, fromAbove: false);
        var lowMark = MarkOf(part, slot.Position + 1, fromAbove: true);
        var above = NeighbourOf(slot, -1);
        var below = NeighbourOf(slot, 1);
        return new Lane
        {
            Id = slot.Id,
            Type = slot.Lane.Type,
            Bidirectional = slot.Lane.Type == LaneType.BidirectionalDriving,
            Left = along ? high : low,
            Right = along ? low : high,
            Centre = new Polyline(centre),
            ElevationM = elevation,
            SuperelevationRad = roll,
            SpeedLimitMps = SpeedOf(slot),
            Predecessors = slot.Predecessors,
            Successors = slot.Successors,
            LeftNeighbour = along ? above : below,
            RightNeighbour = along ? below : above,
            JunctionId = road.JunctionId is { } id && _junctionIds.Contains(id) ? id : null,
            LeftMarking = along ? highMark : lowMark,
            RightMarking = along ? lowMark : highMark,
            Users = slot.Lane.Users,
            SignalIds = slot.SignalIds,
            StopLineId = slot.StopLineId,
        };
    }

    private static double HeightAt(OdrLane lane, double ds)
    {
        int low = 0, high = lane.Heights.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = lane.Heights[middle].SOffset <= ds + 1e-9 ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : 0.5 * (lane.Heights[low - 1].Inner + lane.Heights[low - 1].Outer);
    }

    /// <summary>The next kept lane towards the left (step -1) or the right (step 1) of the road.</summary>
    private static LaneNeighbour? NeighbourOf(LaneSlot slot, int step)
    {
        var slots = slot.Part.Slots;
        for (int i = slot.Position + step; i >= 0 && i < slots.Length; i += step)
        {
            if (slots[i].Kept)
            {
                return new LaneNeighbour(slots[i].Id, slots[i].AlongS == slot.AlongS);
            }
        }

        return null;
    }

    /// <summary>The mark that lies on most of a border, seen from the lane above it (on its left) or below it.</summary>
    private static LaneMarking MarkOf(SectionPart part, int border, bool fromAbove)
    {
        int centre = part.LeftCount;
        var owner = border == centre ? part.Centre : part.Slots[border < centre ? border : border - 1].Lane;
        if (owner is null || owner.Marks.Count == 0)
        {
            return LaneMarking.Unknown;
        }

        Span<double> lengths = stackalloc double[16];
        double total = part.End - part.Section.S;
        for (int i = 0; i < owner.Marks.Count; i++)
        {
            double from = Math.Clamp(owner.Marks[i].SOffset, 0, total);
            double to = i + 1 < owner.Marks.Count ? Math.Clamp(owner.Marks[i + 1].SOffset, from, total) : total;
            lengths[(int)owner.Marks[i].FromInside] += to - from;
        }

        int best = 0;
        for (int i = 1; i < lengths.Length; i++)
        {
            best = lengths[i] > lengths[best] ? i : best;
        }

        // Words name the inner side first; the centre line names its left side first.
        bool fromInside = border < centre ? !fromAbove : fromAbove;
        return fromInside ? (LaneMarking)best : Vocabulary.SeenFromBeyond((LaneMarking)best);
    }

    private static double? SpeedOf(LaneSlot slot)
    {
        if (slot.Lane.Speeds.Count > 0)
        {
            return LongestSpeed(slot.Lane.Speeds, 0, slot.Part.End - slot.Part.Section.S);
        }

        return Vocabulary.IsForVehicles(slot.Lane.Type) ? LongestSpeed(slot.Part.Road.Speeds, slot.Part.Start, slot.Part.End) : null;
    }

    /// <summary>The limit that holds over most of [start, end]; the lower one when two hold equally far.</summary>
    private static double? LongestSpeed(List<OdrSpeed> speeds, double start, double end)
    {
        double? best = null;
        double longest = 0;
        for (int i = 0; i < speeds.Count; i++)
        {
            double from = Math.Clamp(speeds[i].S, start, end);
            double to = i + 1 < speeds.Count ? Math.Clamp(speeds[i + 1].S, from, end) : end;
            double length = to - from;
            double? limit = speeds[i].LimitMps;
            if (length > longest || (length == longest && length > 0 && limit < (best ?? double.PositiveInfinity)))
            {
                (best, longest) = (limit, length);
            }
        }

        return best;
    }

    /// <summary>Border polylines of one part, shared between the lanes on both sides where these run the same way over the whole part.</summary>
    private sealed class BorderCache
    {
        private SectionPart? _part;
        private Polyline?[] _forward = [];
        private Polyline?[] _backward = [];

        public void Reset(SectionPart part)
        {
            _part = part;
            _forward = new Polyline?[part.Slots.Length + 1];
            _backward = new Polyline?[part.Slots.Length + 1];
        }

        public Polyline Get(LaneSlot slot, int border)
        {
            if (slot.First > 0 || slot.Last < _part!.CrossSections.Count - 1)
            {
                return Draw(slot, border);
            }

            var cache = slot.AlongS ? _forward : _backward;
            return cache[border] ??= Draw(slot, border);
        }

        private static Polyline Draw(LaneSlot slot, int border)
        {
            var crossings = slot.Part.CrossSections;
            var points = new Vector2d[slot.Last - slot.First + 1];
            for (int i = 0; i < points.Length; i++)
            {
                points[i] = crossings[slot.AlongS ? slot.First + i : slot.Last - i].Points[border];
            }

            return new Polyline(points);
        }
    }
}
