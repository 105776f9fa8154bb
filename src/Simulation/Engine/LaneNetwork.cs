using System.Runtime.CompilerServices;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Simulation.Engine;

/// <summary>
/// The lanes of a map compiled for the engine: flat centrelines, links and neighbours by index, half widths, speed limits, and a grid that
/// finds the lanes near a point. Built once per map and shared. Immutable, safe for concurrent use.
/// </summary>
internal sealed class LaneNetwork
{
    private static readonly ConditionalWeakTable<RoadMap, LaneNetwork> Compiled = [];

    private readonly Lane[] _lanes;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly double[] _halfLeft;
    private readonly double[] _halfRight;
    private readonly LaneGrid _grid;

    private LaneNetwork(RoadMap map)
    {
        _lanes = [.. map.Lanes];
        Count = _lanes.Length;
        for (int i = 0; i < Count; i++)
        {
            _index.TryAdd(_lanes[i].Id, i);
        }

        Curves = new CurveTable([.. _lanes.Select(l => l.Centre)]);
        Successors = new int[Count][];
        Predecessors = new int[Count][];
        (Left, Right, Straightest) = (new int[Count], new int[Count], new int[Count]);
        SpeedLimit = new double[Count];
        int vertices = _lanes.Sum(l => l.Centre.Span.Length);
        (_halfLeft, _halfRight) = (new double[vertices], new double[vertices]);
        for (int i = 0; i < Count; i++)
        {
            var lane = _lanes[i];
            Successors[i] = Resolve(lane.Successors);
            Predecessors[i] = Resolve(lane.Predecessors);
            Left[i] = Neighbour(lane.LeftNeighbour);
            Right[i] = Neighbour(lane.RightNeighbour);
            SpeedLimit[i] = lane.SpeedLimitMps ?? double.NaN;
            int first = Curves.FirstCursor(i);
            for (int p = 0; p < lane.Centre.Span.Length; p++)
            {
                var c = lane.Centre.Span[p];
                _halfLeft[first + p] = c.DistanceTo(lane.Left.Span[Math.Min(p, lane.Left.Span.Length - 1)]);
                _halfRight[first + p] = c.DistanceTo(lane.Right.Span[Math.Min(p, lane.Right.Span.Length - 1)]);
            }
        }

        (MayGoLeft, MayGoRight, EndsInside) = (new bool[Count], new bool[Count], new bool[Count]);
        for (int i = 0; i < Count; i++)
        {
            Straightest[i] = FindStraightest(i);
            MayGoLeft[i] = Left[i] >= 0 && IsCrossable(_lanes[i].LeftMarking);
            MayGoRight[i] = Right[i] >= 0 && IsCrossable(_lanes[i].RightMarking);
        }

        for (int i = 0; i < Count; i++)
        {
            EndsInside[i] = Straightest[i] < 0 && (GoesOn(Left[i]) || GoesOn(Right[i]));
        }

        _grid = new LaneGrid(this);
    }

    /// <summary>Number of lanes.</summary>
    public int Count { get; }

    /// <summary>Centrelines.</summary>
    public CurveTable Curves { get; }

    /// <summary>Lanes that each lane leads into.</summary>
    public int[][] Successors { get; }

    /// <summary>Lanes that lead into each lane.</summary>
    public int[][] Predecessors { get; }

    /// <summary>Neighbour on the left in the same direction that traffic may use, or -1.</summary>
    public int[] Left { get; }

    /// <summary>Neighbour on the right in the same direction that traffic may use, or -1.</summary>
    public int[] Right { get; }

    /// <summary>The successor that turns least, or -1.</summary>
    public int[] Straightest { get; }

    /// <summary>True where the marking lets a vehicle change to the left neighbour.</summary>
    public bool[] MayGoLeft { get; }

    /// <summary>True where the marking lets a vehicle change to the right neighbour.</summary>
    public bool[] MayGoRight { get; }

    /// <summary>True for a lane that ends while a neighbour goes on: traffic stops there; at all other ends it leaves the map.</summary>
    public bool[] EndsInside { get; }

    /// <summary>Speed limit, m/s, NaN for none.</summary>
    public double[] SpeedLimit { get; }

    /// <summary>The network of a map.</summary>
    public static LaneNetwork Of(RoadMap map) => Compiled.GetValue(map, static m => new LaneNetwork(m));

    /// <summary>The lane at an index.</summary>
    public Lane Lane(int index) => _lanes[index];

    /// <summary>Index of a lane by id, or -1.</summary>
    public int Find(string id) => _index.TryGetValue(id, out int i) ? i : -1;

    /// <summary>Distance from the centreline to the left bound at a cursor, m.</summary>
    public double HalfLeft(int cursor) => Math.Max(_halfLeft[cursor], _halfLeft[cursor + 1]);

    /// <summary>Distance from the centreline to the right bound at a cursor, m.</summary>
    public double HalfRight(int cursor) => Math.Max(_halfRight[cursor], _halfRight[cursor + 1]);

    /// <summary>Lanes whose strip, widened by a margin, holds a point. Returns how many of the hits were filled.</summary>
    public int Locate(double x, double y, double margin, Span<LaneHit> hits) => _grid.Locate(x, y, margin, hits);

    /// <summary>True when a point lies on any lane that vehicles use.</summary>
    public bool IsOnRoad(double x, double y)
    {
        Span<LaneHit> hits = stackalloc LaneHit[16];
        int count = Locate(x, y, 0, hits);
        for (int i = 0; i < count; i++)
        {
            if (IsDrivable(_lanes[hits[i].Lane].Type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The lane that a vehicle at a pose drives in: under its centre, in its direction, the nearest to its heading; or -1.</summary>
    public int StartLane(in ActorState state, Span<LaneHit> hits, out LaneHit hit)
    {
        int count = Locate(state.X, state.Y, 0.2, hits);
        int best = -1;
        double least = double.PositiveInfinity;
        for (int i = 0; i < count; i++)
        {
            ref readonly var h = ref hits[i];
            if (!IsDrivable(_lanes[h.Lane].Type))
            {
                continue;
            }

            double turn = Math.Abs(Pinned.AngleDifference(state.HeadingRad, Curves.Sample(h.Cursor, h.S, 0).HeadingRad));
            // A metre off the centre weighs as much as 0.2 rad of heading: at junctions the direction decides, on parallel lanes the place.
            double cost = turn + 0.2 * Math.Abs(h.D);
            if (turn < 1.2 && cost < least)
            {
                (best, least) = (i, cost);
            }
        }

        hit = best >= 0 ? hits[best] : default;
        return best >= 0 ? hit.Lane : -1;
    }

    /// <summary>The lane that a vehicle at a pose drives in, or -1.</summary>
    public int StartLane(in ActorState state)
    {
        Span<LaneHit> hits = stackalloc LaneHit[16];
        return StartLane(state, hits, out _);
    }

    /// <summary>True for lanes that motor vehicles use.</summary>
    public static bool IsDrivable(LaneType type) => type is LaneType.Driving or LaneType.Entry or LaneType.Exit or LaneType.OnRamp or LaneType.OffRamp
        or LaneType.ConnectingRamp or LaneType.Bus or LaneType.Hov or LaneType.BidirectionalDriving or LaneType.Driveway or LaneType.Parking or LaneType.RoadWorks;

    private static bool IsCrossable(LaneMarking marking) =>
        marking is not (LaneMarking.Solid or LaneMarking.SolidSolid or LaneMarking.SolidBroken or LaneMarking.Curb or LaneMarking.Edge);

    private bool GoesOn(int lane) => lane >= 0 && Straightest[lane] >= 0;

    private int[] Resolve(IReadOnlyList<string> ids) => [.. ids.Select(Find).Where(i => i >= 0)];

    private int Neighbour(LaneNeighbour? neighbour)
    {
        int i = neighbour is { SameDirection: true } ? Find(neighbour.LaneId) : -1;
        return i >= 0 && IsDrivable(_lanes[i].Type) && _lanes[i].Type != LaneType.Parking ? i : -1;
    }

    private int FindStraightest(int lane)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        foreach (int next in Successors[lane])
        {
            if (!IsDrivable(_lanes[next].Type))
            {
                continue;
            }

            double turn = Math.Abs(Pinned.AngleDifference(Curves.EndHeading(next), Curves.EndHeading(lane)));
            if (turn < least)
            {
                (best, least) = (next, turn);
            }
        }

        return best;
    }
}
