using System.Collections.Frozen;
using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Maps;

/// <summary>
/// Answers questions about a map: lanes by id and place, links by index, routes, drivable ground. Lanes are named by their index in
/// <see cref="RoadMap.Lanes"/>. Links to lanes that do not exist are left out (<see cref="RoadMapCheck"/> reports them). Immutable and
/// thread-safe; memory is linear in the map; queries that fill spans allocate nothing.
/// </summary>
public sealed partial class RoadMapIndex
{
    private readonly Lane[] _lanes;
    private readonly FrozenDictionary<string, int> _byId;
    private readonly int[] _rank;
    private readonly Polygon[] _outlines;
    private readonly bool[] _traffic;
    private readonly bool[] _drivable;
    private readonly Links _successors;
    private readonly Links _predecessors;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly int[] _straightest;
    private readonly int[] _pieceLane;
    private readonly BoxTree _pieceTree;
    private readonly BoxTree _areaTree;
    private readonly BoxTree _crosswalkTree;

    /// <summary>Indexes a map. <see cref="RoadMap.Index"/> keeps one per map.</summary>
    /// <param name="map">The map.</param>
    /// <exception cref="InputException">Two lanes share an id.</exception>
    public RoadMapIndex(RoadMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        Map = map;
        _lanes = [.. map.Lanes];
        var byId = new Dictionary<string, int>(_lanes.Length, StringComparer.Ordinal);
        for (int i = 0; i < _lanes.Length; i++)
        {
            if (!byId.TryAdd(_lanes[i].Id, i))
            {
                throw new InputException($"map '{map.Name}': two lanes have the id '{_lanes[i].Id}'; ids must be unique, rename one");
            }
        }

        _byId = byId.ToFrozenDictionary(StringComparer.Ordinal);
        _rank = Ranks(_lanes);
        _outlines = Array.ConvertAll(_lanes, lane => lane.ToOutline());
        _traffic = Array.ConvertAll(_lanes, lane => lane.CarriesTraffic());
        _drivable = Array.ConvertAll(_lanes, lane => lane.IsDrivable());
        _successors = Links.Of(_lanes, byId, lane => lane.Successors);
        _predecessors = Links.Of(_lanes, byId, lane => lane.Predecessors);
        _left = Array.ConvertAll(_lanes, lane => IndexOrNone(byId, lane.LeftNeighbour));
        _right = Array.ConvertAll(_lanes, lane => IndexOrNone(byId, lane.RightNeighbour));
        _straightest = new int[_lanes.Length];
        for (int i = 0; i < _lanes.Length; i++)
        {
            _straightest[i] = FindStraightest(i);
        }

        var pieces = new List<Bounds2d>();
        var owners = new List<int>();
        for (int i = 0; i < _lanes.Length; i++)
        {
            AddPieces(_lanes[i], pieces);
            while (owners.Count < pieces.Count)
            {
                owners.Add(i);
            }
        }

        _pieceLane = [.. owners];
        _pieceTree = new BoxTree([.. pieces]);
        _areaTree = new BoxTree([.. map.Areas.Select(area => area.Outline.Bounds)]);
        _crosswalkTree = new BoxTree([.. map.Crosswalks.Select(crosswalk => crosswalk.Outline.Bounds)]);
    }

    /// <summary>The map.</summary>
    public RoadMap Map { get; }

    /// <summary>Number of lanes.</summary>
    public int LaneCount => _lanes.Length;

    /// <summary>A lane by index.</summary>
    public Lane LaneAt(int laneIndex) => _lanes[laneIndex];

    /// <summary>Index of a lane, or -1 when the map has none of that id.</summary>
    public int IndexOf(string laneId) => _byId.TryGetValue(laneId, out int index) ? index : -1;

    /// <summary>Index of a lane.</summary>
    /// <returns>False when the map has no lane of that id.</returns>
    public bool TryGetIndex(string laneId, out int laneIndex) => _byId.TryGetValue(laneId, out laneIndex);

    /// <summary>The lane's area: the left bound, then the right bound backwards.</summary>
    public Polygon OutlineOf(int laneIndex) => _outlines[laneIndex];

    /// <summary>True when the lane is made for moving motor traffic (<see cref="LaneTypes.CarriesTraffic(Lane)"/>).</summary>
    public bool CarriesTraffic(int laneIndex) => _traffic[laneIndex];

    /// <summary>True when a car may be on the lane (<see cref="LaneTypes.IsDrivable(Lane)"/>).</summary>
    public bool IsDrivable(int laneIndex) => _drivable[laneIndex];

    /// <summary>Lanes that this one leads into, in the map's order.</summary>
    public ReadOnlySpan<int> Successors(int laneIndex) => _successors.Of(laneIndex);

    /// <summary>Lanes that lead into this one, in the map's order.</summary>
    public ReadOnlySpan<int> Predecessors(int laneIndex) => _predecessors.Of(laneIndex);

    /// <summary>The adjacent lane on the left, whatever its direction, or -1.</summary>
    public int LeftNeighbour(int laneIndex) => _left[laneIndex];

    /// <summary>The adjacent lane on the right, whatever its direction, or -1.</summary>
    public int RightNeighbour(int laneIndex) => _right[laneIndex];

    /// <summary>The lane to change to on the left: adjacent, same direction, for traffic; or -1.</summary>
    public int LeftLane(int laneIndex) => SameWay(_lanes[laneIndex].LeftNeighbour, _left[laneIndex]);

    /// <summary>The lane to change to on the right: adjacent, same direction, for traffic; or -1.</summary>
    public int RightLane(int laneIndex) => SameWay(_lanes[laneIndex].RightNeighbour, _right[laneIndex]);

    /// <summary>
    /// The successor that turns least (its last heading against this lane's last heading), traffic lanes before others, ties by ordinal id; or
    /// -1 at a dead end. What an actor without a route follows.
    /// </summary>
    public int StraightestSuccessor(int laneIndex) => _straightest[laneIndex];

    // Long or slanting lanes have bounds far larger than themselves. The lane's area lies within the hulls of the quadrangles between its
    // cross-sections, so the bounds of runs of them hold it all.
    private static void AddPieces(Lane lane, List<Bounds2d> pieces)
    {
        const int sectionsPerPiece = 8;
        var left = lane.Left.Span;
        var right = lane.Right.Span;
        if (left.Length != right.Length)
        {
            pieces.Add(lane.Left.Bounds.Union(lane.Right.Bounds));
            return;
        }

        for (int i = 0; i < left.Length - 1; i += sectionsPerPiece)
        {
            int count = Math.Min(sectionsPerPiece + 1, left.Length - i);
            pieces.Add(Bounds2d.Of(left.Slice(i, count)).Union(Bounds2d.Of(right.Slice(i, count))));
        }
    }

    private int SameWay(LaneNeighbour? neighbour, int index) => index >= 0 && neighbour!.SameDirection && _traffic[index] ? index : -1;

    private int FindStraightest(int laneIndex)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        bool bestTraffic = false;
        var successors = _successors.Of(laneIndex);
        if (successors.Length == 1)
        {
            return successors[0];
        }

        foreach (int next in successors)
        {
            double turn = Math.Abs(Pinned.AngleDifference(EndHeading(next), EndHeading(laneIndex)));
            bool traffic = _traffic[next];
            bool better = traffic != bestTraffic ? traffic : turn < least || (turn == least && _rank[next] < _rank[best]);
            if (best < 0 || better)
            {
                (best, least, bestTraffic) = (next, turn, traffic);
            }
        }

        return best;
    }

    private double EndHeading(int laneIndex)
    {
        var centre = _lanes[laneIndex].Centre;
        return centre.TangentOf(centre.SegmentCount - 1).ToHeading();
    }

    private static int IndexOrNone(Dictionary<string, int> byId, LaneNeighbour? neighbour) =>
        neighbour is not null && byId.TryGetValue(neighbour.LaneId, out int index) ? index : -1;

    private static int[] Ranks(Lane[] lanes)
    {
        var order = new int[lanes.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => string.CompareOrdinal(lanes[a].Id, lanes[b].Id));
        var rank = new int[lanes.Length];
        for (int i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i;
        }

        return rank;
    }

    /// <summary>Adjacency in two arrays.</summary>
    private sealed class Links(int[] starts, int[] targets)
    {
        public ReadOnlySpan<int> Of(int index) => targets.AsSpan(starts[index], starts[index + 1] - starts[index]);

        public static Links Of(Lane[] lanes, Dictionary<string, int> byId, Func<Lane, IReadOnlyList<string>> select)
        {
            var starts = new int[lanes.Length + 1];
            var targets = new List<int>(lanes.Length);
            var seenBy = new int[lanes.Length];
            Array.Fill(seenBy, -1);
            for (int i = 0; i < lanes.Length; i++)
            {
                foreach (string id in select(lanes[i]))
                {
                    if (byId.TryGetValue(id, out int target) && seenBy[target] != i)
                    {
                        seenBy[target] = i;
                        targets.Add(target);
                    }
                }

                starts[i + 1] = targets.Count;
            }

            return new(starts, [.. targets]);
        }
    }
}
