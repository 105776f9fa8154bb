namespace Sim.Maps;

/// <content>Routes over the lane graph.</content>
public sealed partial class RoadMapIndex
{
    /// <summary>
    /// The shortest way from one lane to another: least sum of the lengths of all lanes but the last, plus a cost per lane change; of equal
    /// ways the one that reaches every lane from the lower ordinal id (Dijkstra 1959).
    /// </summary>
    /// <param name="from">Lane to start in.</param>
    /// <param name="to">Lane to arrive in.</param>
    /// <param name="laneChangeCostM">Metres that a change to an adjacent lane of the same direction is worth, not negative; +infinity forbids changes.</param>
    /// <param name="anyType">True to use every lane, not only those for traffic (the ends are always allowed).</param>
    /// <returns>Lane indices, both ends included; empty when there is no way.</returns>
    public IReadOnlyList<int> FindRoute(int from, int to, double laneChangeCostM = double.PositiveInfinity, bool anyType = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)from, (uint)LaneCount, nameof(from));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)to, (uint)LaneCount, nameof(to));
        ArgumentOutOfRangeException.ThrowIfNegative(laneChangeCostM);
        var cost = new double[LaneCount];
        var before = new int[LaneCount];
        var done = new bool[LaneCount];
        Array.Fill(cost, double.PositiveInfinity);
        Array.Fill(before, -1);
        cost[from] = 0;
        var open = new PriorityQueue<int, (double Cost, int Rank)>();
        open.Enqueue(from, (0, _rank[from]));
        while (open.TryDequeue(out int lane, out _))
        {
            if (done[lane])
            {
                continue;
            }

            if (lane == to)
            {
                return Trace(before, from, to);
            }

            done[lane] = true;
            double onward = cost[lane] + _lanes[lane].Centre.LengthM;
            foreach (int next in Successors(lane))
            {
                Relax(lane, next, onward);
            }

            if (double.IsFinite(laneChangeCostM))
            {
                Relax(lane, LeftLane(lane), cost[lane] + laneChangeCostM);
                Relax(lane, RightLane(lane), cost[lane] + laneChangeCostM);
            }
        }

        return [];

        void Relax(int lane, int next, double total)
        {
            if (next < 0 || done[next] || !(anyType || next == to || _traffic[next]))
            {
                return;
            }

            if (total < cost[next] || (total == cost[next] && before[next] >= 0 && _rank[lane] < _rank[before[next]]))
            {
                cost[next] = total;
                before[next] = lane;
                open.Enqueue(next, (total, _rank[next]));
            }
        }
    }

    /// <summary>The lanes that an actor without a route drives along: straightest successors until a length is reached, a dead end or a lane again.</summary>
    /// <param name="from">Lane to start in.</param>
    /// <param name="lengthM">Length to cover, m, beginning at the start of the first lane.</param>
    public IReadOnlyList<int> FollowStraightest(int from, double lengthM)
    {
        var lanes = new List<int>();
        var seen = new HashSet<int>();
        double length = 0;
        for (int lane = from; lane >= 0 && seen.Add(lane); lane = _straightest[lane])
        {
            lanes.Add(lane);
            length += _lanes[lane].Centre.LengthM;
            if (length >= lengthM)
            {
                break;
            }
        }

        return lanes;
    }

    /// <summary>One line to drive along a chain of lanes.</summary>
    /// <param name="lanes">Lane indices; each but the first is a successor of the one before it.</param>
    /// <exception cref="ArgumentException">No lanes, or two that are not joined.</exception>
    public LaneRoute ToRoute(IReadOnlyList<int> lanes) => new(this, lanes);

    private static int[] Trace(int[] before, int from, int to)
    {
        var route = new List<int> { to };
        while (route[^1] != from)
        {
            route.Add(before[route[^1]]);
        }

        route.Reverse();
        return [.. route];
    }
}
