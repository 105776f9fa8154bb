using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving.Stories;

namespace Sim.Plugins.CrashReports.Solving.Ways;

/// <summary>Draws the ways of actors along the lanes of a place. Pure, thread-safe.</summary>
internal static class WayPlanner
{
    private const double ReachM = 260;
    private const double BeforeJunctionM = 14;
    private const double WindowM = 40;
    private const double TurnToleranceRad = 0.9;

    /// <summary>Draws a way.</summary>
    /// <param name="road">The place.</param>
    /// <param name="story">The actor.</param>
    /// <param name="shape">Free numbers.</param>
    /// <param name="follows">True when the actor runs into, or is run into by, one of its own leg and direction.</param>
    /// <param name="partner">The way of the other, which a crossing actor crosses; null where there is none yet.</param>
    /// <param name="crossingRad">Direction in which a crossing actor goes, local, rad; null for from the right.</param>
    public static Way Plan(CrashRoad road, ActorStory story, WayShape shape, bool follows, Way? partner = null, double? crossingRad = null)
    {
        if (story.Course == Course.Crossing && partner is not null)
        {
            return Crossing(partner, story, shape, crossingRad);
        }

        var index = road.Map.Index();
        var notes = new List<string>();
        var lanes = Lanes(index, road, story, notes, out int entry, out bool drawn, out double turnRad);
        var (line, entryEnd, entryBegin, afterTurn) = Line(index, lanes, entry);
        bool junction = road.JunctionArea is not null && !IsPlain(index, lanes, entry);
        double anchor = junction ? entryEnd : (entryBegin + entryEnd) / 2 + shape.PlaceM;
        double from, to;
        if (follows)
        {
            anchor = junction ? entryEnd - 3 + Math.Min(shape.PlaceM, 0) : anchor;
            (from, to) = (anchor - WindowM, anchor + (junction ? story.Course == Course.Straight ? 2 : afterTurn - entryEnd : WindowM));
        }
        else if (junction)
        {
            (from, to) = (entryEnd - BeforeJunctionM, Math.Max(afterTurn, entryEnd) + BeforeJunctionM);
        }
        else if (road.JunctionArea is { } area && Inside(line, area) is var (enters, leaves))
        {
            // A ramp: the lanes run on, the area is where one gets into the other.
            (from, to) = (enters, leaves);
            anchor = leaves - (leaves - enters) / 4;
        }
        else
        {
            (from, to) = (anchor - WindowM, anchor + WindowM);
        }

        if (drawn)
        {
            line = Turned(line, anchor, turnRad, shape.RadiusM);
            notes.Add(story.Course == Course.UTurn ? "the way of the U-turn is drawn, the map has no lane for it" : "the way of the turn is drawn, the map has no lane for it");
        }

        double width = index.LaneAt(lanes[entry]).WidthAt(index.LaneAt(lanes[entry]).Centre.LengthM / 2);
        var points = Shifted(line, story, shape, anchor, width);
        double smooth = story.User.Class is ActorClass.Bicycle or ActorClass.Pedestrian ? 2 : 3;
        bool reversed = story.Course == Course.Reverse;
        bool ownWay = reversed && story.LegRecord?.Driveway.Value == true;
        if ((reversed && !ownWay) || story.Course == Course.WrongWay)
        {
            Array.Reverse(points);
        }

        var path = DrivePath.Through(points, smooth, reversed);
        double OnPath(double s) => path.Nearest(line.PointAt(s));
        (double a, double f, double t) = (OnPath(anchor), OnPath(from), OnPath(to));
        double? start = null;
        if (story.FromRest)
        {
            double stand = junction && story.Course != Course.Enter
                ? OnPath(entryEnd) - story.User.Body.LengthM / 2 - shape.StandM
                : OnPath(anchor - shape.ShiftBefore * ShiftLength(story, shape)) - shape.StandM;
            start = reversed && !ownWay ? a - 8 - shape.StandM : stand;
        }

        return new Way
        {
            Path = path,
            AnchorM = a,
            FromM = Math.Min(f, t),
            ToM = Math.Max(f, t),
            StartM = start,
            Route = [.. lanes.Select(l => index.LaneAt(l).Id)],
            Assumptions = notes,
        };
    }

    /// <summary>A lane's change of heading, rad, positive to the left.</summary>
    internal static double TurnOf(Lane lane)
    {
        var centre = lane.Centre;
        double sum = 0;
        for (int i = 1; i < centre.SegmentCount; i++)
        {
            sum += Pinned.AngleDifference(centre.TangentOf(i).ToHeading(), centre.TangentOf(i - 1).ToHeading());
        }

        return sum;
    }

    /// <summary>Where a line gets into an area and where it leaves it for good, m along it; null where it never does.</summary>
    private static (double EntersM, double LeavesM)? Inside(Polyline line, Polygon area)
    {
        double enters = double.NaN, leaves = 0;
        for (double s = 0; s <= line.LengthM; s += 1)
        {
            if (!area.Contains(line.PointAt(s)))
            {
                continue;
            }

            enters = double.IsNaN(enters) ? s : enters;
            leaves = s;
        }

        return double.IsNaN(enters) ? null : (enters, leaves);
    }

    private static double ShiftLength(ActorStory story, WayShape shape) =>
        Math.Max(12, shape.ShiftS * (story.FromRest ? Math.Min(story.CruiseMps, 6) : story.CruiseMps));

    private static bool IsPlain(RoadMapIndex index, List<int> lanes, int entry) =>
        entry + 1 >= lanes.Count || index.LaneAt(lanes[entry + 1]).JunctionId is null;

    private static List<int> Lanes(RoadMapIndex index, CrashRoad road, ActorStory story, List<string> notes, out int entry, out bool drawn, out double turnRad)
    {
        turnRad = story.Course switch { Course.TurnLeft => Math.PI / 2, Course.TurnRight => -Math.PI / 2, Course.UTurn => Math.PI, _ => 0 };
        int own = index.IndexOf(story.Leg.Entry[story.Lane - 1]);
        int lane = own, next = Next(index, own, turnRad, out double error);
        drawn = false;
        if (turnRad != 0 && error > TurnToleranceRad)
        {
            // The lane that the text names may not turn on this map, a neighbour of the same leg may.
            foreach (string id in story.Leg.Entry)
            {
                int other = index.IndexOf(id);
                int turn = Next(index, other, turnRad, out double here);
                if (turn >= 0 && here <= TurnToleranceRad && here < error)
                {
                    (lane, next, error) = (other, turn, here);
                }
            }

            if (lane != own)
            {
                notes.Add($"{story.Record.Id} turns from lane {1 + Array.IndexOf([.. story.Leg.Entry], index.LaneAt(lane).Id)}, since its own lane has no such turn");
            }
        }

        var lanes = new List<int>();
        double back = 0;
        for (int before = Before(index, lane); before >= 0 && back < ReachM && !lanes.Contains(before) && before != lane; before = Before(index, before))
        {
            lanes.Insert(0, before);
            back += index.LaneAt(before).Centre.LengthM;
        }

        entry = lanes.Count;
        lanes.Add(lane);
        if (turnRad != 0 && error > TurnToleranceRad)
        {
            drawn = true;
            next = index.StraightestSuccessor(lane);
        }

        double on = 0;
        if (next >= 0 && !drawn && index.LaneAt(next).JunctionId is not null && index.Successors(next).Length > 0 && index.LaneAt(index.Successors(next)[0]).JunctionId is not null)
        {
            // Several lanes lead through the place (a roundabout): the way out in the wanted direction decides.
            foreach (int through in Through(index, road, story, lane, turnRad))
            {
                lanes.Add(through);
                on += index.LaneAt(through).Centre.LengthM;
                next = index.StraightestSuccessor(through);
            }
        }

        for (; next >= 0 && on < ReachM && !lanes.Contains(next); next = index.StraightestSuccessor(next))
        {
            lanes.Add(next);
            on += index.LaneAt(next).Centre.LengthM;
        }

        return lanes;
    }

    private static IEnumerable<int> Through(RoadMapIndex index, CrashRoad road, ActorStory story, int lane, double turnRad)
    {
        IReadOnlyList<int> best = [];
        double least = double.PositiveInfinity;
        foreach (var leg in road.Legs)
        {
            double error = Math.Abs(Pinned.AngleDifference(leg.HeadingRad + Math.PI, story.Leg.HeadingRad + turnRad));
            foreach (string exit in leg.Exit)
            {
                var route = error < least ? index.FindRoute(lane, index.IndexOf(exit)) : [];
                if (route.Count > 1)
                {
                    (best, least) = (route, error);
                }
            }
        }

        return best.Skip(1);
    }

    private static int Next(RoadMapIndex index, int lane, double turnRad, out double error)
    {
        int best = -1;
        error = double.PositiveInfinity;
        foreach (int next in index.Successors(lane))
        {
            double here = Math.Abs(TurnOf(index.LaneAt(next)) - turnRad);
            if (here < error)
            {
                (best, error) = (next, here);
            }
        }

        return best;
    }

    private static int Before(RoadMapIndex index, int lane)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        foreach (int before in index.Predecessors(lane))
        {
            double turn = Math.Abs(TurnOf(index.LaneAt(before)));
            if (turn < least)
            {
                (best, least) = (before, turn);
            }
        }

        return best;
    }

    private static (Polyline Line, double EntryEnd, double EntryBegin, double AfterTurn) Line(RoadMapIndex index, List<int> lanes, int entry)
    {
        var route = index.ToRoute(lanes);
        var centre = route.Centre.WithoutRepeats();
        var starts = route.StartsM;
        double begin = starts[entry];
        double end = entry + 1 < lanes.Count ? starts[entry + 1] : centre.LengthM;
        int beyond = entry + 1;
        while (beyond < lanes.Count && index.LaneAt(lanes[beyond]).JunctionId is not null)
        {
            beyond++;
        }

        double after = beyond < lanes.Count ? starts[beyond] : entry + 1 < lanes.Count ? centre.LengthM : end;
        var first = centre.TangentOf(0);
        var last = centre.TangentOf(centre.SegmentCount - 1);
        var points = new List<Vector2d> { centre.Points[0] - first * ReachM };
        points.AddRange(centre.Points);
        points.Add(centre.Points[^1] + last * ReachM);
        return (new Polyline(points), end + ReachM, begin + ReachM, after + ReachM);
    }

    private static Polyline Turned(Polyline line, double at, double turnRad, double radiusM)
    {
        var points = new List<Vector2d>(line.Slice(0, at).Points);
        double radius = Math.Max(radiusM, Math.Abs(turnRad) > 2 ? 5.2 : 6);
        var pose = new Pose2d(line.PointAt(at), line.HeadingAt(at));
        double side = Math.Sign(turnRad);
        int steps = 24;
        for (int i = 1; i <= steps; i++)
        {
            var (sin, cos) = Pinned.SinCos(Math.Abs(turnRad) * i / steps);
            points.Add(pose.PointToWorld(new(radius * sin, side * radius * (1 - cos))));
        }

        var end = points[^1];
        points.Add(end + Vector2d.FromHeading(pose.HeadingRad + turnRad) * 80);
        return new Polyline(points).WithoutRepeats();
    }

    private static Vector2d[] Shifted(Polyline line, ActorStory story, WayShape shape, double anchor, double widthM)
    {
        double length = ShiftLength(story, shape);
        double begin = anchor - shape.ShiftBefore * length;
        double half = story.User.Body.WidthM / 2;
        (double before, double after) = story.Course switch
        {
            Course.ShiftLeft => (0, widthM * shape.ShiftShare),
            Course.ShiftRight => (0, -widthM * shape.ShiftShare),
            Course.ReturnRight => (widthM, widthM * (1 - shape.ShiftShare)),
            Course.DepartLeft => (0, 2 * widthM + 4),
            Course.DepartRight => (0, -widthM - 4),
            Course.Enter => (-(widthM / 2 + half + 0.2), 0.0),
            Course.Straight when story.User.Class == ActorClass.Bicycle => (-(widthM / 2 - half - 0.5), -(widthM / 2 - half - 0.5)),
            Course.Edge => (-(widthM / 2 - half - 0.3), -(widthM / 2 - half - 0.3)),
            _ => (0, 0),
        };
        var even = line.Resampled(DrivePath.StepM);
        var points = new Vector2d[even.Points.Count];
        double step = even.LengthM / (points.Length - 1);
        for (int i = 0; i < points.Length; i++)
        {
            double p = Math.Clamp((i * step - begin) / length, 0, 1);
            double blend = p * p * p * (10 + p * (-15 + 6 * p));
            double offset = shape.OffsetM + before + (after - before) * blend;
            var tangent = even.TangentOf(Math.Min(i, even.SegmentCount - 1));
            points[i] = even.Points[i] + tangent.Left * offset;
        }

        return points;
    }

    private static Way Crossing(Way partner, ActorStory story, WayShape shape, double? crossingRad)
    {
        var at = partner.Path.PoseAt(partner.AnchorM + shape.PlaceM);
        double heading = at.HeadingRad + Math.PI / 2;
        if (crossingRad is { } wanted && Math.Abs(Vector2d.FromHeading(wanted).Cross(at.ToDirection())) > 0.4)
        {
            heading = wanted;
        }

        var along = Vector2d.FromHeading(heading);
        var from = at.Position - along * 40;
        var path = DrivePath.Through([from, at.Position + along * 40], 0);
        double half = (partner.Path.Count > 0 ? 6 : 0) + story.User.Body.LengthM;
        return new Way
        {
            Path = path,
            AnchorM = 40,
            FromM = 40 - half,
            ToM = 40 + half,
            StartM = story.FromRest ? 40 - 5 - shape.StandM : null,
        };
    }
}
