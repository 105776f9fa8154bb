using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Maps;

/// <summary>
/// Road and lane coordinates of a map with <see cref="RoadMap.Roads"/>: from (road, s, t) to the plane and back. Between the samples the reference
/// line is a cubic with the samples' directions, so arcs are met to a hundredth of a millimetre. Queries do not allocate. Thread-safe.
/// </summary>
public sealed class RoadLineIndex
{
    private const double BeyondM = 1e-6;
    private readonly Dictionary<string, RoadLine> _roads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (RoadLine Road, int Section, int Number)> _lanes = new(StringComparer.Ordinal);
    private readonly RoadMap _map;

    /// <summary>Indexes a map; <see cref="RoadMap.RoadIndex"/> keeps one with the map.</summary>
    /// <exception cref="InputException">Two roads share an id, or a road's samples are not what <see cref="RoadLineSection"/> says.</exception>
    public RoadLineIndex(RoadMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _map = map;
        foreach (var road in map.Roads ?? [])
        {
            if (!_roads.TryAdd(road.Id, road))
            {
                throw new InputException($"the map '{map.Name}' has two roads with the id '{road.Id}'");
            }

            for (int i = 0; i < road.Sections.Count; i++)
            {
                Check(map, road, road.Sections[i]);
                foreach (var lane in road.Sections[i].Lanes)
                {
                    if (lane.LaneId is { } id)
                    {
                        _lanes[id] = (road, i, lane.Number);
                    }
                }
            }
        }
    }

    /// <summary>The road of an id, or null.</summary>
    public RoadLine? Find(string roadId) => _roads.GetValueOrDefault(roadId);

    /// <summary>Which road, section and lane number a lane of the map is; false when no road line has it.</summary>
    public bool TryPlace(string laneId, out RoadLine road, out RoadLineSection section, out int number)
    {
        if (_lanes.TryGetValue(laneId, out var found))
        {
            (road, section, number) = (found.Road, found.Road.Sections[found.Section], found.Number);
            return true;
        }

        (road, section, number) = (null!, null!, 0);
        return false;
    }

    /// <summary>The reference line at s, clamped to the road; heading towards growing s.</summary>
    public static Pose2d ReferenceAt(RoadLine road, double s)
    {
        ArgumentNullException.ThrowIfNull(road);
        return SectionAt(road, s, 0) is { } section ? PoseAt(section, s) : default;
    }

    /// <summary>Height of the reference line at s, m, clamped to the road.</summary>
    public static double ElevationAt(RoadLine road, double s)
    {
        ArgumentNullException.ThrowIfNull(road);
        if (SectionAt(road, s, 0) is not { ElevationM: { } heights } section)
        {
            return 0;
        }

        int i = Piece(section, s);
        return heights[i] + (Share(section, i, s) * (heights[i + 1] - heights[i]));
    }

    /// <summary>The pose at (s, t), heading along the reference line; s is clamped to the road.</summary>
    public static Pose2d PoseAt(RoadLine road, double s, double t)
    {
        var reference = ReferenceAt(road, s);
        var (sin, cos) = Pinned.SinCos(reference.HeadingRad);
        return new Pose2d(reference.X - (t * sin), reference.Y + (t * cos), reference.HeadingRad);
    }

    /// <summary>The lane of a number at s; null when the road has none there or it is closed (no width).</summary>
    public static RoadLanePlace? LaneAt(RoadLine road, double s, int number)
    {
        ArgumentNullException.ThrowIfNull(road);
        if (number == 0 || SectionAt(road, s, number) is not { } section)
        {
            return null;
        }

        int piece = Piece(section, s);
        for (int i = 0; i < section.Lanes.Count; i++)
        {
            if (section.Lanes[i].Number == number)
            {
                return PlaceOf(road, section, section.Lanes[i], piece, Share(section, piece, s));
            }
        }

        return null;
    }

    /// <summary>The number of the lane at (s, t), 0 when no lane holds t.</summary>
    public static int LaneNumberAt(RoadLine road, double s, double t)
    {
        ArgumentNullException.ThrowIfNull(road);
        int best = 0;
        double nearest = double.PositiveInfinity;
        for (int side = -1; side <= 1; side += 2)
        {
            if (SectionAt(road, s, side) is not { } section)
            {
                continue;
            }

            int piece = Piece(section, s);
            double share = Share(section, piece, s);
            for (int i = 0; i < section.Lanes.Count; i++)
            {
                var lane = section.Lanes[i];
                if (Math.Sign(lane.Number) != side)
                {
                    continue;
                }

                double centre = Between(lane.CentreAcrossM, piece, share), half = Between(lane.WidthM, piece, share) / 2;
                double off = Math.Abs(t - centre);
                if (off <= half + BeyondM && off - half < nearest && half > 0)
                {
                    (best, nearest) = (lane.Number, off - half);
                }
            }
        }

        return best;
    }

    /// <summary>Road coordinates of a point on a given road: the place of the reference line that lies straight across; null beyond both ends.</summary>
    /// <param name="road">The road.</param>
    /// <param name="x">m.</param>
    /// <param name="y">m.</param>
    public static RoadPlace? Project(RoadLine road, double x, double y)
    {
        ArgumentNullException.ThrowIfNull(road);
        RoadPlace? best = null;
        for (int i = 0; i < road.Sections.Count; i++)
        {
            if (Project(road, road.Sections[i], x, y) is { } found && (best is null || Math.Abs(found.AcrossM) < Math.Abs(best.Value.AcrossM)))
            {
                best = found;
            }
        }

        return best;
    }

    /// <summary>
    /// Road coordinates of a point: on the road of the lane under it whose direction fits the heading best, else on that of the nearest traffic lane;
    /// null when the map has no road there.
    /// </summary>
    /// <param name="x">m.</param>
    /// <param name="y">m.</param>
    /// <param name="headingRad">Heading of what is there, rad.</param>
    public RoadPlace? Locate(double x, double y, double headingRad)
    {
        var index = _map.Index();
        return index.TryNearestLane(new Pose2d(x, y, headingRad), out var match) && _lanes.TryGetValue(index.LaneAt(match.LaneIndex).Id, out var found)
            ? Project(found.Road, found.Road.Sections[found.Section], x, y) ?? Project(found.Road, x, y)
            : null;
    }

    private static void Check(RoadMap map, RoadLine road, RoadLineSection section)
    {
        int count = section.StationsM.Count;
        bool sound = count >= 2 && section.X.Count == count && section.Y.Count == count && section.HeadingRad.Count == count
            && (section.ElevationM is null || section.ElevationM.Count == count);
        for (int i = 1; sound && i < count; i++)
        {
            sound = section.StationsM[i] > section.StationsM[i - 1];
        }

        foreach (var lane in section.Lanes)
        {
            sound = sound && lane.CentreAcrossM.Count == count && lane.WidthM.Count == count;
        }

        if (!sound)
        {
            throw new InputException($"the road line '{road.Id}' of the map '{map.Name}' has samples that do not belong together; expected at least two with growing s and as many values of each kind");
        }
    }

    // Side: the sign of a lane's number for a section with lanes there, or 0 for any.
    private static RoadLineSection? SectionAt(RoadLine road, double s, int side)
    {
        RoadLineSection? found = null, first = null;
        for (int i = 0; i < road.Sections.Count; i++)
        {
            var section = road.Sections[i];
            if (side != 0 && !HasSide(section, side))
            {
                continue;
            }

            first ??= section;
            if (section.StationsM[0] <= s)
            {
                found = section;
            }
        }

        return found ?? first;
    }

    private static bool HasSide(RoadLineSection section, int side)
    {
        for (int i = 0; i < section.Lanes.Count; i++)
        {
            if (Math.Sign(section.Lanes[i].Number) == Math.Sign(side))
            {
                return true;
            }
        }

        return false;
    }

    private static int Piece(RoadLineSection section, double s)
    {
        var stations = section.StationsM;
        int low = 0, high = stations.Count - 2;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = stations[middle] <= s ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private static double Share(RoadLineSection section, int piece, double s)
    {
        double from = section.StationsM[piece], to = section.StationsM[piece + 1];
        return Math.Clamp((s - from) / (to - from), 0, 1);
    }

    private static double Between(IReadOnlyList<double> values, int piece, double share) => values[piece] + (share * (values[piece + 1] - values[piece]));

    private static RoadLanePlace? PlaceOf(RoadLine road, RoadLineSection section, RoadLineLane lane, int piece, double share)
    {
        double width = Between(lane.WidthM, piece, share);
        return width > 0
            ? new RoadLanePlace(
                lane.Number,
                lane.LaneId,
                Between(lane.CentreAcrossM, piece, share),
                (lane.CentreAcrossM[piece + 1] - lane.CentreAcrossM[piece]) / (section.StationsM[piece + 1] - section.StationsM[piece]),
                width,
                lane.Number < 0 != road.LeftHandTraffic)
            : null;
    }

    private static Pose2d PoseAt(RoadLineSection section, double s)
    {
        int i = Piece(section, s);
        return PoseAt(section, i, Share(section, i, s));
    }

    private static Pose2d PoseAt(RoadLineSection section, int i, double u)
    {
        double length = section.StationsM[i + 1] - section.StationsM[i];
        var (sin0, cos0) = Pinned.SinCos(section.HeadingRad[i]);
        var (sin1, cos1) = Pinned.SinCos(section.HeadingRad[i + 1]);
        double uu = u * u, uuu = uu * u;
        double h01 = (3 * uu) - (2 * uuu), h10 = (uuu - (2 * uu) + u) * length, h11 = (uuu - uu) * length;
        double dx = section.X[i + 1] - section.X[i], dy = section.Y[i + 1] - section.Y[i];
        double d01 = 6 * (u - uu), d10 = ((3 * uu) - (4 * u) + 1) * length, d11 = ((3 * uu) - (2 * u)) * length;
        double tx = (d01 * dx) + (d10 * cos0) + (d11 * cos1), ty = (d01 * dy) + (d10 * sin0) + (d11 * sin1);
        double middle = section.HeadingRad[i] + (u * (section.HeadingRad[i + 1] - section.HeadingRad[i]));
        var (sin, cos) = Pinned.SinCos(middle);
        double along = (tx * cos) + (ty * sin), across = (ty * cos) - (tx * sin);
        double heading = along > 0 ? middle + Pinned.Atan2(across, along) : middle;
        return new Pose2d(section.X[i] + (h01 * dx) + (h10 * cos0) + (h11 * cos1), section.Y[i] + (h01 * dy) + (h10 * sin0) + (h11 * sin1), heading);
    }

    private static RoadPlace? Project(RoadLine road, RoadLineSection section, double x, double y)
    {
        int best = -1;
        double nearest = double.PositiveInfinity;
        double behind = Ahead(section, 0, x, y);
        for (int i = 0; i + 1 < section.StationsM.Count; i++)
        {
            double next = Ahead(section, i + 1, x, y);
            if (behind >= -BeyondM && next <= BeyondM)
            {
                double share = behind - next > 0 ? Math.Clamp(behind / (behind - next), 0, 1) : 0;
                double dx = section.X[i] + (share * (section.X[i + 1] - section.X[i])) - x, dy = section.Y[i] + (share * (section.Y[i + 1] - section.Y[i])) - y;
                if ((dx * dx) + (dy * dy) < nearest)
                {
                    (best, nearest) = (i, (dx * dx) + (dy * dy));
                }
            }

            behind = next;
        }

        if (best < 0)
        {
            return null;
        }

        double low = 0, high = 1;
        for (int n = 0; n < 40; n++)
        {
            double middle = 0.5 * (low + high);
            var at = PoseAt(section, best, middle);
            var (sin, cos) = Pinned.SinCos(at.HeadingRad);
            (low, high) = ((x - at.X) * cos) + ((y - at.Y) * sin) > 0 ? (middle, high) : (low, middle);
        }

        double u = 0.5 * (low + high);
        var reference = PoseAt(section, best, u);
        var (s0, c0) = Pinned.SinCos(reference.HeadingRad);
        double s = section.StationsM[best] + (u * (section.StationsM[best + 1] - section.StationsM[best]));
        double t = ((y - reference.Y) * c0) - ((x - reference.X) * s0);
        int number = LaneNumberAt(road, s, t);
        var lane = LaneAt(road, s, number);
        return new RoadPlace(road.Id, s, t, number, lane?.LaneId, lane is { } l ? t - l.CentreAcrossM : 0, reference);
    }

    private static double Ahead(RoadLineSection section, int i, double x, double y)
    {
        var (sin, cos) = Pinned.SinCos(section.HeadingRad[i]);
        return ((x - section.X[i]) * cos) + ((y - section.Y[i]) * sin);
    }
}
