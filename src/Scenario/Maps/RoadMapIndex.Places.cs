using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Maps;

/// <content>Queries by place.</content>
public sealed partial class RoadMapIndex
{
    /// <summary>The lanes whose area holds a point (border included), by rising index.</summary>
    /// <param name="point">World point, m.</param>
    /// <param name="lanes">Receives the indices; when it is too short, the lowest ones.</param>
    /// <returns>How many were written.</returns>
    public int LanesAt(Vector2d point, Span<int> lanes)
    {
        int count = 0;
        var cursor = _pieceTree.Within(Bounds2d.Of(point, point));
        while (cursor.MoveNext())
        {
            int lane = _pieceLane[cursor.Current];
            if (lanes[..count].BinarySearch(lane) < 0 && _outlines[lane].Contains(point))
            {
                count = Insert(lanes, count, lane);
            }
        }

        return count;
    }

    /// <summary>The lanes whose area shares a point with a box, by rising index.</summary>
    /// <param name="box">The box.</param>
    /// <param name="lanes">Receives the indices; when it is too short, the lowest ones.</param>
    /// <returns>How many were written.</returns>
    public int LanesUnder(in OrientedBox box, Span<int> lanes)
    {
        int count = 0;
        var cursor = _pieceTree.Within(box.Bounds);
        while (cursor.MoveNext())
        {
            int lane = _pieceLane[cursor.Current];
            if (lanes[..count].BinarySearch(lane) < 0 && _outlines[lane].Intersects(box))
            {
                count = Insert(lanes, count, lane);
            }
        }

        return count;
    }

    /// <summary>
    /// The traffic lane that fits a pose best: least distance to the lane's area plus <paramref name="headingWeightM"/> times the heading
    /// error; then the least offset from the centreline, then the lower ordinal id. Exact.
    /// </summary>
    /// <param name="pose">Position and heading.</param>
    /// <param name="match">The lane and the position in it.</param>
    /// <param name="headingWeightM">Metres of distance that one radian of heading error is worth, not negative; 0 ignores the heading.</param>
    /// <param name="maxDistanceM">Greatest distance to the lane's area, m.</param>
    /// <param name="anyType">True to consider every lane, not only those for traffic.</param>
    /// <returns>False when there is none within the distance.</returns>
    public bool TryNearestLane(
        Pose2d pose,
        out LaneMatch match,
        double headingWeightM = 2,
        double maxDistanceM = double.PositiveInfinity,
        bool anyType = false)
    {
        var visit = new NearestVisit(this, pose, headingWeightM, maxDistanceM, anyType);
        _pieceTree.Near(pose.Position, ref visit);
        match = visit.Best;
        return visit.Found;
    }

    /// <summary>The position in the frame of a lane's centreline.</summary>
    /// <param name="laneIndex">The lane.</param>
    /// <param name="point">World point, m.</param>
    /// <param name="hint">Segment index of the last projection, or -1.</param>
    /// <param name="frenet">The position, ends extended; set in any case.</param>
    /// <returns>False when the point lies before the lane's begin or beyond its end.</returns>
    public bool TryProject(int laneIndex, Vector2d point, int hint, out FrenetPoint frenet)
    {
        var centre = _lanes[laneIndex].Centre;
        frenet = centre.Project(point, PolylineEnds.Extend, hint);
        return frenet.S >= 0 && frenet.S <= centre.LengthM;
    }

    /// <summary>True when a point lies on a drivable lane or in a drivable or parking area; everywhere on a map without lanes and areas.</summary>
    public bool IsDrivable(Vector2d point)
    {
        if (_lanes.Length == 0 && Map.Areas.Count == 0)
        {
            return true;
        }

        var around = Bounds2d.Of(point, point);
        var cursor = _pieceTree.Within(around);
        while (cursor.MoveNext())
        {
            int lane = _pieceLane[cursor.Current];
            if (_drivable[lane] && _outlines[lane].Contains(point))
            {
                return true;
            }
        }

        var areas = _areaTree.Within(around);
        while (areas.MoveNext())
        {
            if (Map.Areas[areas.Current].Outline.Contains(point))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when all four corners of a box are drivable, each in its own lane or area if need be.</summary>
    public bool IsDrivable(in OrientedBox box)
    {
        Span<Vector2d> corners = stackalloc Vector2d[4];
        box.Corners(corners);
        foreach (var corner in corners)
        {
            if (!IsDrivable(corner))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The areas (indices in <see cref="RoadMap.Areas"/>) that hold a point, by rising index.</summary>
    /// <returns>How many were written.</returns>
    public int AreasAt(Vector2d point, Span<int> areas)
    {
        int count = 0;
        var cursor = _areaTree.Within(Bounds2d.Of(point, point));
        while (cursor.MoveNext())
        {
            if (Map.Areas[cursor.Current].Outline.Contains(point))
            {
                count = Insert(areas, count, cursor.Current);
            }
        }

        return count;
    }

    /// <summary>The crosswalks (indices in <see cref="RoadMap.Crosswalks"/>) that share a point with a box, by rising index.</summary>
    /// <returns>How many were written.</returns>
    public int CrosswalksUnder(in OrientedBox box, Span<int> crosswalks)
    {
        int count = 0;
        var cursor = _crosswalkTree.Within(box.Bounds);
        while (cursor.MoveNext())
        {
            if (Map.Crosswalks[cursor.Current].Outline.Intersects(box))
            {
                count = Insert(crosswalks, count, cursor.Current);
            }
        }

        return count;
    }

    private static int Insert(Span<int> sorted, int count, int value)
    {
        int at = count;
        while (at > 0 && sorted[at - 1] > value)
        {
            at--;
        }

        if (at == sorted.Length)
        {
            return count;
        }

        int kept = Math.Min(count, sorted.Length - 1);
        sorted[at..kept].CopyTo(sorted[(at + 1)..]);
        sorted[at] = value;
        return kept + 1;
    }

    private struct NearestVisit(RoadMapIndex index, Pose2d pose, double headingWeightM, double maxDistanceM, bool anyType) : BoxTree.INearVisit
    {
        private double _cost = double.PositiveInfinity;

        public bool Found { get; private set; }

        public LaneMatch Best { get; private set; }

        public readonly double Limit => Math.Min(_cost, maxDistanceM);

        public void Visit(int piece)
        {
            int item = index._pieceLane[piece];
            if ((Found && item == Best.LaneIndex) || (!anyType && !index._traffic[item]))
            {
                return;
            }

            double distance = index._outlines[item].DistanceTo(pose.Position);
            if (!(distance <= Limit))
            {
                return;
            }

            var lane = index._lanes[item];
            var frenet = lane.Centre.Project(pose.Position);
            double error = Pinned.AngleDifference(pose.HeadingRad, frenet.ToHeading());
            if (lane.Bidirectional && Math.Abs(error) > Math.PI / 2)
            {
                error = Pinned.WrapAngle(error - Math.PI);
            }

            double cost = distance + headingWeightM * Math.Abs(error);
            bool better = cost < _cost
                || (cost == _cost && (Math.Abs(frenet.D) < Math.Abs(Best.Frenet.D)
                    || (Math.Abs(frenet.D) == Math.Abs(Best.Frenet.D) && index._rank[item] < index._rank[Best.LaneIndex])));
            if (!Found || better)
            {
                (_cost, Found, Best) = (cost, true, new(item, frenet, distance, error));
            }
        }
    }
}
