using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>
/// Where an actor is on the road, instant by instant: the lane that fits place and direction best (for an even walk along lanes the last lane's own
/// successors and neighbours come first), offset, direction of the lane. Immutable, thread-safe.
/// </summary>
internal sealed class RoadReference
{
    /// <summary>Farthest from a lane's area that an actor still counts as on the road, m.</summary>
    public const double OffRoadM = 1.5;

    private readonly int[] _lane;
    private readonly double[] _offset;
    private readonly double[] _heading;
    private readonly double[] _drift;

    private RoadReference(ActorMotion motion, RoadMapIndex index, int stride)
    {
        _lane = new int[motion.Count];
        _offset = new double[motion.Count];
        _heading = new double[motion.Count];
        _drift = new double[motion.Count];
        int lane = -1;
        double heading = motion.Heading[0];
        for (int i = 0; i < motion.Count; i++)
        {
            if (i % stride == 0)
            {
                lane = Match(motion, index, i, lane, out double offset, out double found);
                heading = lane < 0 ? motion.Heading[i] : motion.Heading[i] + Pinned.AngleDifference(found, motion.Heading[i]);
                _offset[i] = offset;
            }
            else
            {
                _offset[i] = _offset[i - 1];
            }

            _lane[i] = lane;
            _heading[i] = heading;
            _drift[i] = i == 0 ? 0 : _drift[i - 1] + Step(motion, i, lane, heading);
            OnRoad += lane >= 0 ? 1 : 0;
        }
    }

    /// <summary>Instants on the road.</summary>
    public int OnRoad { get; }

    /// <summary>Index of the lane at each instant, −1 off the road.</summary>
    public ReadOnlySpan<int> Lane => _lane;

    /// <summary>Offset to the left of the lane's centre, m.</summary>
    public ReadOnlySpan<double> Offset => _offset;

    /// <summary>Direction of the lane in the actor's own turn, rad; off the road the actor's.</summary>
    public ReadOnlySpan<double> Heading => _heading;

    /// <summary>How far the actor got to the left against the direction of the road since its first instant, m.</summary>
    public ReadOnlySpan<double> Drift => _drift;

    /// <summary>The reference of a motion; null on a map without traffic lanes, or when the actor is never on one.</summary>
    /// <param name="motion">The motion.</param>
    /// <param name="map">The map.</param>
    /// <param name="stride">Instants from one look at the map to the next.</param>
    public static RoadReference? Of(ActorMotion motion, RoadMap map, int stride)
    {
        if (map.Lanes.Count == 0)
        {
            return null;
        }

        var reference = new RoadReference(motion, map.Index(), stride);
        return reference.OnRoad > 0 ? reference : null;
    }

    private static double Step(ActorMotion motion, int i, int lane, double heading)
    {
        double length = motion.Arc[i] - motion.Arc[i - 1];
        double off = motion.Heading[i] - heading;
        return lane >= 0 && length > 0 && Math.Abs(off) < Math.PI / 3 ? length * Pinned.Sin(off) : 0;
    }

    private static int Match(ActorMotion motion, RoadMapIndex index, int i, int last, out double offset, out double heading)
    {
        var pose = new Pose2d(motion.At(i), motion.Heading[i]);
        if (last >= 0 && Follows(index, pose, last, out offset, out heading))
        {
            return last;
        }

        if (last >= 0)
        {
            foreach (int next in index.Successors(last))
            {
                if (Follows(index, pose, next, out offset, out heading) && Math.Abs(Pinned.AngleDifference(pose.HeadingRad, heading)) < 0.2)
                {
                    return next;
                }
            }
        }

        if (index.TryNearestLane(pose, out var match, maxDistanceM: OffRoadM) && Math.Abs(match.HeadingErrorRad) < 1.2)
        {
            (offset, heading) = (match.Frenet.D, pose.HeadingRad - match.HeadingErrorRad);
            return match.LaneIndex;
        }

        // Against the direction of a lane, as when passing on the other side of the road.
        if (index.TryNearestLane(pose with { HeadingRad = pose.HeadingRad + Math.PI }, out match, maxDistanceM: OffRoadM) && Math.Abs(match.HeadingErrorRad) < 0.6)
        {
            (offset, heading) = (-match.Frenet.D, pose.HeadingRad - match.HeadingErrorRad);
            return match.LaneIndex;
        }

        (offset, heading) = (0, pose.HeadingRad);
        return -1;
    }

    // Within the same lane's area and about along it: no search needed, and overlapping lanes of a junction do not make the walk jump.
    private static bool Follows(RoadMapIndex index, Pose2d pose, int lane, out double offset, out double heading)
    {
        var centre = index.LaneAt(lane).Centre;
        var frenet = centre.Project(pose.Position);
        offset = frenet.D;
        heading = frenet.Tangent.ToHeading();
        double error = Pinned.AngleDifference(pose.HeadingRad, heading);
        if (Math.Abs(error) > Math.PI / 2)
        {
            offset = -offset;
            heading += Math.PI;
            error = Pinned.AngleDifference(pose.HeadingRad, heading);
        }

        return frenet.S >= 0 && frenet.S < centre.LengthM && Math.Abs(error) < 0.5 && index.OutlineOf(lane).Contains(pose.Position);
    }
}
