using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>A road without junction: straight, or an arc between clothoids. The place is the origin. Pure.</summary>
internal static class PlainRoad
{
    private const double StepM = 2;
    private const double ClothoidM = 40;

    /// <summary>Draws it.</summary>
    public static void Draw(RoadDraft draft)
    {
        var legs = draft.Record.Road.Legs;
        int j = LegCompletion.Opposite(legs, 0);
        var (a, b) = (legs[0], j >= 0 ? legs[j] : legs[0]);
        int forward = Agreed(a.LanesIn, j >= 0 ? b.LanesOut : Leaf.Unknown<int?>(null)), backward = j >= 0 ? Agreed(b.LanesIn, a.LanesOut) : Math.Max(0, a.LanesOut.Value ?? 0);
        if (forward + backward == 0)
        {
            forward = 1;
        }

        string other = j >= 0 ? b.Id : $"{a.Id}:opposite";
        var arm = new Arm(a with { LanesIn = a.LanesIn with { Value = forward }, LanesOut = a.LanesOut with { Value = backward } });
        double reach = Math.Max(arm.LengthM, Arm.ReachM((b.SpeedLimitKmh.Value ?? 0) / 3.6));
        var line = Line(draft, a, arm.HeadingRad, reach);
        double grade = (a.GradePercent.Value ?? 0) / 100;
        var strips = arm.Strips(draft.Verge).ConvertAll(s => s with { Id = Rename(s, a.Id, other) });
        var lanes = Strip.Draw(strips, line, grade == 0 ? null : Heights(line, grade));
        bool overtakes = draft.Record.Actors.Any(x => x.Does(ActionKind.Overtake) && x.IsVehicle());
        var centre = overtakes && forward == 1 ? LaneMarking.Broken : LaneMarking.SolidSolid;
        double limitBack = (b.SpeedLimitKmh.Value ?? a.SpeedLimitKmh.Value ?? 48) / 3.6;
        var driven = strips.ToDictionary(s => s.Id, s => s.Forward, StringComparer.Ordinal);
        foreach (var lane in Paint.Usual(lanes, arm.LimitMps, centre))
        {
            draft.Lanes.Add(driven[lane.Id] || lane.SpeedLimitMps is null ? lane : lane with { SpeedLimitMps = limitBack });
        }

        string[] onward = [.. Enumerable.Range(1, forward).Select(n => Strip.Name(a.Id, "in", n))];
        string[] back = [.. Enumerable.Range(1, backward).Select(n => Strip.Name(other, "in", n))];
        for (int i = 0; i < legs.Count; i++)
        {
            bool along = Compass.Angle(LegCompletion.Heading(legs[i]), LegCompletion.Heading(a)) <= 90;
            draft.Legs.Add(new RoadLeg(legs[i].Id, along ? onward : back, along ? back : onward, along ? arm.HeadingRad : arm.HeadingRad + Math.PI));
            if (i != 0 && i != j)
            {
                draft.Unused.Add($"leg {legs[i].Id}: a plain road has two directions; it is taken as {(along ? a.Id : other)}");
            }
        }

        if (j >= 0 && forward != (b.LanesOut.Value ?? forward))
        {
            draft.Unused.Add($"lanes away on {b.Id}: a plain road keeps its lanes");
        }

        Furniture.MidBlock(draft, arm);
    }

    private static int Agreed(Leaf<int?> into, Leaf<int?> outOf) =>
        into.FromText() ? into.Value ?? 1 : outOf.FromText() ? outOf.Value ?? 1 : Math.Max(into.Value ?? 0, outOf.Value ?? 0);

    private static string Rename(Strip strip, string leg, string other) =>
        strip.Forward ? strip.Id : strip.Id.Replace($"{leg}:out", $"{other}:in", StringComparison.Ordinal);

    private static double[] Heights(List<Pose2d> line, double grade)
    {
        var heights = new double[line.Count];
        for (int i = 1; i < heights.Length; i++)
        {
            heights[i] = heights[i - 1] + grade * line[i].Position.DistanceTo(line[i - 1].Position);
        }

        // Height zero at the place.
        int nearest = 0;
        for (int i = 1; i < heights.Length; i++)
        {
            nearest = line[i].Position.Length < line[nearest].Position.Length ? i : nearest;
        }

        double zero = heights[nearest];
        return Array.ConvertAll(heights, h => h - zero);
    }

    /// <summary>The reference line from one end to the other, through the origin.</summary>
    private static List<Pose2d> Line(RoadDraft draft, LegRecord leg, double heading, double reach)
    {
        bool curve = draft.Record.Road.Topology.Value == Topology.Curve || leg.Alignment.Value is Alignment.Curve or Alignment.CurveLeft or Alignment.CurveRight;
        double radius = Math.Max(leg.RadiusM.Value ?? 200, 30);
        double side = leg.Alignment.Value switch { Alignment.CurveRight => -1, Alignment.Straight => 0, _ => 1 };
        if (!curve || side == 0)
        {
            return [new Pose2d(0, 0, heading).Moved(-reach), new Pose2d(0, 0, heading), new Pose2d(0, 0, heading).Moved(reach)];
        }

        if (leg.Alignment.Value == Alignment.Curve)
        {
            draft.Assumptions.Add($"the curve bends to the left for {leg.Id}, as the side is not told");
        }

        if (leg.RadiusM.Value < 30)
        {
            draft.Unused.Add($"radius of {leg.Id}: the least radius drawn is 30 m");
        }

        var ahead = Half(new Pose2d(0, 0, heading), side / radius, reach);
        var behind = Half(new Pose2d(0, 0, heading + Math.PI), -side / radius, reach);
        var line = new List<Pose2d>();
        for (int i = behind.Count - 1; i > 0; i--)
        {
            line.Add(new Pose2d(behind[i].Position, behind[i].HeadingRad - Math.PI));
        }

        line.AddRange(ahead);
        return line;
    }

    private static List<Pose2d> Half(Pose2d start, double curvature, double reach)
    {
        double radius = 1 / Math.Abs(curvature);
        double clothoid = Math.Min(ClothoidM, radius / 2);

        // At most a quarter turn each way, so that the road never meets itself.
        double arc = Math.Min(reach - clothoid, radius * Math.PI * 0.45 - clothoid / 2);
        var poses = new List<Pose2d> { start };
        Bend(poses, curvature, curvature, arc);
        Bend(poses, curvature, 0, clothoid);
        double rest = reach - arc - clothoid;
        if (rest > 0.5)
        {
            poses.Add(poses[^1].Moved(rest));
        }

        return poses;
    }

    /// <summary>Curvature that changes evenly; Gauss-Legendre with three points, exact to rounding at this step.</summary>
    private static void Bend(List<Pose2d> poses, double from, double to, double length)
    {
        int count = Math.Max(1, (int)Math.Ceiling(length / Math.Min(StepM, Math.Sqrt(0.04 / Math.Max(Math.Abs(from), 1e-4)))));
        double step = length / count, sharpening = (to - from) / length;
        var start = poses[^1];
        var at = start.Position;
        for (int i = 0; i < count; i++)
        {
            double s = i * step;
            at += step * (5.0 / 18 * Along(s + step * (0.5 - Node)) + 8.0 / 18 * Along(s + step * 0.5) + 5.0 / 18 * Along(s + step * (0.5 + Node)));
            poses.Add(new Pose2d(at, HeadingAt(s + step)));
        }

        double HeadingAt(double s) => start.HeadingRad + s * (from + sharpening * s / 2);

        Vector2d Along(double s) => Vector2d.FromHeading(HeadingAt(s));
    }

    private static readonly double Node = Math.Sqrt(0.15);
}
