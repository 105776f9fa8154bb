using Sim.Maps;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// Distances along roads: how far it is from one place to another by whole roads, whatever the lane. Ends of roads are joined where lanes are.
/// Immutable.
/// </summary>
internal sealed class RoadWays
{
    private readonly RoadNet _net;
    private readonly RoadLine[] _roads;

    // Joined ends of each end: end 2r is the start of road r, 2r + 1 its end.
    private readonly int[][] _joined;

    public RoadWays(RoadNet net)
    {
        _net = net;
        _roads = [.. net.Roads];
        var joined = new SortedSet<int>[2 * _roads.Length];
        for (int i = 0; i < joined.Length; i++)
        {
            joined[i] = [];
        }

        for (int lane = 0; lane < net.Index.LaneCount; lane++)
        {
            var (road, section, own) = net.OfMapLane(lane);
            if (road is null)
            {
                continue;
            }

            foreach (int next in net.Index.Successors(lane))
            {
                var (other, _, entered) = net.OfMapLane(next);
                if (other is null || (ReferenceEquals(other, road) && !IsOuter(road, section, own)))
                {
                    continue;
                }

                int from = (2 * net.NumberOf(road)) + (own.Number < 0 != road.LeftHandTraffic ? 1 : 0);
                int to = (2 * net.NumberOf(other)) + (entered.Number < 0 != other.LeftHandTraffic ? 0 : 1);
                if (!ReferenceEquals(other, road) || from != to)
                {
                    joined[from].Add(to);
                    joined[to].Add(from);
                }
            }
        }

        _joined = [.. joined.Select(j => j.ToArray())];
    }

    /// <summary>Room that a search needs; the caller keeps it.</summary>
    public RoadSearch Room() => new(2 * _roads.Length);

    /// <summary>
    /// The shortest way between two places along roads.
    /// </summary>
    /// <param name="from">Start.</param>
    /// <param name="up">Direction of "forward" at the start: towards growing s.</param>
    /// <param name="to">Goal.</param>
    /// <param name="room">Working room.</param>
    /// <param name="distance">Signed way, m: positive forward.</param>
    /// <param name="opposed">True when s of the goal's road runs against that of the start's road along the way.</param>
    /// <returns>False when no way was found.</returns>
    public bool Between(in NetPlace from, bool up, in NetPlace to, RoadSearch room, out double distance, out bool opposed)
    {
        (distance, opposed) = (0, false);
        if (ReferenceEquals(from.Road, to.Road))
        {
            distance = up ? to.S - from.S : from.S - to.S;
            return true;
        }

        int start = 2 * _net.NumberOf(from.Road!), goal = _net.NumberOf(to.Road!);
        bool ahead = Search(start + (up ? 1 : 0), up ? from.Road!.LengthM - from.S : from.S, goal, to.S, room, out double forward, out bool atStartF);
        bool behind = Search(start + (up ? 0 : 1), up ? from.S : from.Road!.LengthM - from.S, goal, to.S, room, out double backward, out bool atStartB);
        if (!ahead && !behind)
        {
            return false;
        }

        if (ahead && (!behind || forward <= backward))
        {
            (distance, opposed) = (forward, atStartF != up);
        }
        else
        {
            // Going backwards and entering at the end keeps the sense of s for a start that faces growing s.
            (distance, opposed) = (-backward, atStartB == up);
        }

        return true;
    }

    /// <summary>The roads of the shortest way between two places, both included; null when there is none.</summary>
    public List<RoadLine>? Roads(in NetPlace from, bool up, in NetPlace to)
    {
        if (ReferenceEquals(from.Road, to.Road))
        {
            return [from.Road!];
        }

        var room = Room();
        int start = (2 * _net.NumberOf(from.Road!)) + (up ? 1 : 0);
        if (!Search(start, up ? from.Road!.LengthM - from.S : from.S, _net.NumberOf(to.Road!), to.S, room, out _, out bool atStart))
        {
            return null;
        }

        var roads = new List<RoadLine>();
        int end = (2 * _net.NumberOf(to.Road!)) + (atStart ? 0 : 1);
        for (int at = end; at >= 0; at = room.From[at])
        {
            roads.Add(_roads[at / 2]);
        }

        roads.Add(from.Road!);
        roads.Reverse();
        return roads;
    }

    // Dijkstra over entered ends: a node is the end by which a road is entered, its cost the way until there.
    private bool Search(int exit, double way, int goal, double goalS, RoadSearch room, out double distance, out bool atStart)
    {
        room.Clear();
        (distance, atStart) = (double.PositiveInfinity, false);
        foreach (int entry in _joined[exit])
        {
            room.Offer(entry, way, -1);
        }

        while (room.TryTake(out int at, out double cost))
        {
            if (cost >= distance)
            {
                break;
            }

            int road = at / 2;
            bool byStart = (at & 1) == 0;
            if (road == goal)
            {
                double total = cost + (byStart ? goalS : _roads[road].LengthM - goalS);
                if (total < distance)
                {
                    (distance, atStart) = (total, byStart);
                }
            }

            foreach (int entry in _joined[at ^ 1])
            {
                room.Offer(entry, cost + _roads[road].LengthM, at);
            }
        }

        return distance < double.PositiveInfinity;
    }

    private static bool IsOuter(RoadLine road, RoadLineSection section, RoadLineLane lane)
    {
        bool alongS = lane.Number < 0 != road.LeftHandTraffic;
        return alongS ? section.StationsM[^1] >= road.LengthM - 1e-6 : section.StationsM[0] <= 1e-6;
    }
}
