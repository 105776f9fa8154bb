using System.Runtime.CompilerServices;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Simulation.Engine;

/// <summary>
/// What the engine needs of a map beside its <see cref="RoadMapIndex"/>: centrelines in flat arrays, where lanes may be changed and where they
/// end. Built once per map and shared. Immutable, safe for concurrent use.
/// </summary>
internal sealed class LaneNetwork
{
    /// <summary>Largest angle between a vehicle and the lane it starts in, rad.</summary>
    private const double MostTurnRad = 1.2;

    /// <summary>Largest distance of a vehicle's centre from the lane it starts in, m.</summary>
    private const double MostAsideM = 0.5;

    /// <summary>Metres of distance that a radian of heading is worth when a start lane is chosen.</summary>
    private const double HeadingWeightM = 5;

    private static readonly ConditionalWeakTable<RoadMap, LaneNetwork> Compiled = [];

    private LaneNetwork(RoadMap map)
    {
        Index = map.Index();
        Count = Index.LaneCount;
        Curves = new CurveTable([.. map.Lanes.Select(l => l.Centre)]);
        SpeedLimit = [.. map.Lanes.Select(l => l.SpeedLimitMps ?? double.NaN)];
        (Left, Right, Straightest) = (new int[Count], new int[Count], new int[Count]);
        (MayGoLeft, MayGoRight, EndsInside, Meets) = (new bool[Count], new bool[Count], new bool[Count], new bool[Count]);
        for (int i = 0; i < Count; i++)
        {
            (Left[i], Right[i], Straightest[i]) = (Index.LeftLane(i), Index.RightLane(i), Index.StraightestSuccessor(i));
            MayGoLeft[i] = Left[i] >= 0 && IsCrossable(Index.LaneAt(i).LeftMarking);
            MayGoRight[i] = Right[i] >= 0 && IsCrossable(Index.LaneAt(i).RightMarking);
        }

        for (int i = 0; i < Count; i++)
        {
            EndsInside[i] = Straightest[i] < 0 && (GoesOn(Left[i]) || GoesOn(Right[i]));
            Meets[i] = Index.LaneAt(i).JunctionId is not null || SharesAnEnd(i);
        }
    }

    /// <summary>Number of lanes.</summary>
    public int Count { get; }

    /// <summary>Queries and links.</summary>
    public RoadMapIndex Index { get; }

    /// <summary>Centrelines.</summary>
    public CurveTable Curves { get; }

    /// <summary>Neighbour on the left in the same direction that carries traffic, or -1.</summary>
    public int[] Left { get; }

    /// <summary>Neighbour on the right in the same direction that carries traffic, or -1.</summary>
    public int[] Right { get; }

    /// <summary>The successor that turns least, or -1.</summary>
    public int[] Straightest { get; }

    /// <summary>True where the marking lets a vehicle change to the left neighbour.</summary>
    public bool[] MayGoLeft { get; }

    /// <summary>True where the marking lets a vehicle change to the right neighbour.</summary>
    public bool[] MayGoRight { get; }

    /// <summary>True for a lane that ends while a neighbour goes on: traffic stops there; at all other ends it leaves the map.</summary>
    public bool[] EndsInside { get; }

    /// <summary>True for a lane that others may cross or join: in a junction, or with an end that other lanes share.</summary>
    public bool[] Meets { get; }

    /// <summary>Speed limit, m/s, NaN for none.</summary>
    public double[] SpeedLimit { get; }

    /// <summary>The network of a map.</summary>
    public static LaneNetwork Of(RoadMap map) => Compiled.GetValue(map, static m => new LaneNetwork(m));

    /// <summary>Places of a box on the lanes it reaches into. Returns how many were filled.</summary>
    public int Locate(in OrientedBox box, Span<LaneHit> hits)
    {
        Span<int> lanes = stackalloc int[hits.Length];
        int found = Index.LanesUnder(box, lanes);
        int count = 0;
        for (int i = 0; i < found; i++)
        {
            if (Index.TryProject(lanes[i], box.Centre, -1, out var frenet))
            {
                hits[count++] = new LaneHit(lanes[i], Curves.CursorAt(lanes[i], frenet.S), frenet.S, frenet.D);
            }
        }

        return count;
    }

    /// <summary>The lane that a vehicle at a pose drives in: under its centre and in its direction; or -1.</summary>
    public int StartLane(in ActorState state, out LaneHit hit)
    {
        hit = default;
        if (!Index.TryNearestLane(state.Pose, out var match, HeadingWeightM, MostAsideM) || Math.Abs(match.HeadingErrorRad) > MostTurnRad)
        {
            return -1;
        }

        double s = Math.Clamp(match.Frenet.S, 0, Curves.Length(match.LaneIndex));
        hit = new LaneHit(match.LaneIndex, Curves.CursorAt(match.LaneIndex, s), s, match.Frenet.D);
        return match.LaneIndex;
    }

    private static bool IsCrossable(LaneMarking marking) =>
        marking is not (LaneMarking.Solid or LaneMarking.SolidSolid or LaneMarking.SolidBroken or LaneMarking.Curb or LaneMarking.Edge);

    private bool SharesAnEnd(int lane)
    {
        foreach (int next in Index.Successors(lane))
        {
            if (Index.Predecessors(next).Length > 1)
            {
                return true;
            }
        }

        foreach (int before in Index.Predecessors(lane))
        {
            if (Index.Successors(before).Length > 1)
            {
                return true;
            }
        }

        return false;
    }

    private bool GoesOn(int lane) => lane >= 0 && Straightest[lane] >= 0;
}
