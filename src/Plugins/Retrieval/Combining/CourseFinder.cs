using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>Which course an actor most likely follows, from its motion so far and the lanes of the map. Pure and thread-safe.</summary>
internal static class CourseFinder
{
    private const double ReachM = 3.0;
    private const double MaxHeadingErrorRad = 1.0;
    private const double TurnWeight = 5.0;
    private const int MaxCourses = 32;
    private const int MaxLanes = 16;

    /// <summary>Finds the course of a track at a step.</summary>
    /// <param name="map">The map.</param>
    /// <param name="history">Poses so far, oldest first, the present one last; at least one.</param>
    /// <param name="lengthM">How far the course should reach, m.</param>
    /// <param name="turnRad">By how much the course should turn in all, rad, positive to the left; null to go on as likely as not.</param>
    public static Course Find(RoadMap map, ReadOnlySpan<Pose2d> history, double lengthM, double? turnRad = null)
    {
        var here = history[^1];
        if (map.Lanes.Count == 0)
        {
            return Course.Straight(here, lengthM);
        }

        var index = map.Index();
        Span<int> under = stackalloc int[MaxLanes];
        int count = Math.Min(index.LanesAt(here.Position, under), MaxLanes);
        var starts = new List<int>(count + 1);
        for (int i = 0; i < count; i++)
        {
            if (index.CarriesTraffic(under[i]))
            {
                starts.Add(under[i]);
            }
        }

        if (index.TryNearestLane(here, out var near, 4, ReachM) && !starts.Contains(near.LaneIndex))
        {
            starts.Add(near.LaneIndex);
        }

        Course? best = null;
        double least = double.PositiveInfinity;
        foreach (int start in starts)
        {
            if (Math.Abs(HeadingError(index, start, here)) > MaxHeadingErrorRad)
            {
                continue;
            }

            foreach (var (lanes, turns) in Chains(index, start, here, lengthM))
            {
                var course = Course.Along(index, lanes);
                double cost = Misfit(course, history) + (turnRad is { } wanted ? TurnWeight * Math.Abs(Turn(course, here, lengthM) - wanted) : turns);
                if (cost < least)
                {
                    (best, least) = (course, cost);
                }
            }
        }

        return best ?? Course.Straight(here, lengthM);
    }

    // Summed up, so that turning round differs from going on.
    private static double Turn(Course course, Pose2d here, double lengthM)
    {
        double s = course.Line.Project(here.Position).S;
        double before = course.HeadingAt(s);
        double turn = 0;
        for (double end = Math.Min(s + lengthM, course.Line.LengthM); s < end; s += 2)
        {
            double heading = course.HeadingAt(s);
            turn += Pinned.AngleDifference(heading, before);
            before = heading;
        }

        return turn;
    }

    private static double HeadingError(RoadMapIndex index, int lane, Pose2d pose)
    {
        var at = index.LaneAt(lane).Centre.Project(pose.Position);
        return Pinned.AngleDifference(pose.HeadingRad, at.ToHeading());
    }

    // What does not fit the motion so far: the change of the offset, the heading, and a little of the offset itself.
    private static double Misfit(Course course, ReadOnlySpan<Pose2d> history)
    {
        var now = course.Line.Project(history[^1].Position);
        double drift = 0;
        for (int i = 0; i < history.Length; i++)
        {
            drift += Math.Abs(course.Line.Project(history[i].Position).D - now.D);
        }

        double heading = Pinned.AngleDifference(history[^1].HeadingRad, course.HeadingAt(now.S));
        return drift / history.Length + 3 * Math.Abs(heading) + 0.5 * Math.Abs(now.D);
    }

    private static List<(int[] Lanes, double Cost)> Chains(RoadMapIndex index, int start, Pose2d here, double lengthM)
    {
        var found = new List<(int[] Lanes, double Cost)>();
        double ahead = index.LaneAt(start).Centre.LengthM - Math.Max(0, index.LaneAt(start).Centre.Project(here.Position).S);
        var open = new Stack<(int[] Lanes, double LeftM, double Cost)>();
        open.Push(([start], lengthM - ahead, 0));
        while (open.TryPop(out var chain) && found.Count < MaxCourses)
        {
            int last = chain.Lanes[^1];
            bool grown = false;
            if (chain.LeftM > 0)
            {
                var successors = index.Successors(last);
                int traffic = 0;
                foreach (int next in successors)
                {
                    traffic += index.CarriesTraffic(next) ? 1 : 0;
                }

                foreach (int next in successors)
                {
                    if (!index.CarriesTraffic(next) || Array.IndexOf(chain.Lanes, next) >= 0)
                    {
                        continue;
                    }

                    double cost = traffic > 1 && next != index.StraightestSuccessor(last) ? 1.0 : 0.0;
                    open.Push(([.. chain.Lanes, next], chain.LeftM - index.LaneAt(next).Centre.LengthM, chain.Cost + cost));
                    grown = true;
                }
            }

            if (!grown)
            {
                found.Add((chain.Lanes, chain.Cost));
            }
        }

        return found;
    }
}
