using System.Runtime.CompilerServices;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// The road network as a storyboard sees it: places by road, lane number and s, ways from lane to lane, distances along roads. Immutable; methods
/// of a step allocate nothing. Not for maps without road lines: there nothing is ever on the network.
/// </summary>
internal sealed class RoadNet
{
    /// <summary>How far beside the lanes a place still belongs to them, m.</summary>
    public const double BesideM = 15;

    private static readonly ConditionalWeakTable<RoadMap, RoadNet> Compiled = [];

    private readonly RoadMapIndex _index;
    private readonly RoadLineIndex _roads;
    private readonly (RoadLine Road, RoadLineSection Section, RoadLineLane Lane)[] _ofMapLane;
    private readonly Dictionary<RoadLine, int> _numbers = new(ReferenceEqualityComparer.Instance);

    private RoadNet(RoadMap map)
    {
        _index = map.Index();
        _roads = map.RoadIndex();
        _ofMapLane = new (RoadLine, RoadLineSection, RoadLineLane)[_index.LaneCount];
        Roads = map.Roads ?? [];
        foreach (var road in Roads)
        {
            _numbers.Add(road, _numbers.Count);
            foreach (var section in road.Sections)
            {
                foreach (var lane in section.Lanes)
                {
                    if (lane.LaneId is { } id && _index.TryGetIndex(id, out int i))
                    {
                        _ofMapLane[i] = (road, section, lane);
                    }
                }
            }
        }

        Ways = new RoadWays(this);
    }

    public IReadOnlyList<RoadLine> Roads { get; }

    public RoadWays Ways { get; }

    public RoadMapIndex Index => _index;

    public static RoadNet Of(RoadMap map) => Compiled.GetValue(map, static m => new RoadNet(m));

    public int NumberOf(RoadLine road) => _numbers[road];

    public RoadLine? Find(string id) => _roads.Find(id);

    /// <summary>The place of a map's lane in its road; the road is null when it has none.</summary>
    public (RoadLine? Road, RoadLineSection Section, RoadLineLane Lane) OfMapLane(int lane) => _ofMapLane[lane];

    /// <summary>A place by lane number; false where the road has no such lane.</summary>
    public static bool TryPlace(RoadLine road, int number, double s, double offset, out NetPlace place)
    {
        s = Math.Clamp(s, 0, road.LengthM);
        place = default;
        RoadLineSection? found = null;
        RoadLineLane? lane = null;
        for (int i = 0; i < road.Sections.Count; i++)
        {
            var section = road.Sections[i];
            if ((section.StationsM[0] <= s || found is null) && LaneOf(section, number) is { } match)
            {
                (found, lane) = (section, match);
            }
        }

        if (found is null || s < found.StationsM[0] - 1e-6 || s > found.StationsM[^1] + 1e-6)
        {
            return false;
        }

        place = new NetPlace { Road = road, Section = found, Lane = lane!, S = s, Offset = offset };
        return true;
    }

    /// <summary>A place by (s, t): in the lane under it, else in the nearest one; false when the road has no lane at s.</summary>
    public static bool TryPlaceAt(RoadLine road, double s, double t, out NetPlace place)
    {
        s = Math.Clamp(s, 0, road.LengthM);
        place = default;
        double best = double.PositiveInfinity;
        for (int i = 0; i < road.Sections.Count; i++)
        {
            var section = road.Sections[i];
            if (s < section.StationsM[0] || s > section.StationsM[^1])
            {
                continue;
            }

            int piece = Piece(section, s);
            double share = Share(section, piece, s);
            for (int k = 0; k < section.Lanes.Count; k++)
            {
                var lane = section.Lanes[k];
                double width = Between(lane.WidthM, piece, share);
                double off = t - Between(lane.CentreAcrossM, piece, share);
                double cost = Math.Abs(off) - width / 2;
                // A later section wins at a common border; closed lanes hold nothing.
                if (lane.LaneId is not null && width > 1e-3 && (cost < best - 1e-9 || (cost <= best && !ReferenceEquals(section, place.Section))))
                {
                    best = cost;
                    place = new NetPlace { Road = road, Section = section, Lane = lane, S = s, Offset = off };
                }
            }
        }

        return place.IsOn;
    }

    /// <summary>The lane of a number in a section, or null.</summary>
    public static RoadLineLane? LaneOf(RoadLineSection section, int number)
    {
        for (int i = 0; i < section.Lanes.Count; i++)
        {
            if (section.Lanes[i].Number == number)
            {
                return section.Lanes[i];
            }
        }

        return null;
    }

    /// <summary>t of a place, m.</summary>
    public static double Across(in NetPlace place) => Centre(place.Section, place.Lane, place.S) + place.Offset;

    /// <summary>t of a lane's centre at s, m.</summary>
    public static double Centre(RoadLineSection section, RoadLineLane lane, double s)
    {
        int piece = Piece(section, s);
        return Between(lane.CentreAcrossM, piece, Share(section, piece, s));
    }

    /// <summary>Number of the lane that lies under a place, which during a lane change is not the followed one.</summary>
    public static int LaneUnder(in NetPlace place)
    {
        double half = Width(place) / 2;
        if (Math.Abs(place.Offset) <= half)
        {
            return place.Lane.Number;
        }

        return TryPlaceAt(place.Road!, place.S, Across(place), out var under) ? under.Lane.Number : place.Lane.Number;
    }

    /// <summary>Width of a place's lane, m.</summary>
    public static double Width(in NetPlace place)
    {
        int piece = Piece(place.Section, place.S);
        return Between(place.Lane.WidthM, piece, Share(place.Section, piece, place.S));
    }

    /// <summary>Direction of the lane towards growing s, rad.</summary>
    public static double Heading(in NetPlace place) => RoadLineIndex.ReferenceAt(place.Road!, place.S).HeadingRad + Slant(place);

    /// <summary>Position and the lane's direction towards growing s.</summary>
    public static Pose2d Pose(in NetPlace place)
    {
        var pose = RoadLineIndex.PoseAt(place.Road!, place.S, Across(place));
        return pose with { HeadingRad = pose.HeadingRad + Slant(place) };
    }

    /// <summary>Curvature of the reference line, 1/m, positive to the left.</summary>
    public static double Curvature(in NetPlace place)
    {
        int i = Piece(place.Section, place.S);
        var h = place.Section.HeadingRad;
        var s = place.Section.StationsM;
        return (h[i + 1] - h[i]) / (s[i + 1] - s[i]);
    }

    /// <summary>Road coordinates of a point: on the hinted road while it lies over its lanes, else on the nearest one.</summary>
    public bool Locate(double x, double y, double heading, RoadLine? hint, out NetPlace place)
    {
        place = default;
        if (Roads.Count == 0)
        {
            return false;
        }

        if (hint is not null && RoadLineIndex.Project(hint, x, y) is { LaneNumber: not 0 } on && TryPlaceAt(hint, on.AlongM, on.AcrossM, out place))
        {
            return true;
        }

        if (!_index.TryNearestLane(new Pose2d(x, y, heading), out var match, 0.5, BesideM, anyType: true) || _ofMapLane[match.LaneIndex].Road is not { } road)
        {
            return false;
        }

        return RoadLineIndex.Project(road, x, y) is { } found && TryPlaceAt(road, found.AlongM, found.AcrossM, out place);
    }

    /// <summary>
    /// Moves a place along its lane, and on through the lanes that it leads to, keeping its offset. Where the way forks the route decides, else the
    /// straightest lane.
    /// </summary>
    /// <param name="place">The place; stays at the last lane's end when there is no way on.</param>
    /// <param name="ds">Signed way along s, m.</param>
    /// <param name="route">Roads to prefer, or null.</param>
    /// <param name="turned">True when s of the new road runs the other way: the caller's direction along s has changed sign.</param>
    /// <returns>False when the way has ended.</returns>
    public bool Move(ref NetPlace place, double ds, StoryWay? route, out bool turned)
    {
        turned = false;
        // A way through more lanes than this in a step is none.
        for (int n = 0; n < 64; n++)
        {
            double start = place.Section.StationsM[0], end = place.Section.StationsM[^1];
            double s = place.S + ds;
            if (s >= start && s <= end)
            {
                place.S = s;
                return true;
            }

            bool up = s > end;
            double border = up ? end : start;
            double rest = Math.Abs(s - border);
            if (!Next(place, up, route, out var next, out bool atStart))
            {
                place.S = border;
                return false;
            }

            double width = Width(place);
            next.Offset = place.Offset;
            if (atStart != up)
            {
                next.Offset = -place.Offset;
                turned = !turned;
            }

            if (width < 1e-3)
            {
                next.Offset = 0;
            }

            place = next;
            ds = atStart ? rest : -rest;
        }

        return false;
    }

    private bool Next(in NetPlace place, bool up, StoryWay? route, out NetPlace next, out bool atStart)
    {
        bool forward = place.AlongS == up;
        if (place.Lane.LaneId is { } id && _index.TryGetIndex(id, out int lane))
        {
            var links = forward ? _index.Successors(lane) : _index.Predecessors(lane);
            int best = -1;
            double bestCost = double.PositiveInfinity;
            for (int i = 0; i < links.Length; i++)
            {
                if (_ofMapLane[links[i]].Road is not { } road)
                {
                    continue;
                }

                double cost = links.Length == 1 ? 0 : Math.Abs(Turn(links[i], forward));
                if (route is not null && !ReferenceEquals(road, place.Road))
                {
                    // A road of the route before any other, whatever the turn.
                    cost += route.Comes(place.Road!, road) ? 0 : 100;
                }

                if (cost < bestCost)
                {
                    (best, bestCost) = (links[i], cost);
                }
            }

            if (best >= 0)
            {
                var (road, section, found) = _ofMapLane[best];
                bool alongS = found.Number < 0 != road.LeftHandTraffic;
                atStart = alongS == forward;
                next = new NetPlace { Road = road, Section = section, Lane = found, S = section.StationsM[atStart ? 0 : ^1] };
                return true;
            }
        }

        // A lane that ends at a border between sections: the nearest one of its side goes on.
        atStart = up;
        next = default;
        double border = place.Section.StationsM[up ? ^1 : 0], t = Across(place), nearest = double.PositiveInfinity;
        for (int k = 0; k < place.Road!.Sections.Count; k++)
        {
            var section = place.Road.Sections[k];
            if (Math.Abs(section.StationsM[up ? 0 : ^1] - border) > 1e-6 || ReferenceEquals(section, place.Section))
            {
                continue;
            }

            for (int i = 0; i < section.Lanes.Count; i++)
            {
                var other = section.Lanes[i];
                double off = Math.Abs(Centre(section, other, border) - t);
                if (other.LaneId is not null && Math.Sign(other.Number) == Math.Sign(place.Lane.Number) && off < nearest)
                {
                    nearest = off;
                    next = new NetPlace { Road = place.Road, Section = section, Lane = other, S = border };
                }
            }
        }

        return next.IsOn;
    }

    /// <summary>How much a lane turns from its entry to its exit, rad.</summary>
    private double Turn(int lane, bool forward)
    {
        var centre = _index.LaneAt(lane).Centre.Span;
        var first = centre[1] - centre[0];
        var last = centre[^1] - centre[^2];
        double turn = Pinned.AngleDifference(last.ToHeading(), first.ToHeading());
        return forward ? turn : -turn;
    }

    private static double Slant(in NetPlace place)
    {
        int i = Piece(place.Section, place.S);
        var s = place.Section.StationsM;
        double slope = (place.Lane.CentreAcrossM[i + 1] - place.Lane.CentreAcrossM[i]) / (s[i + 1] - s[i]);
        return slope == 0 ? 0 : Pinned.Atan(slope);
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
}
